"""Keeping what somebody types before it is in the draft: a lost connection loses nothing."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from policies import permissions
from policies.actions.locking import locked
from policies.editing import SectionDraft
from policies.models import Section, State, Version, WorkingCopy
from school.access import require
from school.errors import WrongState
from school.models import Person


@transaction.atomic
def keep_typing(
    *, section: Section, draft: SectionDraft, based_on: str, known: list[int], by: Person
) -> WorkingCopy:
    """Keep what this person has typed of a section, in the place of what was kept before.

    `based_on` and `known` say from which text it was begun: its fingerprint, and the pks of its
    clauses. It is not part of the draft and no event of its story.
    """
    version = locked(section.version)
    require(permissions.can_manage(by))
    if version.state != State.DRAFT:
        raise WrongState("This version is no draft any more.")
    copy, _ = WorkingCopy.objects.update_or_create(
        version=version,
        part=WorkingCopy.part_of(section),
        person=by,
        defaults={
            "content": {**asdict(draft), "known": known},
            "based_on": based_on[:64],
            "saved_at": timezone.now(),
        },
    )
    return copy


@transaction.atomic
def throw_typing_away(*, version: Version, part: str, by: Person) -> None:
    """Forget what this person typed of one part and did not save."""
    require(permissions.can_manage(by))
    WorkingCopy.objects.filter(version=version, part=part, person=by).delete()
