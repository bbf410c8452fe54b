"""Starting the next version of a policy from the one in force."""

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from audit import chain
from policies import permissions
from policies.models import Clause, Policy, Section, Version
from school.access import require
from school.errors import WrongState
from school.models import Person


@transaction.atomic
def start_next_version(*, policy: Policy, by: Person) -> Version:
    """Return a draft that says what the version in force says, for somebody to change (P1).

    Its authors are those who change it: whoever only starts it has written nothing that another
    could be said to have read.

    Raises WrongState while another version is in work, or where none is in force.
    """
    require(permissions.can_manage(by))
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    in_work = policy.versions.open().first()
    if in_work is not None:
        raise WrongState(
            f"Version {in_work.number} of “{policy.title}” is still in work: "
            "publish or withdraw it before you start another."
        )
    current = policy.versions.published().with_text().first()
    if current is None:
        raise WrongState("No version is in force to start from: add the policy's document.")

    newest = policy.versions.aggregate(newest=Max("number"))["newest"]
    version = Version.objects.create(
        policy=policy,
        number=newest + 1,
        title=current.title,
        summary=current.summary,
        audiences=current.audiences,
        sign_off_text=current.sign_off_text,
        pupil_text=current.pupil_text,
        created_by=by,
    )
    for section in current.sections.all():
        _copy(section, version, by)
    chain.record("policies.version.started", by=by, on=version, from_number=current.number)
    return version


def _copy(section: Section, version: Version, by: Person) -> None:
    copied = Section.objects.create(
        version=version,
        position=section.position,
        number=section.number,
        heading=section.heading,
        audiences=section.audiences,
    )
    clauses = [
        Clause(
            section=copied,
            position=clause.position,
            number=clause.number,
            text=clause.text,
            level=clause.level,
        )
        for clause in section.clauses.all()
    ]
    bulk_create_with_history(clauses, Clause, default_user=by)
