"""Noting that somebody has left, and letting them back: access ends, what was signed stays (A5)."""

from django.db import transaction
from django.utils import timezone

from audit import chain
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person, RoleAssignment
from school.permissions import can_let_back, can_note_left
from school.signals import people_changed, posts_changed


@transaction.atomic
def note_left(*, person: Person, reason: str, by: Person) -> Person:
    """Note that somebody has left: they cannot sign in from now on, and nothing is asked of them.

    Their roles end today. Nothing that they did, signed or were asked is removed. Said twice, it is
    said once.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_note_left(by, person))
    if not person.is_active:
        return person
    if not reason.strip():
        raise DomainError("Write why: it is kept on record.")
    today = timezone.localdate()
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = []
    for held in person.assignments.in_force(today).exclude(ends_on=today):
        held.ends_on = today
        held.save()
        ended.append(held)
    chain.record(
        "school.person.left",
        by=by,
        on=person,
        reason=reason.strip(),
        roles=sorted(held.role for held in ended),
    )
    people_changed.send(sender=Person, by=by)
    posts_changed.send(sender=RoleAssignment, assignments=ended, by=by)
    return person


@transaction.atomic
def let_back(*, person: Person, by: Person) -> Person:
    """Let somebody sign in again who had left, or was said to by mistake.

    A parent is asked for their children as before; a role that ended is given anew.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_let_back(by, person))
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    chain.record("school.person.let_back", by=by, on=person)
    people_changed.send(sender=Person, by=by)
    return person


def require_here(person: Person) -> None:
    """Raise WrongState for somebody who has left: they are let back first, knowingly."""
    if not person.is_active:
        raise WrongState(
            f"{person} has left, so nothing can be asked of them. If they are back, open their "
            "page and press “Let them back”."
        )
