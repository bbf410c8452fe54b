"""Keeping the picture of a form that was refused, for a while, for whoever brought it (C3)."""

from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from consents.models import HeldPicture
from school.models import Person
from uploads.fields import Upload

KEPT_FOR = timedelta(hours=2)


@transaction.atomic
def hold_picture(*, upload: Upload, by: Person) -> HeldPicture:
    """Keep a small preview, instead of what was kept for them before."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    _forget(list(HeldPicture.objects.filter(person=by)))
    held = HeldPicture(
        person=by,
        preview_kind=upload.copy.kind.name,
        file_kind=upload.examined.kind.name,
        sha256=upload.examined.sha256,
        kept_until=timezone.now() + KEPT_FOR,
    )
    name = f"preview{upload.copy.kind.ending}"
    held.preview.save(name, ContentFile(upload.copy.content), save=False)
    held.save(force_insert=True)
    return held


def held_picture(*, pk: UUID | str | None, by: Person) -> HeldPicture | None:
    """Return what is kept for somebody under this key, while it is."""
    if pk is None:
        return None
    return HeldPicture.objects.filter(pk=pk, person=by, kept_until__gt=timezone.now()).first()


@transaction.atomic
def forget_held(*, by: Person) -> None:
    """Keep nothing for somebody any more: they sent it."""
    _forget(list(HeldPicture.objects.filter(person=by)))


@transaction.atomic
def forget_held_pictures() -> int:
    """Forget what was kept long enough; return how many they were. Run by beat."""
    over = list(HeldPicture.objects.select_for_update().filter(kept_until__lte=timezone.now()))
    _forget(over)
    return len(over)


def _forget(pictures: list[HeldPicture]) -> None:
    for held in pictures:
        file = held.preview
        held.delete()
        transaction.on_commit(lambda file=file: file.delete(save=False))  # type: ignore[misc]
