"""Writing the text of a draft, section by section."""

from dataclasses import replace

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from audit import chain
from policies import permissions
from policies.actions.locking import locked
from policies.editing import ClauseDraft, SectionDraft, number_clauses
from policies.models import Clause, Section, State, Version, WorkingCopy
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

# Further than any section is long: where clauses stand while their places are handed out anew.
ASIDE = 100_000


class TextChanged(WrongState):
    """Somebody else changed the section since its writer opened it."""


def as_draft(section: Section) -> SectionDraft:
    """Return a section as its writer sees it."""
    return SectionDraft(
        heading=section.heading,
        audiences=tuple(section.audiences),
        clauses=tuple(
            ClauseDraft(clause.text, clause.level, clause.pk, clause.number)
            for clause in section.clauses.all()
        ),
    )


@transaction.atomic
def write_section(*, section: Section, draft: SectionDraft, based_on: str, by: Person) -> Section:
    """Give a section of a draft these words; rows that are named stay, and what points at them.

    `based_on` is the fingerprint of what the writer had before them. Raises TextChanged if that is
    not what the draft holds any more: nothing is written then. Raises DomainError for a section
    that would be left without a word.
    """
    version = _draft_under_lock(section.version, by)
    found = Section.objects.prefetch_related("clauses").filter(pk=section.pk).first()
    if found is None:
        raise WrongState("This section was taken out of the draft meanwhile.")
    before = as_draft(found)
    if before.fingerprint != based_on:
        raise TextChanged(
            "Somebody changed this section after you opened it. Nothing of yours is lost: look at "
            "both below, make it as it should be, and save again."
        )
    draft = draft.without_gaps()
    if not draft.clauses:
        raise DomainError(
            "A section needs at least one clause. Write one, or take the section out."
        )

    found.heading, found.audiences = draft.heading, list(draft.audiences)
    found.save()
    _write_clauses(found, before, draft)
    version.authors.add(by)
    WorkingCopy.objects.of(found).filter(person=by).delete()
    chain.record("policies.version.edited", by=by, on=version, section=found.number)
    return found


@transaction.atomic
def add_section(*, version: Version, heading: str, text: str, by: Person) -> Section:
    """Add a section at the end of a draft, with its first clause."""
    version = _draft_under_lock(version, by)
    sections = list(version.sections.all())
    taken = {section.number for section in sections}
    number = next(str(n) for n in range(len(sections) + 1, ASIDE) if str(n) not in taken)
    section = Section.objects.create(
        version=version,
        position=max((one.position for one in sections), default=0) + 1,
        number=number,
        heading=heading,
        audiences=[],
    )
    Clause.objects.create(section=section, position=1, number=f"{number}.1", text=text)
    version.authors.add(by)
    chain.record("policies.version.edited", by=by, on=version, section=number)
    return section


@transaction.atomic
def take_out_section(*, section: Section, by: Person) -> None:
    """Take a section with its clauses out of a draft; its history keeps every word."""
    version = _draft_under_lock(section.version, by)
    found = Section.objects.filter(pk=section.pk, version=version).first()
    if found is None:
        return
    number = found.number
    for clause in found.clauses.all():
        clause.delete()
    found.delete()
    version.authors.add(by)
    chain.record("policies.version.edited", by=by, on=version, section=number)


@transaction.atomic
def move_section(*, section: Section, by: Person, up: bool) -> Section:
    """Let a section change places with the one before it, or after it; at the end it stays.

    Where both are plainly numbered they change numbers too, and their clauses follow.
    """
    version = _draft_under_lock(section.version, by)
    sections = list(version.sections.prefetch_related("clauses"))
    at = next((n for n, one in enumerate(sections) if one.pk == section.pk), None)
    if at is None:
        raise WrongState("This section was taken out of the draft meanwhile.")
    beside = at - 1 if up else at + 1
    if not 0 <= beside < len(sections):
        return sections[at]
    one, other = sections[at], sections[beside]
    one.position, other.position = other.position, one.position
    numbers = one.number, other.number
    if all(number.isdecimal() for number in numbers):
        other.number, one.number = numbers
    # Both are moved aside first: a number and a place are each there once.
    Section.objects.filter(pk__in=[one.pk, other.pk]).update(
        position=F("position") + ASIDE, number=Concat(Value("~"), Cast("pk", CharField()))
    )
    for moved, before in ((one, numbers[0]), (other, numbers[1])):
        moved.save()
        _renumber(moved, before)
    version.authors.add(by)
    chain.record("policies.version.edited", by=by, on=version, section=one.number)
    return one


@transaction.atomic
def move_clause(*, clause: Clause, to: Section, by: Person) -> Clause:
    """Move a clause, with all that stands under it, to the end of another section of its draft.

    It stays the same row, so that remarks and its history go with it; both sections are counted
    afresh. Raises DomainError where nothing would be left, or where the mover has words in either
    section that are not saved.
    """
    version = _draft_under_lock(to.version, by)
    moved = Clause.objects.filter(pk=clause.pk, section__version=version).first()
    sections = {one.pk: one for one in version.sections.prefetch_related("clauses")}
    if moved is None or to.pk not in sections:
        raise WrongState("The clause, or the section, was taken out of the draft meanwhile.")
    source, target = sections[moved.section_id], sections[to.pk]
    if source.pk == target.pk:
        return moved
    for section in (source, target):
        if WorkingCopy.objects.of(section).filter(person=by).exists():
            raise DomainError(
                f"You have words in section {section.number} that are not saved. Save them, or "
                "throw them away; then move the clause."
            )
    was, becomes = as_draft(source), as_draft(target)
    at = next(place for place, one in enumerate(was.clauses) if one.pk == moved.pk)
    left, family = was.without_family(at)
    if not left:
        raise DomainError(
            "This is all that the section says. Take the section out, or move all of it up or down."
        )

    Clause.objects.filter(pk__in=[one.pk for one in family]).update(
        section=target,
        position=F("position") + 2 * ASIDE,
        number=Concat(Value("~"), Cast("pk", CharField())),
    )
    _write_clauses(source, was, replace(was, clauses=left))
    _write_clauses(target, becomes, replace(becomes, clauses=(*becomes.clauses, *family)))
    version.authors.add(by)
    chain.record(
        "policies.version.edited", by=by, on=version, section=source.number, to=target.number
    )
    return Clause.objects.select_related("section").get(pk=moved.pk)


def _renumber(section: Section, before: str) -> None:
    """Let the clauses of a section that bears another number now bear it too."""
    clauses = [one for one in section.clauses.all() if one.number.startswith(f"{before}.")]
    if section.number == before:
        return
    for clause in clauses:
        clause.number = section.number + clause.number.removeprefix(before)
    # History is written by save(); all numbers of a section change, so none is there twice.
    Clause.objects.filter(pk__in=[clause.pk for clause in clauses]).update(
        number=Concat(Value("~"), Cast("pk", CharField()))
    )
    for clause in clauses:
        clause.save()


def _draft_under_lock(version: Version, by: Person) -> Version:
    version = locked(version)
    require(permissions.can_manage(by))
    if version.state != State.DRAFT:
        raise WrongState(
            "Only a draft can be changed. What is in review can be sent back; what is in force "
            "is changed by starting its next version."
        )
    return version


def _write_clauses(section: Section, before: SectionDraft, draft: SectionDraft) -> None:
    rows = {clause.pk: clause for clause in Clause.objects.filter(section=section)}
    numbers = number_clauses(section.number, before.clauses, draft.clauses)
    named = {clause.pk for clause in draft.clauses}
    for pk, row in rows.items():
        if pk not in named:
            row.delete()
    # Numbers and places are each there once, so all are moved aside before they are handed out;
    # not by save(), because nobody should read in the history of a place that never was.
    aside = Clause.objects.filter(section=section)
    aside.update(
        position=F("position") + ASIDE,
        number=Concat(Value("~"), Cast("pk", CharField())),
    )
    for place, (clause, number) in enumerate(zip(draft.clauses, numbers, strict=True), start=1):
        row = rows.get(clause.pk or 0) or Clause(section=section)
        is_as_it_was = (row.text, row.level, row.number, row.position) == (
            clause.text,
            clause.level,
            number,
            place,
        )
        row.text, row.level, row.number, row.position = clause.text, clause.level, number, place
        if is_as_it_was:
            Clause.objects.filter(pk=row.pk).update(number=number, position=place)
        else:
            row.save()
