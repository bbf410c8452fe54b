"""Bringing back into a draft what an earlier save of it said."""

from typing import Any

from django.db import transaction

from audit import chain
from policies import permissions
from policies.actions.locking import locked
from policies.history import ONE_SAVE, TAKEN_OUT
from policies.models import Clause, Section, State, Version
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

GONE = "That is no longer kept with this draft. Open the page again and choose from what it shows."


@transaction.atomic
def bring_back_clause(*, version: Version, row: int, by: Person) -> Clause:
    """Give a clause the words that a row of its history keeps, or put it back if it is gone.

    One that was taken out comes back under its number if that is free, and otherwise as the last
    of its section. Raises WrongState unless the version is a draft, DomainError where there is
    nothing to bring back or its section is gone.
    """
    version = _draft(version, by)
    of_version = Section.history.filter(version_id=version.pk).order_by().values("id")
    kept = Clause.history.filter(history_id=row, section_id__in=of_version).first()
    if kept is None:
        raise DomainError(GONE)
    clause = Clause.objects.filter(pk=kept.id).first()
    if clause is None:
        clause = _put_back(version, kept)
    elif clause.text == kept.text:
        raise DomainError(f"Point {clause.number} says these words already.")
    else:
        clause.text = kept.text
        clause.save()
    _record("policies.clause.brought_back", version, by, clause.number)
    return clause


@transaction.atomic
def bring_back_section(*, version: Version, row: int, by: Person) -> Section:
    """Put a section that was taken out back, with the clauses that went with it; as for a clause.

    If its number was given to another section meanwhile, it comes last, under the next number,
    and its clauses are numbered after it.
    """
    version = _draft(version, by)
    kept = Section.history.filter(history_id=row, version_id=version.pk).first()
    if kept is None:
        raise DomainError(GONE)
    if Section.objects.filter(pk=kept.id).exists():
        raise DomainError(f"Section {kept.number} is in the draft already.")
    others = list(version.sections.all())
    number, place = _number_and_place(kept, others)
    section = Section(
        pk=kept.id,
        version=version,
        number=number,
        position=place,
        heading=kept.heading,
        audiences=kept.audiences,
    )
    section.save(force_insert=True)
    for position, gone in enumerate(_went_with(kept), start=1):
        _insert(gone, section, _under(gone.number, kept.number, number), position)
    _record("policies.section.brought_back", version, by, number)
    return section


def _draft(version: Version, by: Person) -> Version:
    version = locked(version)
    require(permissions.can_manage(by))
    if version.state != State.DRAFT:
        raise WrongState("Only into a draft can earlier words be brought back.")
    return version


def _put_back(version: Version, kept: Any) -> Clause:
    section = version.sections.filter(pk=kept.section_id).first()
    if section is None:
        raise DomainError("The section that it stood in was taken out: bring that back first.")
    number, place = _number_and_place(kept, list(section.clauses.all()))
    return _insert(kept, section, number, place)


def _insert(kept: Any, section: Section, number: str, place: int) -> Clause:
    """Put a clause in under the key that it had, so that its history goes on."""
    clause = Clause(
        pk=kept.id,
        section=section,
        number=number,
        position=place,
        text=kept.text,
        level=kept.level,
    )
    clause.save(force_insert=True)
    return clause


def _number_and_place(kept: Any, others: list[Any]) -> tuple[str, int]:
    """Return where something comes back, its number and position, and make room for it there."""
    if kept.number in {other.number for other in others}:
        last = max(other.position for other in others)
        return _next_number(others), last + 1
    after = [other for other in others if other.position >= kept.position]
    if any(other.position == kept.position for other in after):
        for other in reversed(after):  # the last first: no two ever stand in one place
            other.position += 1
            other.save()
    return kept.number, kept.position


def _next_number(others: list[Any]) -> str:
    """Return the last one's number counted on, or with a figure after it where it ends in none."""
    taken = {other.number for other in others}
    stem = others[-1].number.rstrip("0123456789")
    figures = others[-1].number[len(stem) :]
    count = int(figures or 0) + 1
    if not figures:
        stem = f"{stem.rstrip('.')}."
    while f"{stem}{count}" in taken:
        count += 1
    return f"{stem}{count}"


def _went_with(kept: Any) -> list[Any]:
    """Return the last rows of the clauses that were taken out in one save with their section."""
    rows = Section.history.filter(id=kept.id, history_type=TAKEN_OUT)
    last = rows.order_by("-history_date", "-history_id").first()
    if last is None:
        return []
    near = (last.history_date - ONE_SAVE, last.history_date + ONE_SAVE)
    gone = Clause.history.filter(
        section_id=kept.id, history_type=TAKEN_OUT, history_date__range=near
    )
    newest = {row.id: row for row in gone.order_by("history_date", "history_id")}
    there = set(Clause.objects.filter(pk__in=newest).values_list("pk", flat=True))
    left = [row for row in newest.values() if row.id not in there]
    return sorted(left, key=lambda row: row.position)


def _under(number: str, before: str, after: str) -> str:
    """Return a clause's number under its section's new one: 3.2 of section 3 becomes 7.2."""
    rest = number.removeprefix(before)
    is_under = number.startswith(before) and not rest[:1].isalnum()
    return f"{after}{rest}" if is_under and before != after else number


def _record(action: str, version: Version, by: Person, number: str) -> None:
    version.authors.add(by)
    chain.record(action, by=by, on=version, policy=version.policy.slug, number=number)
