"""Files added to a report that is not sent yet: kept as long as the draft, then with the case."""

import uuid
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from incidents import limits
from incidents.actions import evidence, files
from incidents.models import Case, Evidence, FileState, HeldFile
from school.models import Person
from uploads.fields import Upload

KEPT_FOR = timedelta(hours=2)  # since the last change of the draft, like the draft itself


def hold_files(*, draft: uuid.UUID, uploads: Collection[Upload]) -> list[HeldFile]:
    """Keep files for a report on its way. Nothing says who brought them.

    Raises DomainError where there is no room, and Harmful once the good ones are kept.
    """
    size = sum(upload.examined.size for upload in uploads)
    held = HeldFile.objects.of(draft).exclude(state=FileState.HARMFUL)
    limits.require_room_in_report(held, files=len(uploads), size=size)
    limits.require_room_for_unsent(HeldFile.objects.all(), size=size)
    found = files.scanned(uploads)
    evidence.refuse_harmful(None, None, found.harmful)
    until = timezone.now() + KEPT_FOR
    made = [
        files.new_file(HeldFile, upload, draft=draft, kept_until=until, **fields)
        for upload, fields in found.good
    ]
    brought = [upload for upload, _ in found.good]
    with files.put_away(list(zip(made, brought, strict=True))), transaction.atomic():
        for row in made:
            row.save(force_insert=True)
    found.require_none_harmful()
    return made


def keep_longer(draft: uuid.UUID) -> None:
    """Keep the files of a draft that was just changed for as long as the draft."""
    HeldFile.objects.filter(draft=draft).update(kept_until=timezone.now() + KEPT_FOR)


def forget_file(*, draft: uuid.UUID, pk: uuid.UUID) -> None:
    """Take one file out of a report that is not sent yet."""
    _forget(HeldFile.objects.of(draft).filter(pk=pk))


def forget_files(draft: uuid.UUID) -> None:
    """Leave nothing of what was added to a report that is not sent yet."""
    _forget(HeldFile.objects.of(draft))


def forget_unsent_files() -> int:
    """Forget the files of drafts that are over; return how many they were. Run by beat."""
    return _forget(HeldFile.objects.filter(kept_until__lt=timezone.now()))


def _forget(held: Iterable[HeldFile]) -> int:
    """Delete rows first: a file without a row shows nobody anything, the other way round fails."""
    gone = list(held)
    for row in gone:
        deleted, _ = HeldFile.objects.filter(pk=row.pk).delete()
        if deleted:  # and not sent with its report a moment ago
            files.delete_files([row])
    return len(gone)


def take_over(
    case: Case,
    *,
    draft: uuid.UUID,
    chosen: Collection[uuid.UUID],
    by: Person | None,
    caption: str,
) -> list[Evidence]:
    """Make evidence of what was added to a report, in the transaction that opens its case."""
    held = HeldFile.objects.select_for_update().of(draft).filter(pk__in=chosen)
    taken = list(held.exclude(state=FileState.HARMFUL))
    made = [
        Evidence(
            original=row.original.name,
            copy=row.copy.name,
            file_name=row.file_name,
            file_kind=row.file_kind,
            copy_kind=row.copy_kind,
            size=row.size,
            sha256=row.sha256,
            state=row.state,
            scanned_at=row.scanned_at,
            from_reporter=True,
            added_by=by,
            caption=caption,
        )
        for row in taken
    ]
    evidence.number_and_save(case, made)
    HeldFile.objects.filter(pk__in=[row.pk for row in taken]).delete()
    return made
