"""How each image of a request stands today, worked out afresh from what parents say (C2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from audit.models import Event
from consents.lifecycle import PhotoState
from consents.models import Outcome, Photo, PhotoRequest
from consents.pictured import Seen, look_at
from consents.queries import Permissions, permissions_of
from school.models import Child, Person

VIEWED = "consents.photo.viewed"


@dataclass(frozen=True)
class Look:
    """An image as a page shows it: its number, who is in it, and whether it may be posted.

    Of each child only whether there may be images; why not is nowhere in it. Once it is decided
    (`is_open` no more) not even that: of whom a permission ended afterwards is for nobody to see.
    """

    number: int
    photo: Photo
    seen: Seen
    children: list[tuple[Child, bool]]
    is_open: bool

    @property
    def is_clear(self) -> bool:
        return self.seen == Seen.CLEAR

    @property
    def look(self) -> str:
        """Return how it stands in the words of a page's own table of tags."""
        if self.photo.take_down_id is not None:
            return "down"
        if not self.is_open:
            return self.photo.outcome or Outcome.LEFT_OUT
        return {Seen.CLEAR: "clear", Seen.NOT_SAID: "not_said"}.get(self.seen, Outcome.NO_IMAGES)

    @property
    def blocked(self) -> int:
        return sum(not may for _, may in self.children)


def is_open(request: PhotoRequest) -> bool:
    """Tell whether it is still to be decided, so that permissions of today count."""
    return request.state in (PhotoState.DRAFT, PhotoState.ASKED)


def looks_at(request: PhotoRequest) -> list[Look]:
    """Return each image of a request with how it stands: four queries."""
    photos = list(request.photos.prefetch_related("children").order_by("pk"))
    holds = permissions_of(child for photo in photos for child in keys_of(photo))
    open_now = is_open(request)
    return [
        Look(
            number,
            photo,
            seen(photo, request, holds),
            [
                (child, not open_now or holds[child.pk, request.purpose])
                for child in sorted(photo.children.all(), key=lambda child: child.full_name)
            ],
            open_now,
        )
        for number, photo in enumerate(photos, start=1)
    ]


def seen(photo: Photo, request: PhotoRequest, holds: Permissions) -> Seen:
    return look_at(keys_of(photo), nobody=photo.nobody, purpose=request.purpose, holds=holds)


def keys_of(photo: Photo) -> list[int]:
    return [child.pk for child in photo.children.all()]


def pictured(photos: Iterable[Photo]) -> set[int]:
    return {child for photo in photos for child in keys_of(photo)}


class LookedOn(NamedTuple):
    """That somebody looked at pictures of a request on one day: at how many, and when last."""

    person: Person | None
    last_at: datetime
    pictures: int


def looks_by_day(request: PhotoRequest) -> list[LookedOn]:
    """Return who looked at the pictures of a request, day by day, the latest first: two queries."""
    looks = Event.objects.on(request).filter(action=VIEWED)
    counted = (
        looks.annotate(day=TruncDate("at"))
        .values("actor_id", "day")
        .annotate(last_at=Max("at"), pictures=Count("facts__photo", distinct=True))
        .order_by("-last_at")
    )
    rows = list(counted)
    people = Person.objects.in_bulk({int(row["actor_id"]) for row in rows})
    return [
        LookedOn(people.get(int(row["actor_id"])), row["last_at"], row["pictures"]) for row in rows
    ]
