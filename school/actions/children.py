"""Adding children and their parents, and changing who is asked for a child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit import chain
from school.access import require
from school.actions.people import find_or_create
from school.errors import DomainError
from school.models import Child, Parenthood, Person, SchoolClass
from school.permissions import can_change_family, can_change_parent, can_look_after_families
from school.signals import people_changed

OWN_CHILD = (
    "You are a parent of this child yourself. Ask a colleague to write that down: it says who is "
    "asked for a child, and who is not."
)


@dataclass(frozen=True)
class NewParent:
    """A parent as the office writes them down for a child."""

    full_name: str
    email: str = ""
    relationship: str = ""
    has_responsibility: bool = True
    is_restricted: bool = False


@transaction.atomic
def add_child(
    *,
    full_name: str,
    school_class: SchoolClass | None,
    admitted_on: date,
    parents: Sequence[NewParent],
    by: Person,
) -> Child:
    """Add a child and their parents. Nobody is asked anything before the child is admitted.

    A child of one's own a colleague adds: it says who is asked for them, and who is not.
    """
    require(can_look_after_families(by))
    if not parents:
        raise DomainError("Write down at least one parent or carer.")
    if Child.objects.on_roll_or_to_come().filter(full_name__iexact=full_name).exists():
        raise DomainError(
            f"A child called {full_name} is known already. Write a middle name if this is another."
        )
    child = Child.objects.create(
        full_name=full_name, school_class=school_class, admitted_on=admitted_on
    )
    if by in [_tie(child, parent, by).person for parent in parents]:
        raise DomainError(OWN_CHILD)
    chain.record("school.child.added", by=by, on=child, parents=len(parents))
    people_changed.send(sender=Child, by=by)
    return child


@transaction.atomic
def add_parent(*, child: Child, parent: NewParent, by: Person) -> Parenthood:
    """Add one more parent or carer to a child."""
    require(can_change_family(by, child))
    child = Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    tie = _tie(child, parent, by)
    if tie.person == by:
        raise DomainError(OWN_CHILD)
    chain.record("school.parent.added", by=by, on=child, parent=tie.person_id)
    people_changed.send(sender=Parenthood, by=by)
    return tie


def _tie(child: Child, parent: NewParent, by: Person) -> Parenthood:
    person = find_or_create(full_name=parent.full_name, email=parent.email, by=by)
    if child.parenthoods.filter(person=person).exists():
        raise DomainError(f"{person} is written down twice for this child.")
    return Parenthood.objects.create(
        child=child,
        person=person,
        relationship=parent.relationship,
        has_responsibility=parent.has_responsibility,
        is_restricted=parent.is_restricted,
    )


@transaction.atomic
def change_parent(
    *,
    tie: Parenthood,
    relationship: str,
    has_responsibility: bool,
    is_restricted: bool,
    by: Person,
) -> Parenthood:
    """Change what ties a parent to a child, and so whether they are asked."""
    require(can_change_parent(by, tie))
    tie = Parenthood.objects.select_for_update(no_key=True).get(pk=tie.pk)
    tie.relationship = relationship
    tie.has_responsibility = has_responsibility
    tie.is_restricted = is_restricted
    tie.save()
    chain.record(
        "school.parent.changed",
        by=by,
        on=tie.child,
        parent=tie.person_id,
        has_responsibility=has_responsibility,
        is_restricted=is_restricted,
    )
    people_changed.send(sender=Parenthood, by=by)
    return tie


@transaction.atomic
def change_child(
    *,
    child: Child,
    school_class: SchoolClass | None,
    admitted_on: date,
    left_on: date | None,
    by: Person,
) -> Child:
    """Move a child to a class, or correct the days on which they join or leave."""
    require(can_look_after_families(by))
    child = Child.objects.select_for_update(no_key=True).get(pk=child.pk)
    if (child.admitted_on, child.left_on) != (admitted_on, left_on):
        require(can_change_family(by, child))  # nobody is asked before they join or once they left
    if left_on and left_on < admitted_on:
        raise DomainError("A child cannot leave before joining.")
    child.school_class, child.admitted_on, child.left_on = school_class, admitted_on, left_on
    child.save()
    chain.record(
        "school.child.changed",
        by=by,
        on=child,
        admitted_on=str(admitted_on),
        left_on=str(left_on or ""),
    )
    people_changed.send(sender=Child, by=by)
    return child
