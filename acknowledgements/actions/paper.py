"""Recording what came back on paper: a colleague witnesses it and enters it (A3, A7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from acknowledgements.actions.reading import forget_typing
from acknowledgements.actions.recording import (
    Held,
    Way,
    hold,
    record_sign_off,
    require_still_asked,
)
from acknowledgements.actions.replies import record_question, record_refusal
from acknowledgements.actions.scans import kept_scan
from acknowledgements.models import (
    Acknowledgement,
    Method,
    Question,
    Refusal,
    Reply,
    Request,
)
from acknowledgements.permissions import can_record_for
from acknowledgements.points import points_to_confirm
from policies.models import Version
from school.access import require
from school.errors import WrongState
from school.models import Person
from uploads.fields import Upload

NOT_ASKED = (
    "This person is no longer asked to sign this version, so nothing was recorded. Keep the slip "
    "with the school’s papers."
)


@transaction.atomic
def record_signed_slip(
    *, request: Request, typed_name: str, dated_on: date, by: Person, upload: Upload | None = None
) -> list[Acknowledgement]:
    """Enter the signature on one person's slip; for a parent, for all their children asked.

    `typed_name` is the name as it was signed and `dated_on` the date on the paper. A slip that was
    entered before gives the sign-offs that stand. Raises NotAllowed for the witness's own slip, and
    WrongState where the person is no longer asked or the date cannot be.
    """
    held = hold(request)
    require(can_record_for(by, held.person))
    waiting = waiting_with(held.request)
    if not waiting and (before := signed_with(held.request)):
        return before
    require_date(dated_on, held.version)
    if not waiting:
        raise WrongState(NOT_ASKED)
    points = points_to_confirm(held.version, held.request.capacity)
    with kept_scan(upload, by) as scan:
        way = Way(Method.PAPER, dated_on, scan=scan)
        signed = [
            record_sign_off(
                _still_asked(one, held),
                typed_name=typed_name,
                recorded_by=by,
                points=points,
                way=way,
            )
            for one in waiting
        ]
    forget_typing(held.request)
    return signed


@transaction.atomic
def record_declined_slip(
    *,
    request: Request,
    why: str,
    by: Person,
    dated_on: date | None = None,
    upload: Upload | None = None,
) -> Refusal:
    """Enter that somebody ticked that they would rather not sign; `why` may be empty.

    `dated_on` is the date on the slip, if there is one. Entered twice, it is one. Raises NotAllowed
    and WrongState as for a signature.
    """
    held = _hold_waiting(request, by)
    if held.request.reply == Reply.DECLINED:
        return held.request.refusals.latest("declined_at", "pk")
    with _paper(held, dated_on, upload, by) as way:
        return record_refusal(held, why=why, recorded_by=by, way=way)


@transaction.atomic
def record_question_on_slip(
    *,
    request: Request,
    words: str,
    by: Person,
    dated_on: date | None = None,
    upload: Upload | None = None,
) -> Question:
    """Enter a question that somebody wrote on their slip; whoever answers questions is told.

    `dated_on` is the date on the slip, if there is one. Entered twice, it is one. Raises NotAllowed
    and WrongState as for a signature, and while another question of theirs waits.
    """
    held = _hold_waiting(request, by)
    asked_before = Question.objects.beside(held.request).waiting().first()
    if asked_before is None:
        with _paper(held, dated_on, upload, by) as way:
            return record_question(held, words=words, recorded_by=by, way=way)
    if asked_before.words == words:
        return asked_before
    raise WrongState(
        "Another question of theirs waits for an answer. Once it is answered, this one can be "
        "entered."
    )


@contextmanager
def _paper(held: Held, dated_on: date | None, upload: Upload | None, by: Person) -> Iterator[Way]:
    """Keep the scan of an answer that is no signature for what is recorded meanwhile."""
    if dated_on is not None:
        require_date(dated_on, held.version)
    with kept_scan(upload, by) as scan:
        yield Way(Method.PAPER, dated_on, scan=scan)


def _hold_waiting(request: Request, by: Person) -> Held:
    """Hold the first request that a slip answers, and make sure that this witness may enter it."""
    held = hold(request)
    require(can_record_for(by, held.person))
    waiting = waiting_with(held.request)
    if not waiting and signed_with(held.request):
        raise WrongState("They have signed this already, and what is signed stays.")
    if not waiting:
        raise WrongState(NOT_ASKED)
    return _still_asked(waiting[0], held)


def waiting_with(request: Request) -> list[Request]:
    """Return what one slip answers: all that waits for this person in this capacity and round."""
    own = Request.objects.live().of(request.person).exclude(reply=Reply.SIGNED)
    together = own.filter(round=request.round_id, capacity=request.capacity)
    return list(together.select_related("round__version", "child").order_by("pk"))


def signed_with(request: Request) -> list[Acknowledgement]:
    """Return what this person has signed already in this capacity and round."""
    signed = Acknowledgement.objects.filter(
        person=request.person_id,
        capacity=request.capacity,
        request__round=request.round_id,
    )
    return list(signed.select_related("child").order_by("pk"))


def require_date(dated_on: date, version: Version) -> None:
    """Raise WrongState where nobody can have signed this version on that day."""
    if dated_on > timezone.localdate():
        raise WrongState("This date is still to come. Give the date that stands on the paper.")
    published_on = version.published_at and timezone.localdate(version.published_at)
    if published_on is not None and dated_on < published_on:
        raise WrongState(
            f"Version {version.number} was published on {date_format(published_on)}, so nobody can "
            "have signed it before. Check the date, and which version the paper names."
        )


def _still_asked(request: Request, held: Held) -> Held:
    one = held._replace(request=request)
    try:
        require_still_asked(one)
    except WrongState:
        raise WrongState(NOT_ASKED) from None
    return one
