"""What somebody typed of a section: read from its page, kept, shown again, and never lost."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from policies import actions, permissions
from policies.editing import ClauseDraft, SectionDraft
from policies.forms.editing import (
    SectionForm,
    pasted_clauses,
    too_long,
    typed_clauses,
    typed_known,
    typed_section,
    whole,
)
from policies.models import Section, State, Version, WorkingCopy
from policies.views.finding import section_of, version_in_hand
from school.access import require
from school.models import Person
from school.requests import SignedInRequest

KEPT_ASIDE = (
    "This section can no longer be changed here, so nothing was saved in it. What you typed is "
    "kept below: copy what you need."
)


@dataclass
class Typed:
    """What the page of a section holds; `pasted` of its clauses, the last, are not looked at yet.

    `based_on` and `known` are the fingerprint, and the pks of the clauses, that it was begun from.
    """

    heading: str
    audiences: tuple[str, ...]
    clauses: list[ClauseDraft]
    based_on: str
    known: list[int]
    press: str = "save"
    pasted: int = 0

    @classmethod
    def on(cls, data: QueryDict) -> "Typed":
        """Return what a page sends."""
        clauses = typed_clauses(data)
        section = typed_section(data, clauses)
        return cls(
            section.heading,
            section.audiences,
            clauses,
            based_on=data.get("based_on", ""),
            known=typed_known(data),
            press=data.get("press", "save"),
            pasted=len(pasted_clauses(data)),
        )

    @classmethod
    def of(cls, draft: SectionDraft) -> "Typed":
        """Return a section as the draft holds it."""
        known = [clause.pk for clause in draft.clauses if clause.pk is not None]
        clauses = list(draft.clauses)
        return cls(draft.heading, draft.audiences, clauses, draft.fingerprint, known)

    @classmethod
    def kept(cls, copy: WorkingCopy) -> "Typed":
        """Return a section as its writer left it without saving."""
        draft = SectionDraft.of(copy.content)
        clauses, known = list(draft.clauses), copy.content["known"]
        return cls(draft.heading, draft.audiences, clauses, copy.based_on, known)

    def meet(self, now: SectionDraft) -> None:
        """Go on from what the draft holds now, with the clauses that others added to it."""
        mine = {clause.pk for clause in self.clauses} | set(self.known)
        self.clauses += [clause for clause in now.clauses if clause.pk not in mine]
        fresh = Typed.of(now)
        self.based_on, self.known = fresh.based_on, fresh.known

    def keep(self, section: Section, *, by: Person) -> None:
        """Keep it for its writer until it is saved; what is longer than any section is not kept."""
        if too_long(self.clauses):
            return
        draft = SectionDraft(self.heading, self.audiences, tuple(self.clauses))
        actions.keep_typing(
            section=section, draft=draft, based_on=self.based_on, known=self.known, by=by
        )

    def as_form(self) -> SectionForm:
        return SectionForm(initial={"heading": self.heading, "audiences": self.audiences})


@require_POST
def keep(request: SignedInRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Keep what is being typed, as the page sends it every few seconds; answers with no content.

    409 says that it is kept, and cannot be saved any more: the section has gone, or is decided on.
    """
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    typed = Typed.on(request.POST)
    if too_long(typed.clauses):
        return HttpResponse(status=413)
    section = section_of(version, pk)
    if not _is_older(request.POST.get("typed_at", ""), version, pk, request.user):
        typed.keep(section or _taken_out(version, pk), by=request.user)
    is_open = section is not None and version.state == State.DRAFT
    return HttpResponse(status=204 if is_open else 409)


@require_POST
def throw_away(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Forget what was typed of one part and not saved."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    part = request.POST.get("part", "")
    actions.throw_typing_away(version=version, part=part, by=request.user)
    if version.state != State.DRAFT:
        messages.success(request, "What you had typed is thrown away.")
        return redirect(version.get_work_url())
    messages.success(request, "What you had typed is thrown away. The draft is as it was.")
    pk = part.removeprefix("section-")
    return redirect(f"{reverse('policies:edit', args=[slug, number])}?{urlencode({'saved': pk})}")


def came_too_late(
    request: SignedInRequest, version: Version, pk: int, typed: Typed
) -> HttpResponse:
    """Keep what was typed of a section that has gone, or is decided on, and say where it is."""
    typed.keep(section_of(version, pk) or _taken_out(version, pk), by=request.user)
    messages.warning(request, KEPT_ASIDE)
    if version.state != State.DRAFT:
        return redirect(version.get_work_url())
    return redirect("policies:edit", version.policy.slug, version.number)


def left_over(version: Version, person: Person) -> list[WorkingCopy]:
    """Return what this person typed and can save no more: the section went, or is decided on."""
    copies = WorkingCopy.objects.filter(version=version, person=person).order_by("saved_at")
    if version.state != State.DRAFT:
        return list(copies)
    parts = {WorkingCopy.part_of(section) for section in version.sections.all()}
    return [copy for copy in copies if copy.part not in parts]


def _is_older(typed_at: str, version: Version, pk: int, person: Person) -> bool:
    """Tell whether words that a browser held on to are older than those that are kept already."""
    milliseconds = whole(typed_at)
    if milliseconds is None:
        return False
    part = WorkingCopy.part_of(Section(pk=pk))
    kept = WorkingCopy.objects.filter(version=version, part=part, person=person).first()
    return kept is not None and kept.saved_at.timestamp() * 1000 > milliseconds


def _taken_out(version: Version, pk: int) -> Section:
    """Return a section that this version had once; 404 where it never had it."""
    row = Section.history.filter(id=pk, version_id=version.pk).first()
    if row is None:
        raise Http404("There was no such section in this version.")
    return Section(pk=pk, version=version, number=row.number, heading=row.heading)
