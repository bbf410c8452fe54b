"""Writing the text of a draft: an outline, and a page for each section."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from policies import actions, permissions
from policies.comparison.words import runs_between
from policies.editing import (
    WORDS,
    Pressed,
    SectionDraft,
    as_markdown,
    number_clauses,
    possible_beside,
)
from policies.forms.editing import (
    NewSectionForm,
    SectionForm,
    WhereToForm,
    pressed,
    too_long,
    whole,
)
from policies.models import Clause, Policy, Section, State, Version, WorkingCopy
from policies.remarks import open_remarks_by_section, remarks_on
from policies.views.answering import answering
from policies.views.finding import section_of, version_in_hand
from policies.views.keeping import Typed, came_too_late, left_over
from school.access import require
from school.errors import DomainError
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
        "left_over": left_over(version, request.user),
        "form": form,
        "saved": whole(request.GET.get("saved", "")),
        # The section that was moved, and which way: there its writer goes on.
        "went": whole(request.GET.get("went", "")),
        "came": request.GET.get("came", ""),
    }
    return render(request, "policies/edit.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let somebody write one section; a button beside a clause changes the page, Save the draft."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    section = section_of(version, pk)
    if request.method == "POST":
        typed = Typed.on(request.POST)
        if section is None or version.state != State.DRAFT:
            return came_too_late(request, version, pk, typed)
        return _pressed(request, section, typed)
    if version.state != State.DRAFT:
        messages.warning(request, NOT_A_DRAFT)
        return redirect(version.get_work_url())
    if section is None:
        raise Http404("There is no such section in this draft.")
    return _opened(request, section)


def _pressed(request: SignedInRequest, section: Section, typed: Typed) -> HttpResponse:
    if typed.press != "save":
        after = pressed(typed.clauses, typed.press, pasted=typed.pasted)
        typed.clauses = after.clauses
        typed.keep(section, by=request.user)
        return _section_page(request, section, typed, goes_on=after)
    form = SectionForm(request.POST)
    if form.is_valid() and (sentence := too_long(typed.clauses)):
        form.add_error(None, sentence)
    if form.is_valid():
        with answering(form):
            try:
                actions.write_section(
                    section=section,
                    draft=form.draft(typed.clauses),
                    based_on=typed.based_on,
                    by=request.user,
                )
            except actions.TextChanged as changed:
                return _both_pages(request, section, form, typed, str(changed))
            messages.success(request, f"Section {section.number} is saved in the draft.")
            outline = reverse(
                "policies:edit", args=[section.version.policy.slug, section.version.number]
            )
            return redirect(f"{outline}?saved={section.pk}")
    # What cannot be saved as it is outlives the window all the same.
    typed.keep(section, by=request.user)
    return _section_page(request, section, typed, form=form)


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
    outline = reverse("policies:edit", args=[slug, number])
    came = "up" if request.POST.get("press") == "up" else "down"
    return redirect(f"{outline}?{urlencode({'went': str(pk), 'came': came})}")


@require_http_methods(["GET", "HEAD", "POST"])
def move_clause(
    request: SignedInRequest, slug: str, number: int, pk: int, clause: int
) -> HttpResponse:
    """Ask into which other section a clause goes, and move it there with what stands under it."""
    version, section = _section_in_hand(request, slug, number, pk)
    if version.state != State.DRAFT:
        messages.warning(request, NOT_A_DRAFT)
        return redirect(version.get_work_url())
    draft = actions.as_draft(section)
    at = next((place for place, one in enumerate(draft.clauses) if one.pk == clause), None)
    if at is None:
        messages.warning(request, "That clause does not stand in this section any more.")
        return redirect("policies:edit_section", slug, number, pk)
    others = {str(one.pk): one for one in version.sections.all() if one.pk != pk}
    data = request.POST if request.method == "POST" else None
    form = WhereToForm(data, sections=others.values())
    if form.is_valid():
        with answering(form):
            moved = actions.move_clause(
                clause=Clause(pk=clause), to=others[form.cleaned_data["section"]], by=request.user
            )
            messages.success(request, f"It is clause {moved.number} now.")
            return redirect(_address(version, moved.section))
    family = draft.clauses[at : draft.end_of_family(at)]
    shown = {"version": version, "section": section, "family": family, "form": form}
    return render(request, "policies/move_clause.html", shown)


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
    section = section_of(version, pk)
    if section is None:
        raise Http404("There is no such section in this draft.")
    return version, section


def _section_page(
    request: SignedInRequest,
    section: Section,
    typed: Typed,
    *,
    form: SectionForm | None = None,
    has_changed: bool = False,
    kept: WorkingCopy | None = None,
    goes_on: Pressed | None = None,
) -> HttpResponse:
    now = actions.as_draft(section)
    shown = list(SectionDraft("", (), tuple(typed.clauses)).without_gaps().clauses)
    numbers = number_clauses(section.number, now.clauses, shown)
    theirs = {clause.pk: clause.text for clause in now.clauses}
    remarks = remarks_on(section.version, [section]).on_clauses
    rows: list[dict[str, Any]] = [
        {
            "clause": clause,
            "number": number,
            "can": possible_beside(shown, place),
            "focus": "",
            "remarks": [t for t in remarks.get(clause.pk or 0, []) if t.is_open],
            "runs": runs_between(theirs[clause.pk], clause.text)
            if has_changed and clause.pk in theirs and theirs[clause.pk] != clause.text
            else (),
        }
        for place, (clause, number) in enumerate(zip(shown, numbers, strict=True))
    ]
    if goes_on is not None and goes_on.on and rows:
        row = rows[goes_on.at]
        # Where a press can go no further, its writer goes on with the words.
        row["focus"] = goes_on.on if goes_on.on in row["can"] else WORDS
    return render(
        request,
        "policies/edit_section.html",
        {
            "version": section.version,
            "section": section,
            "form": form or typed.as_form(),
            "rows": rows,
            "based_on": typed.based_on,
            "theirs": section if has_changed else None,
            "known": typed.known,
            "kept": kept,
            "whole": as_markdown(shown) if typed.press == "whole" else None,
            "has_other_sections": section.version.sections.count() > 1,
            "others": WorkingCopy.objects.of(section)
            .exclude(person=request.user)
            .select_related("person"),
        },
    )


def _both_pages(
    request: SignedInRequest, section: Section, form: SectionForm, typed: Typed, why: str
) -> HttpResponse:
    """Show what was typed beside what the draft holds now, ready to be saved on top of it.

    A clause that somebody else added meanwhile stands at the end: no word of anybody's is lost.
    """
    section = section_of(section.version, section.pk) or section
    typed.meet(actions.as_draft(section))
    typed.keep(section, by=request.user)
    form.add_error(None, why)
    return _section_page(request, section, typed, form=form, has_changed=True)


def _opened(request: SignedInRequest, section: Section) -> HttpResponse:
    """Show a section as the draft has it, or as this person left it without saving."""
    kept = WorkingCopy.objects.of(section).filter(person=request.user).first()
    typed = Typed.kept(kept) if kept else Typed.of(actions.as_draft(section))
    return _section_page(request, section, typed, kept=kept)


def _address(version: Version, section: Section) -> str:
    return reverse("policies:edit_section", args=[version.policy.slug, version.number, section.pk])
