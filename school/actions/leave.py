"""Noting who is on long leave, and until when. Why they are is never asked (A5)."""

from datetime import date

from django.db import transaction

from audit import chain
from school.access import require
from school.errors import DomainError
from school.models import Leave, LeaveQuerySet, Person
from school.permissions import can_note_leave_of
from school.signals import people_changed


@transaction.atomic
def note_leave(*, person: Person, starts_on: date, ends_on: date | None, by: Person) -> Leave:
    """Note that somebody is away from one day to another, both included, or nobody knows yet.

    What was asked of them waits meanwhile, and counts afresh from their first day back. Noted
    twice, it is noted once.
    """
    require(can_note_leave_of(by, person))
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    same = person.leave.filter(starts_on=starts_on, ends_on=ends_on).first()
    if same is not None:
        return same
    _require_fit(person.leave.all(), starts_on, ends_on)
    leave = Leave.objects.create(person=person, starts_on=starts_on, ends_on=ends_on)
    _record("school.leave.noted", leave, by)
    return leave


@transaction.atomic
def end_leave(*, leave: Leave, ends_on: date, by: Person) -> Leave:
    """Set the last day of somebody's leave, or correct it: from the day after they are back."""
    require(can_note_leave_of(by, leave.person))
    Person.objects.select_for_update(no_key=True).get(pk=leave.person_id)
    leave = Leave.objects.select_for_update(no_key=True).get(pk=leave.pk)
    _require_fit(
        Leave.objects.filter(person=leave.person_id).exclude(pk=leave.pk), leave.starts_on, ends_on
    )
    if leave.ends_on == ends_on:
        return leave
    leave.ends_on = ends_on
    leave.save()
    _record("school.leave.ended", leave, by)
    return leave


@transaction.atomic
def remove_leave(*, leave: Leave, reason: str, by: Person) -> None:
    """Take away leave that was noted by mistake; that it was noted, and why it went, is kept.

    What waited meanwhile is asked at once. Taken away twice, it is taken away once.
    """
    require(can_note_leave_of(by, leave.person))
    person = Person.objects.select_for_update(no_key=True).get(pk=leave.person_id)
    held = Leave.objects.select_for_update(no_key=True).filter(pk=leave.pk).first()
    if held is None:
        return
    if not reason.strip():
        raise DomainError("Write what was wrong with it: it is kept on record.")
    held.delete()
    chain.record(
        "school.leave.removed",
        by=by,
        on=person,
        reason=reason.strip(),
        starts_on=str(held.starts_on),
        ends_on=str(held.ends_on or ""),
    )
    people_changed.send(sender=Leave, by=by)


def _require_fit(others: LeaveQuerySet, starts_on: date, ends_on: date | None) -> None:
    """Raise DomainError unless these days are in order and overlap no other leave."""
    if ends_on and ends_on < starts_on:
        raise DomainError("The last day away comes before the first.")
    if other := others.touching(starts_on, ends_on).first():
        until = f" to {other.ends_on:%-d %B %Y}" if other.ends_on else " on"
        raise DomainError(
            f"Leave from {other.starts_on:%-d %B %Y}{until} is noted already. Change that one "
            "instead, or choose other days."
        )


def _record(action: str, leave: Leave, by: Person) -> None:
    chain.record(
        action,
        by=by,
        on=leave.person,
        starts_on=str(leave.starts_on),
        ends_on=str(leave.ends_on or ""),
    )
    people_changed.send(sender=Leave, by=by)
