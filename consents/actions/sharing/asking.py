"""A parent asks to post one picture with other families' children in it (C3, M13)."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit import chain
from consents.actions.sharing.moving import held, move
from consents.models import SharedPicture
from consents.share_lifecycle import ShareMove
from consents.share_permissions import can_ask_families, can_call_back
from consents.sharing import holds_contact
from school.access import NotAllowed, require
from school.errors import DomainError, WrongState
from school.models import Person, Service
from school.terms import school_calendar
from uploads.fields import Upload

LASTS = 10  # school days: the office has its time in it, and the families theirs
NO_CONTACT = "Please leave out telephone numbers, e-mail addresses and web addresses."


@dataclass(frozen=True)
class Wanted:
    """Where the picture would be, and in words who is in it."""

    where: str
    who: str
    service: Service | None = None


def ask_families(*, wanted: Wanted, upload: Upload, by: Person) -> SharedPicture:
    """Keep a small preview of the picture, and put the question before the office.

    The last day for answers is set now and never moves: whenever it is a no, whoever asked hears
    so after that day and not before. Sent twice it is one question. Raises NotAllowed to whoever
    has too many waiting.
    """
    if not wanted.where.strip() or not wanted.who.strip():
        raise DomainError("Write where it would be, and who is in it.")
    if holds_contact(wanted.where):
        raise DomainError(NO_CONTACT)
    picture = SharedPicture(
        where=wanted.where.strip(),
        who=wanted.who.strip(),
        service=wanted.service,
        sha256=upload.examined.sha256,
        preview_type=upload.copy.kind.media_type,
        asked_by=by,
        answer_by=school_calendar().add_school_days(timezone.localdate(), LASTS),
    )
    try:
        return _keep(picture, upload, by)
    except BaseException:
        if picture.preview:
            picture.preview.delete(save=False)
        raise


@transaction.atomic
def _keep(picture: SharedPicture, upload: Upload, by: Person) -> SharedPicture:
    # Their presses take turns, so that two at once are one question and none goes past the most.
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = (
        SharedPicture.objects.of(by)
        .waiting()
        .filter(sha256=picture.sha256, service=picture.service, where=picture.where)
    )
    if known := same.first():
        return known
    require(can_ask_families(by))
    # A name of our own: what the file was called may name a child.
    name = f"preview{upload.copy.kind.ending}"
    picture.preview.save(name, ContentFile(upload.copy.content), save=False)
    picture.save(force_insert=True)
    chain.record(
        "consents.shared_picture.sent",
        by=by,
        on=picture,
        image=picture.sha256,
        answer_by=str(picture.answer_by),
    )
    return picture


@transaction.atomic
def call_back_shared(*, picture: SharedPicture, by: Person) -> None:
    """Ask no more: the families who were asked see it no more either."""
    picture = held(picture)
    if not (verdict := can_call_back(by, picture)):
        raise WrongState(verdict.reason)
    move(picture, ShareMove.CALL_BACK, by=by)


@transaction.atomic
def take_down_shared(*, picture: SharedPicture, by: Person) -> None:
    """Say that it came down, or was never posted. Said once."""
    picture = held(picture)
    if picture.asked_by_id != by.pk:
        raise NotAllowed("Only whoever asked says that it came down.")
    move(picture, ShareMove.TAKE_DOWN, by=by)
