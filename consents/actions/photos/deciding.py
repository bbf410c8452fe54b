"""The Headteacher's consent to post pictures: given image by image, refused, withdrawn (C2)."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit import chain
from consents import lifecycle
from consents.actions.photos.asking import require_approved
from consents.actions.photos.ending import take_down
from consents.lifecycle import PhotoMove
from consents.models import Because, Outcome, Photo, PhotoRequest, PhotoStep, Purpose
from consents.photo_permissions import can_withdraw
from consents.photo_queries import looks_at
from notifications import outbox
from school.access import require
from school.deciding import can_decide_for
from school.errors import DomainError
from school.models import Child, Person

NOT_TODAY = (
    "This service is not approved today: refuse this request, or look at the service again first."
)


@transaction.atomic
def grant_photos(
    *, request: PhotoRequest, chosen: Collection[int], words: str = "", by: Person
) -> PhotoRequest:
    """Let the chosen images (by key) be posted until the last day.

    Permissions are looked at once more, while no parent's answer can come in between. An image
    with a child of whom there may be no images is never granted, chosen or not.
    """
    _hold_children(request)
    request = _locked(request, by, PhotoMove.GRANT)
    if request.purpose == Purpose.SOCIAL_MEDIA:
        require_approved(request.approval, why_not=NOT_TODAY)
    if request.until < timezone.localdate():
        raise DomainError("The last day that was asked for has passed. Please refuse this one.")
    looks = looks_at(request)
    for look in looks:
        if not look.is_clear:
            look.photo.outcome = Outcome.NO_IMAGES
        else:
            is_chosen = look.photo.pk in chosen
            look.photo.outcome = Outcome.GRANTED if is_chosen else Outcome.LEFT_OUT
    granted = [look.photo for look in looks if look.photo.outcome == Outcome.GRANTED]
    if not granted:
        raise DomainError(
            "Choose at least one picture that may be posted, or refuse with a reason."
        )
    Photo.objects.bulk_update([look.photo for look in looks], ["outcome"])
    _keep(request, PhotoMove.GRANT, words, by, images=[photo.sha256 for photo in granted])
    return request


@transaction.atomic
def refuse_photos(*, request: PhotoRequest, words: str, by: Person) -> PhotoRequest:
    """Say no, with a reason for whoever asked."""
    request = _locked(request, by, PhotoMove.REFUSE)
    _require_reason(words)
    _keep(request, PhotoMove.REFUSE, words, by)
    return request


@transaction.atomic
def withdraw_photos(*, request: PhotoRequest, words: str, by: Person) -> PhotoRequest:
    """End a consent before its last day: what was posted has to come down."""
    request = _locked(request, by, PhotoMove.WITHDRAW)
    _require_reason(words)
    standing = list(Photo.objects.standing().filter(request=request))
    _keep(request, PhotoMove.WITHDRAW, words, by)
    take_down(request, standing, Because.WITHDRAWN, by=by)
    return request


def _locked(request: PhotoRequest, by: Person, move: PhotoMove) -> PhotoRequest:
    chain.take_turn()  # before the request, as whatever ends consents does
    held = PhotoRequest.objects.select_for_update(of=("self",))
    request = held.select_related("asked_by", "approval").get(pk=request.pk)
    state = lifecycle.moved(request.state, move)
    if move == PhotoMove.WITHDRAW:
        require(can_withdraw(by, request))
    else:
        require(can_decide_for(by, request.asked_by))
    request.state = state
    return request


def _hold_children(request: PhotoRequest) -> None:
    """Take turns with the parents of these children: like them, before anything else is locked."""
    keys = request.photos.values("children")
    list(Child.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _keep(
    request: PhotoRequest, move: PhotoMove, words: str, by: Person, *, images: Sequence[str] = ()
) -> None:
    request.save()
    step = PhotoStep(request=request, move=move, by=by, words=words.strip())
    step.save(force_insert=True)
    chain.record(f"consents.photo_request.{request.state}", by=by, on=request, images=list(images))
    if request.asked_by != by:
        outbox.enqueue(
            to=request.asked_by,
            template="photos_decided",
            context={"path": reverse("consents:photo_request", args=[request.pk])},
            once=f"photos-decided:{step.pk}",
        )


def _require_reason(words: str) -> None:
    if not words.strip():
        raise DomainError("Write a reason for whoever asked.")
