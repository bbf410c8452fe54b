"""Keeping the terms, and the days in them on which the school is closed.

Deadlines move before the event is recorded: whoever works on a case holds it and then waits for
their turn at the chain, so nobody may wait for a case while it is theirs.
"""

from datetime import date

from django.db import transaction

from audit import chain
from school.access import require
from school.errors import DomainError
from school.models import ClosureDay, Person, Term
from school.permissions import can_change_calendar
from school.signals import calendar_changed


@transaction.atomic
def add_term(*, name: str, starts_on: date, ends_on: date, by: Person) -> Term:
    """Add a term that overlaps no other."""
    require(can_change_calendar(by))
    if ends_on < starts_on:
        raise DomainError("The last day comes before the first.")
    overlapping = Term.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if overlapping:
        raise DomainError(f"These days overlap with “{overlapping}”.")
    term = Term.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    calendar_changed.send(sender=Term)
    chain.record(
        "school.term.added", by=by, on=term, starts_on=str(starts_on), ends_on=str(ends_on)
    )
    return term


@transaction.atomic
def remove_term(*, term: Term, by: Person) -> None:
    """Take a term away that was entered wrongly."""
    require(can_change_calendar(by))
    Term.objects.filter(pk=term.pk).delete()
    calendar_changed.send(sender=Term)
    chain.record("school.term.removed", by=by, on=term, starts_on=str(term.starts_on))


@transaction.atomic
def add_closure(*, day: date, reason: str, by: Person) -> ClosureDay:
    """Say that the school is closed on a day; said twice, it is one day with the newer reason."""
    require(can_change_calendar(by))
    closure, _ = ClosureDay.objects.update_or_create(day=day, defaults={"reason": reason})
    calendar_changed.send(sender=ClosureDay)
    chain.record("school.closure.added", by=by, on=closure, day=str(day))
    return closure


@transaction.atomic
def remove_closure(*, closure: ClosureDay, by: Person) -> None:
    """Say that the school is open on that day after all."""
    require(can_change_calendar(by))
    ClosureDay.objects.filter(pk=closure.pk).delete()
    calendar_changed.send(sender=ClosureDay)
    chain.record("school.closure.removed", by=by, on=closure, day=str(closure.day))
