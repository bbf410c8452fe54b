"""Adding people, giving and ending roles, and changing how somebody is reached."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from audit import chain
from school.access import require
from school.actions.leaving import require_here
from school.errors import DomainError
from school.models import Person, RoleAssignment
from school.people_plan import key
from school.permissions import (
    can_add_people,
    can_change_person,
    can_end_role,
    can_give_own_address,
    can_give_role,
)
from school.roles import Held, clash
from school.signals import address_changed, people_changed, posts_changed


def find_or_create(*, full_name: str, email: str, by: Person | None) -> Person:
    """Return the person with this address, or a new one; the name must be theirs."""
    if person := Person.objects.filter(email__iexact=email).first() if email else None:
        if key(person.full_name) != key(full_name):
            raise DomainError(
                f"The address {email} belongs to somebody with another name. Check both."
            )
        require_here(person)
        return person
    person = Person.objects.create_person(full_name=" ".join(full_name.split()), email=email)
    chain.record("school.person.added", by=by, on=person)
    return person


@transaction.atomic
def add_person(
    *, full_name: str, email: str, role: str, starts_on: date, by: Person | None
) -> Person:
    """Add somebody and give them a role; somebody known by that address gets the role only."""
    if by is not None:
        require(can_add_people(by))
    person = find_or_create(full_name=full_name, email=email, by=by)
    add_role(person=person, role=role, starts_on=starts_on, by=by)
    return person


@transaction.atomic
def add_role(
    *, person: Person, role: str, starts_on: date, ends_on: date | None = None, by: Person | None
) -> RoleAssignment:
    """Give a person a role from a day on. Only the command line gives roles as nobody."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if by is not None:
        require(can_give_role(by, role))
    require_here(person)
    if ends_on and ends_on < starts_on:
        raise DomainError("The last day comes before the first.")
    new = Held(role, starts_on, ends_on)
    held = [Held(*days) for days in person.assignments.values_list("role", "starts_on", "ends_on")]
    if any(each.role == role and each.overlaps(new) for each in held):
        raise DomainError(f"{person} holds this role on some of these days already.")
    if problem := clash(new, held):
        raise DomainError(problem)
    assignment = RoleAssignment.objects.create(person=person, **new._asdict())
    chain.record("school.role.given", by=by, on=person, role=role, starts_on=str(starts_on))
    people_changed.send(sender=RoleAssignment, by=by)
    posts_changed.send(sender=RoleAssignment, assignments=[assignment], by=by)
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, ends_on: date, by: Person) -> RoleAssignment:
    """Set the last day of somebody's role; what was asked of them for it stops after that day."""
    assignment = RoleAssignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    require(can_end_role(by, assignment))
    if ends_on < assignment.starts_on:
        raise DomainError("The last day comes before the first.")
    if overlapped := _later(assignment, ends_on):
        raise DomainError(f"The same role begins again on {overlapped:%-d %B %Y}.")
    assignment.ends_on = ends_on
    assignment.save()
    chain.record(
        "school.role.ended",
        by=by,
        on=assignment.person,
        role=assignment.role,
        ends_on=str(ends_on),
    )
    people_changed.send(sender=RoleAssignment, by=by)
    posts_changed.send(sender=RoleAssignment, assignments=[assignment], by=by)
    return assignment


def _later(assignment: RoleAssignment, ends_on: date) -> date | None:
    """Return the day on which the same role begins again before this one would end, if it does."""
    again = assignment.person.assignments.filter(
        role=assignment.role, starts_on__gt=assignment.starts_on, starts_on__lte=ends_on
    )
    return again.order_by("starts_on").values_list("starts_on", flat=True).first()


@transaction.atomic
def change_person(*, person: Person, full_name: str, email: str, by: Person) -> Person:
    """Correct a name or an address. The old address no longer signs anybody in."""
    chain.take_turn()  # a new address holds the person against every event that names them
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_change_person(by, person))
    email = email.strip().lower()
    told = {"full_name": full_name, "email": email or None}
    changed = [name for name, value in told.items() if getattr(person, name) != value]
    if not changed:
        return person
    if email and Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise DomainError("Somebody else has this address. Each person needs their own.")
    before, person.full_name, person.email = person.email, full_name, email or None
    person.save()
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
        address_changed.send(sender=Person, person=person, before=before)
    chain.record("school.person.changed", by=by, on=person, fields=changed)
    people_changed.send(sender=Person, by=by)
    return person


@transaction.atomic
def give_own_address(*, person: Person, email: str) -> Person:
    """Keep an address that a parent without one has proved to be theirs; they sign in with it.

    Raises NotAllowed where it is not theirs to give, DomainError where somebody else has it.
    """
    chain.take_turn()  # as for any new address
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(can_give_own_address(person))
    if Person.objects.filter(email__iexact=email).exists():
        raise DomainError("This address cannot be used. Please ask the school office.")
    person.email = email.strip().lower()
    person.save()
    chain.record("school.person.address_given", by=person, on=person)
    return person
