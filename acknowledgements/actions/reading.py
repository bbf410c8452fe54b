"""Reading towards a signature: how far somebody has come, kept so that nothing is lost (A11)."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from acknowledgements.actions.recording import Held
from acknowledgements.models import Reading, Reply, Request
from acknowledgements.permissions import can_sign
from acknowledgements.points import points_to_confirm
from school.access import require
from school.errors import WrongState
from school.models import Person

MOST_LETTERS = 4000


class Typed(NamedTuple):
    """What a page holds that is not sent yet; None for what is not on that page.

    `ticked` are the points that are ticked on the page, and `known` those that it showed as ticked
    before: what another window ticked meanwhile, and this one never knew of, stays.
    """

    name: str | None = None
    question: str | None = None
    reason: str | None = None
    ticked: Collection[str] | None = None
    known: Collection[str] = ()


def open_text(*, request: Request, by: Person) -> None:
    """Note when this person first had the text before them; the first time stands. No event."""
    require(can_sign(by, request))
    now = timezone.now()
    Reading.objects.get_or_create(
        round_id=request.round_id,
        person=by,
        capacity=request.capacity,
        defaults={"begun_at": now, "saved_at": now},
    )


@transaction.atomic
def reach_end(*, request: Request, by: Person) -> Reading:
    """Note that this person has read the whole text, as they say; the first time stands."""
    reading = _held_reading(request, by)
    if reading.reached_end_at is None:
        reading.reached_end_at = timezone.now()
        reading.save(update_fields=["reached_end_at"])
    return reading


@transaction.atomic
def keep_reading(*, request: Request, typed: Typed, by: Person) -> Reading:
    """Keep what this person has ticked and typed and not sent yet. It is no answer and no event."""
    reading = _held_reading(request, by)
    if typed.ticked is not None:
        held = (set(reading.points) - set(typed.known)) | set(typed.ticked)
        points = points_to_confirm(request.round.version, request.capacity)
        reading.points = [number for number in points if number in held]
    if typed.name is not None:
        reading.typed_name = _storable(typed.name)[:120]
    if typed.question is not None:
        reading.question = _storable(typed.question)[:MOST_LETTERS]
    if typed.reason is not None:
        reading.reason = _storable(typed.reason)[:MOST_LETTERS]
    reading.saved_at = timezone.now()
    reading.save()
    return reading


def _storable(words: str) -> str:
    """Return words without the one sign that no database takes."""
    return words.replace("\x00", "")


def _held_reading(request: Request, by: Person) -> Reading:
    """Return the reading, begun now if it is new, held until the transaction ends."""
    require(can_sign(by, request))
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    still_open = Request.objects.live().of(by).filter(pk=request.pk)
    if not still_open.exclude(reply=Reply.SIGNED).exists():
        raise WrongState("There is nothing left to sign here, so nothing more is kept.")
    reading, _ = Reading.objects.get_or_create(
        round_id=request.round_id, person=by, capacity=request.capacity
    )
    return reading


def reading_of(request: Request) -> Reading | None:
    """Return how far somebody has come with what they are asked to sign, if they have begun."""
    return Reading.objects.filter(
        round=request.round_id, person=request.person_id, capacity=request.capacity
    ).first()


def require_read(held: Held) -> list[str]:
    """Return the points that were confirmed; raise WrongState where the end was not reached (A11).

    It is also raised while one of the points for staff in particular is not confirmed.
    """
    reading = reading_of(held.request)
    if reading is None or reading.reached_end_at is None:
        raise WrongState(
            "Please read to the end first, and press “I have read to the end” there. Then you can "
            "sign."
        )
    points = points_to_confirm(held.version, held.request.capacity)
    if open_ones := len(set(points) - set(reading.points)):
        some = "1 point is" if open_ones == 1 else f"{open_ones} points are"
        raise WrongState(
            f"{some} not confirmed yet. Tick each one that you agree to, or ask a question about "
            "it; then you can sign."
        )
    return points


def forget_typing(request: Request) -> None:
    """Forget what was typed on the way to an answer: the answer itself is kept elsewhere."""
    Reading.objects.filter(
        round=request.round_id, person=request.person_id, capacity=request.capacity
    ).update(typed_name="", question="", reason="")
