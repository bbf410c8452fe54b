"""Writing the text of a draft: an outline, and a page for each section."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from policies import actions, permissions
from policies.comparison.words import runs_between
from policies.editing import ClauseDraft, SectionDraft, number_clauses
from policies.forms.editing import (
    NewSectionForm,
    SectionForm,
    pressed,
    too_long,
    typed_clauses,
    typed_known,
    typed_section,
)
from policies.models import Policy, Section, State, Version, WorkingCopy
from policies.remarks import open_remarks_by_section, remarks_on
from policies.views.answering import answering
from policies.views.finding import version_in_hand
from school.access import require
from school.errors import DomainError, WrongState
from school.requests import SignedInRequest

NOT_A_DRAFT = (
    "Only a draft can be changed. What is in review can be sent back; what is in force is changed "
    "by starting its next version."
)


@require_POST
def start_next(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin the next version of a policy with the text of the one in force."""
    require(permissions.can_manage(request.user))
    policy = get_object_or_404(Policy, slug=slug)
    try:
        version = actions.start_next_version(policy=policy, by=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("policies:manage")
    messages.success(request, "A new draft is here, with the text in force. Change what you need.")
    return redirect("policies:edit", policy.slug, version.number)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show the sections of a draft, each to be opened, and take a new one."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    if version.state != State.DRAFT:
        messages.warning(request, NOT_A_DRAFT)
        return redirect(version.get_work_url())
    form = NewSectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answering(form):
            section = actions.add_section(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, f"Section {section.number} is at the end of the draft.")
            return redirect(_address(version, section))
    remarks = open_remarks_by_section(version)
    copies = list(WorkingCopy.objects.filter(version=version).select_related("person"))
    sections = list(version.sections.all())
    parts = {WorkingCopy.part_of(section) for section in sections}
    saved = request.GET.get("saved", "")
    shown = {
        "version": version,
        "rows": [
            {
                "section": section,
                "remarks": remarks.get(section.pk, 0),
                "unsaved": [c for c in copies if c.part == WorkingCopy.part_of(section)],
            }
            for section in sections
        ],
        # What this person typed of a section that somebody else has taken out meanwhile.
        "left_over": [c for c in copies if c.person == request.user and c.part not in parts],
        "form": form,
        "saved": int(saved) if saved.isascii() and saved.isdecimal() else None,
    }
    return render(request, "policies/edit.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let somebody write one section; a button beside a clause changes the page, Save the draft."""
    version, section = _section_in_hand(request, slug, number, pk)
    if version.state != State.DRAFT:
        messages.warning(request, NOT_A_DRAFT)
        return redirect(version.get_work_url())
    if request.method != "POST":
        return _opened(request, section)

    form, clauses = SectionForm(request.POST), typed_clauses(request.POST)
    based_on, known = request.POST.get("based_on", ""), typed_known(request.POST)
    if (press := request.POST.get("press", "save")) != "save":
        clauses = pressed(clauses, press)
        typed = typed_section(request.POST, clauses)
        actions.keep_typing(
            section=section, draft=typed, based_on=based_on, known=known, by=request.user
        )
        return _section_page(request, section, _filled(typed), clauses, based_on, known)
    if form.is_valid() and (sentence := too_long(clauses)):
        form.add_error(None, sentence)
    if form.is_valid():
        with answering(form):
            try:
                actions.write_section(
                    section=section,
                    draft=form.draft(clauses),
                    based_on=based_on,
                    by=request.user,
                )
            except actions.TextChanged as changed:
                return _both_pages(request, section, form, clauses, str(changed))
            messages.success(request, f"Section {section.number} is saved in the draft.")
            return redirect(f"{reverse('policies:edit', args=[slug, number])}?saved={pk}")
    return _section_page(request, section, form, clauses, based_on, known)


@require_POST
def keep(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Keep what is being typed, as the page sends it every few seconds; answers with no content."""
    _, section = _section_in_hand(request, slug, number, pk)
    clauses = typed_clauses(request.POST)
    if too_long(clauses):
        return HttpResponse(status=413)
    try:
        actions.keep_typing(
            section=section,
            draft=typed_section(request.POST, clauses),
            based_on=request.POST.get("based_on", ""),
            known=typed_known(request.POST),
            by=request.user,
        )
    except WrongState:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
def throw_away(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Forget what was typed of one part and not saved."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    part = request.POST.get("part", "")
    actions.throw_typing_away(version=version, part=part, by=request.user)
    messages.success(request, "What you had typed is thrown away. The draft is as it was.")
    pk = part.removeprefix("section-")
    return redirect(f"{reverse('policies:edit', args=[slug, number])}?{urlencode({'saved': pk})}")


@require_POST
def move_section(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let a section change places with the one before it (press=up) or after it."""
    _, section = _section_in_hand(request, slug, number, pk)
    try:
        moved = actions.move_section(
            section=section, up=request.POST.get("press") == "up", by=request.user
        )
        messages.success(
            request, f"“{moved.heading or moved.number}” is section {moved.number} now."
        )
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("policies:edit", slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
def take_out_section(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Ask once, then take a section out of the draft."""
    version, section = _section_in_hand(request, slug, number, pk)
    if version.state != State.DRAFT:
        messages.warning(request, NOT_A_DRAFT)
        return redirect(version.get_work_url())
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with answering(form):
            actions.take_out_section(section=section, by=request.user)
            messages.success(request, f"Section {section.number} is taken out of the draft.")
            return redirect("policies:edit", slug, number)
    return render(
        request,
        "policies/take_out_section.html",
        {"version": version, "section": section, "form": form},
    )


def _section_in_hand(
    request: SignedInRequest, slug: str, number: int, pk: int
) -> tuple[Version, Section]:
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    sections = Section.objects.select_related("version__policy").prefetch_related("clauses")
    return version, get_object_or_404(sections, pk=pk, version=version)


def _section_page(
    request: SignedInRequest,
    section: Section,
    form: SectionForm,
    clauses: list[ClauseDraft],
    based_on: str,
    known: list[int],
    *,
    has_changed: bool = False,
    kept: WorkingCopy | None = None,
) -> HttpResponse:
    now = actions.as_draft(section)
    shown = SectionDraft("", (), tuple(clauses)).without_gaps().clauses
    numbers = number_clauses(section.number, now.clauses, shown)
    theirs = {clause.pk: clause.text for clause in now.clauses}
    remarks = remarks_on(section.version, [section]).on_clauses
    rows = [
        {
            "clause": clause,
            "number": number,
            "remarks": [t for t in remarks.get(clause.pk or 0, []) if t.is_open],
            "runs": runs_between(theirs[clause.pk], clause.text)
            if has_changed and clause.pk in theirs and theirs[clause.pk] != clause.text
            else (),
        }
        for clause, number in zip(shown, numbers, strict=True)
    ]
    return render(
        request,
        "policies/edit_section.html",
        {
            "version": section.version,
            "section": section,
            "form": form,
            "rows": rows,
            "based_on": based_on,
            "theirs": section if has_changed else None,
            "known": known,
            "kept": kept,
            "others": WorkingCopy.objects.of(section)
            .exclude(person=request.user)
            .select_related("person"),
        },
    )


def _both_pages(
    request: SignedInRequest,
    section: Section,
    form: SectionForm,
    clauses: list[ClauseDraft],
    why: str,
) -> HttpResponse:
    """Show what was typed beside what the draft holds now, ready to be saved on top of it.

    A clause that somebody else added meanwhile stands at the end: no word of anybody's is lost.
    """
    fresh = Section.objects.select_related("version__policy").prefetch_related("clauses")
    section = fresh.get(pk=section.pk)
    now = actions.as_draft(section)
    mine = {clause.pk for clause in clauses}
    known = set(request.POST.getlist("known"))
    added = [c for c in now.clauses if c.pk not in mine and str(c.pk) not in known]
    form.add_error(None, why)
    return _section_page(
        request,
        section,
        form,
        [*clauses, *added],
        now.fingerprint,
        _pks(now),
        has_changed=True,
    )


def _opened(request: SignedInRequest, section: Section) -> HttpResponse:
    """Show a section as the draft has it, or as this person left it without saving."""
    now = actions.as_draft(section)
    kept = WorkingCopy.objects.of(section).filter(person=request.user).first()
    if kept is None:
        return _section_page(
            request, section, _filled(now), list(now.clauses), now.fingerprint, _pks(now)
        )
    typed = SectionDraft.of(kept.content)
    return _section_page(
        request,
        section,
        _filled(typed),
        list(typed.clauses),
        kept.based_on,
        kept.content["known"],
        kept=kept,
    )


def _filled(draft: SectionDraft) -> SectionForm:
    return SectionForm(initial={"heading": draft.heading, "audiences": draft.audiences})


def _pks(draft: SectionDraft) -> list[int]:
    return [clause.pk for clause in draft.clauses if clause.pk is not None]


def _address(version: Version, section: Section) -> str:
    return reverse("policies:edit_section", args=[version.policy.slug, version.number, section.pk])
