"""Keeping what somebody types before it is in the draft: a lost connection loses nothing."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from policies import permissions
from policies.actions.editing import as_draft
from policies.actions.locking import locked
from policies.editing import SectionDraft
from policies.models import Section, Version, WorkingCopy
from school.access import require
from school.models import Person


@transaction.atomic
def keep_typing(
    *, section: Section, draft: SectionDraft, based_on: str, known: list[int], by: Person
) -> WorkingCopy | None:
    """Keep what this person has typed of a section, in the place of what was kept before.

    `based_on` and `known` say from which text it was begun: its fingerprint, and the pks of its
    clauses. It is not part of the draft and no event of its story. It is kept too where the
    section was taken out, or the version is no draft any more: nothing is saved there, and no word
    is lost. Words that the draft holds just so already, as when a page sends them once more after
    they were saved, are kept no longer; None is returned for them.
    """
    version = locked(section.version)
    require(permissions.can_manage(by))
    part = WorkingCopy.part_of(section)
    found = version.sections.prefetch_related("clauses").filter(pk=section.pk).first()
    if found is not None and as_draft(found).says_the_same_as(draft):
        WorkingCopy.objects.filter(version=version, part=part, person=by).delete()
        return None
    copy, _ = WorkingCopy.objects.update_or_create(
        version=version,
        part=part,
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
