"""The end of a consent: its last day, a permission that ended, a service approved no more (C2).

What ends is never only noted: a task to take the pictures down is opened, and done by somebody who
says where they looked and what they did.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.vocabulary import State as ApprovalState
from audit import chain
from consents import lifecycle
from consents.actions.telling import tell_of_take_downs
from consents.lifecycle import PhotoMove
from consents.models import Because, Photo, PhotoRequest, PhotoStep, TakeDown
from consents.photo_queries import pictured, seen
from consents.pictured import Seen
from consents.queries import permissions_of
from notifications import outbox
from school.models import Person


@transaction.atomic
def end_what_may_not_stand(
    *, children: Collection[int] | None = None, by: Person | None = None, on: date | None = None
) -> int:
    """Open tasks for granted pictures that may be on show no more; return how many were opened.

    Looks at every consent, or only at pictures of certain children, by key. Run when a parent
    answers, when people change, and all through the day. Run twice, it opens nothing twice: a
    picture that has its task is on show no more, and a later yes does not bring it back.
    """
    on = on or timezone.localdate()
    chain.take_turn()  # a parent's answer comes with its turn taken: requests are held after it
    of: dict[int, list[Photo]] = defaultdict(list)
    for photo in _held(children):
        of[photo.request_id].append(photo)
    holds = permissions_of(pictured(photo for photos in of.values() for photo in photos))
    opened = 0
    for photos in of.values():
        request = photos[0].request
        if request.until < on:
            _expire(request)
            opened += take_down(request, photos, Because.EXPIRED, by=None)
        elif request.approval and request.approval.state == ApprovalState.WITHDRAWN:
            opened += take_down(request, photos, Because.SERVICE, by=by)
        else:
            gone = [photo for photo in photos if seen(photo, request, holds) != Seen.CLEAR]
            opened += take_down(request, gone, Because.PERMISSION, by=by)
    return opened


def take_down(
    request: PhotoRequest, photos: Sequence[Photo], because: Because, *, by: Person | None
) -> int:
    """Open one task for these pictures of a request, if there are any; return how many: 1 or 0."""
    if not photos:
        return 0
    task = TakeDown(photo_request=request, purpose=request.purpose, because=because)
    task.save(force_insert=True)
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(take_down=task)
    chain.record(
        "consents.take_down.opened",
        by=by,
        on=task,
        request=request.pk,
        purpose=request.purpose,
        because=because.value,
        images=[photo.sha256 for photo in photos],
    )
    tell_of_take_downs()
    outbox.enqueue(
        to=request.asked_by,
        template="take_down",
        context={"path": reverse("consents:photo_request", args=[request.pk])},
        once=f"take-down-of-event:{task.pk}",
    )
    return 1


def _held(children: Collection[int] | None) -> list[Photo]:
    """Return the pictures on show, each once, so that no other worker ends them meanwhile."""
    standing = Photo.objects.standing()
    if children is not None:
        standing = standing.filter(children__in=children)
    keys = set(standing.values_list("pk", flat=True))
    requests = PhotoRequest.objects.filter(photos__in=keys).order_by("pk").values("pk")
    list(PhotoRequest.objects.select_for_update().filter(pk__in=requests).order_by("pk"))
    again = Photo.objects.standing().filter(pk__in=keys)
    with_all = again.select_related("request__approval", "request__asked_by")
    return list(with_all.prefetch_related("children").order_by("request_id", "pk"))


def _expire(request: PhotoRequest) -> None:
    request.state = lifecycle.moved(request.state, PhotoMove.EXPIRE)
    request.save()
    PhotoStep(request=request, move=PhotoMove.EXPIRE).save(force_insert=True)
    chain.record("consents.photo_request.expired", on=request)
