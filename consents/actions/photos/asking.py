"""Putting a request to post pictures together, and sending it (C2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.models import Approval
from audit import chain
from consents import lifecycle
from consents.lifecycle import PhotoMove, PhotoState
from consents.models import Photo, PhotoRequest, PhotoStep, Purpose
from consents.photo_permissions import can_ask_to_post, can_put_together
from consents.photo_queries import looks_at
from consents.pictured import Seen
from notifications import outbox
from school.access import require
from school.deciding import deciders
from school.errors import DomainError
from school.models import Child, Person, SchoolClass
from uploads.fields import Upload

LONGEST = timedelta(days=366)
MOST_PHOTOS = 40
CHOOSE = "Choose a service that is approved today for the school’s own posts."


@dataclass(frozen=True)
class PhotoDetails:
    """Of which event, where, and until when."""

    event: str
    held_on: date
    purpose: str
    where: str
    until: date
    approval: Approval | None = None


@transaction.atomic
def begin_photo_request(*, details: PhotoDetails, by: Person) -> PhotoRequest:
    """Begin a request, which nobody else sees until it is sent. Two presses begin one."""
    require(can_ask_to_post(by))
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once take turns
    request = PhotoRequest(asked_by=by)
    _fill(request, details)
    same = PhotoRequest.objects.filter(
        asked_by=by, state=PhotoState.DRAFT, photos=None, **vars(details)
    )
    if begun := same.first():
        return begun
    request.save(force_insert=True)
    return request


@transaction.atomic
def change_photo_request(*, request: PhotoRequest, details: PhotoDetails, by: Person) -> None:
    request = _locked(request, by)
    _fill(request, details)
    request.save()


def _fill(request: PhotoRequest, details: PhotoDetails) -> None:
    today = timezone.localdate()
    if not today < details.until <= today + LONGEST:
        raise DomainError("Choose a last day that lies ahead, within a year.")
    if details.held_on > today:
        raise DomainError("Ask once the event has been: choose a day up to today.")
    if details.held_on < today - LONGEST:
        raise DomainError(
            "This day is more than a year ago. Look at the year: ask about events of the last year."
        )
    if details.purpose == Purpose.SOCIAL_MEDIA:
        require_approved(details.approval)
    for name, value in vars(details).items():
        setattr(request, name, value)
    if details.purpose != Purpose.SOCIAL_MEDIA:
        request.approval = None


def require_approved(approval: Approval | None, *, why_not: str = CHOOSE) -> None:
    """Raise DomainError unless pictures may be posted through this service today (C4)."""
    if approval is None or not Approval.objects.in_use().filter(pk=approval.pk).exists():
        raise DomainError(why_not)


def add_photos(*, request: PhotoRequest, uploads: Sequence[Upload], by: Person) -> int:
    """Keep a small preview of each image, and its fingerprint; return how many were new.

    Only the preview is kept, which holds no place and no camera. Where one fails none is kept.
    """
    kept: list[Photo] = []
    try:
        with transaction.atomic():
            request = _locked(request, by)
            known = set(request.photos.values_list("sha256", flat=True))
            if len(known) + len(uploads) > MOST_PHOTOS:
                raise DomainError(f"{MOST_PHOTOS} pictures are the most for one request.")
            for upload in uploads:
                if upload.examined.sha256 not in known:
                    known.add(upload.examined.sha256)
                    kept.append(_keep(request, upload))
    except BaseException:
        for photo in kept:
            photo.preview.delete(save=False)
        raise
    return len(kept)


def _keep(request: PhotoRequest, upload: Upload) -> Photo:
    kind = upload.copy.kind
    photo = Photo(request=request, sha256=upload.examined.sha256, preview_type=kind.media_type)
    # A name of our own: what the file was called may name a child.
    photo.preview.save(f"preview{kind.ending}", ContentFile(upload.copy.content), save=False)
    photo.save(force_insert=True)
    return photo


@transaction.atomic
def name_children(
    *,
    photo: Photo,
    school_class: SchoolClass | None,
    children: Collection[Child],
    nobody: bool = False,
    by: Person,
) -> None:
    """Say who of one class is in an image, or that nobody at all can be recognised.

    What was said of other classes stays.
    """
    _locked(photo.request, by)
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    if nobody and children:
        raise DomainError("Either tick children, or that nobody can be recognised.")
    if nobody:
        photo.children.clear()
    else:
        here = Child.objects.on_roll().filter(school_class=school_class)
        chosen = here.filter(pk__in=[child.pk for child in children])
        photo.children.remove(*photo.children.filter(school_class=school_class))
        photo.children.add(*chosen)
    photo.nobody = nobody
    photo.save()


@transaction.atomic
def remove_photo(*, photo: Photo, by: Person) -> None:
    """Take an image out of a request that was not sent yet: nothing of it is kept."""
    _locked(photo.request, by)
    _forget([photo])


@transaction.atomic
def discard_photo_request(*, request: PhotoRequest, by: Person) -> None:
    """Drop a request that was not sent: nothing of it is kept."""
    request = _locked(request, by)
    _forget(list(request.photos.all()))
    request.delete()


def _forget(photos: Sequence[Photo]) -> None:
    for photo in photos:
        file = photo.preview
        photo.delete()
        transaction.on_commit(lambda file=file: file.delete(save=False))  # type: ignore[misc]


@transaction.atomic
def send_photo_request(*, request: PhotoRequest, by: Person) -> PhotoRequest:
    """Send it to whoever decides, and tell them. From now on it does not change. Sent once."""
    request = _locked(request, by)
    if request.purpose == Purpose.SOCIAL_MEDIA:
        require_approved(request.approval)
    looks = looks_at(request)
    for look in looks:
        if look.seen == Seen.NOT_SAID:
            raise DomainError(
                f"Say who is in picture {look.number}, or that nobody can be recognised."
            )
    if not any(look.is_clear for look in looks):
        raise DomainError(
            "Add at least one picture that shows nobody of whom there may be no images."
        )
    request.state = lifecycle.moved(request.state, PhotoMove.SEND)
    request.asked_at = timezone.now()
    request.save()
    PhotoStep(request=request, move=PhotoMove.SEND, by=by).save(force_insert=True)
    chain.record(
        "consents.photo_request.sent",
        by=by,
        on=request,
        purpose=request.purpose,
        until=str(request.until),
        images=[look.photo.sha256 for look in looks],
    )
    for person in deciders(by):
        outbox.enqueue(
            to=person,
            template="photos_to_decide",
            context={"path": reverse("consents:photo_request", args=[request.pk])},
            once=f"photos-to-decide:{request.pk}:{person.pk}",
        )
    return request


def _locked(request: PhotoRequest, by: Person) -> PhotoRequest:
    held = PhotoRequest.objects.select_for_update(of=("self",)).select_related("approval")
    found = held.get(pk=request.pk)
    require(can_put_together(by, found))
    return found
