"""What the school is called, and how it is reached."""

from django.db import transaction

from audit import chain
from school.access import require
from school.models import Person, School
from school.permissions import can_change_school


@transaction.atomic
def change_school(*, school: School, by: Person) -> School:
    """Keep the school's details as the form holds them, and say which of them changed."""
    require(can_change_school(by))
    before = School.current()
    names = [field.name for field in School._meta.concrete_fields if not field.primary_key]
    changed = [name for name in names if getattr(before, name) != getattr(school, name)]
    if not changed:
        return school
    school.pk = 1
    school.save()
    chain.record("school.school.changed", by=by, on=school, fields=changed)
    return school
