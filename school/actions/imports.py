"""Taking in a list of people: all of it in one transaction, or nothing."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from audit import chain
from school import people_import, roles
from school.access import require
from school.errors import BadFile, WrongState
from school.models import (
    Child,
    Parenthood,
    PeopleImport,
    Person,
    Role,
    RoleAssignment,
    SchoolClass,
)
from school.people_plan import Plan, plan_people
from school.permissions import can_import_people, roles_given_by
from school.signals import people_changed, posts_changed

CHANGED_MEANWHILE = "Somebody changed these people meanwhile. Look at the list again."


@transaction.atomic
def preview_people(*, content: bytes, file_name: str, by: Person) -> PeopleImport:
    """Keep an uploaded list until its uploader says yes; their earlier unused ones go.

    Raises BadFile when it is no list of people. Faults in lines are the preview's to show.
    """
    require(can_import_people(by))
    text = people_import.decode(content)
    people_import.parse(text)
    PeopleImport.objects.filter(uploaded_by=by, applied_at=None).delete()
    upload = PeopleImport.objects.create(uploaded_by=by, file_name=file_name[:200], content=text)
    chain.record("school.people_import.uploaded", by=by, on=upload)
    return upload


def plan_of(text: str, *, by: Person | None) -> Plan:
    """Return what a list would change now, with every fault; `by` None may give every role."""
    listed = people_import.parse(text)
    given = roles.MAY_GIVE[Role.HEADTEACHER] if by is None else roles_given_by(by)
    today = timezone.localdate()
    plan = plan_people(listed.rows, may_give=frozenset(given), today=today, by=by)
    plan.faults = sorted([*listed.faults, *plan.faults], key=lambda fault: fault.line)
    return plan


def apply_people_import(*, upload: PeopleImport, by: Person) -> PeopleImport:
    """Put in a previewed list. Said twice, it is done once."""
    try:
        return _apply(upload, by)
    except IntegrityError:
        raise WrongState(CHANGED_MEANWHILE) from None


@transaction.atomic
def _apply(upload: PeopleImport, by: Person) -> PeopleImport:
    upload = PeopleImport.objects.select_for_update().get(pk=upload.pk)
    require(can_import_people(by))
    if upload.applied_at:
        return upload
    plan = plan_of(upload.content, by=by)
    _write(plan, by)
    upload.applied_at, upload.content = timezone.now(), ""
    upload.save()
    chain.record("school.people.imported", by=by, on=upload, **_facts(plan))
    return upload


def import_people(content: bytes) -> Plan:
    """Put in a list from the command line, all or nothing; return what was done.

    Raises BadFile, naming the first fault, if any line is bad.
    """
    try:
        with transaction.atomic():
            plan = plan_of(people_import.decode(content), by=None)
            _write(plan, None)
            chain.record("school.people.imported", **_facts(plan))
            return plan
    except IntegrityError:
        raise WrongState(CHANGED_MEANWHILE) from None


def _facts(plan: Plan) -> dict[str, Any]:
    """Return how many of each were written, and by key who was given which role or lost it."""
    return {
        "counts": plan.counts(),
        "given": [[a.person_id, a.role] for a in plan.roles],
        "ended": [[a.person_id, a.role] for a in plan.ended_roles],
        "left_for_a_colleague": len(plan.for_a_colleague),
    }


def _write(plan: Plan, by: Person | None) -> None:
    """Write a whole plan, one statement or so a table, and tell who listens."""
    if plan.faults:
        raise BadFile(
            f"Nothing was put in: {len(plan.faults)} "
            f"{'thing needs' if len(plan.faults) == 1 else 'things need'} correcting first. "
            f"{plan.faults[0]}"
        )
    bulk_create_with_history(plan.people, Person)
    bulk_create_with_history(plan.roles, RoleAssignment)
    bulk_update_with_history(plan.ended_roles, RoleAssignment, ["ends_on"])
    SchoolClass.objects.bulk_create(plan.classes)
    bulk_create_with_history(plan.children, Child)
    bulk_update_with_history(plan.moved_children, Child, ["school_class"])
    bulk_create_with_history(plan.parents, Parenthood)
    bulk_update_with_history(
        plan.changed_parents, Parenthood, ["relationship", "has_responsibility", "is_restricted"]
    )
    people_changed.send(sender=PeopleImport, by=by)
    posts_changed.send(sender=PeopleImport, assignments=plan.roles + plan.ended_roles, by=by)
