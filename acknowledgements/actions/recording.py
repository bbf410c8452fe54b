"""Keeping a sign-off, however it came about: online, on paper, at a meeting (A1, A2)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from acknowledgements import receipts
from acknowledgements.actions.messages import take_back_reminders
from acknowledgements.audience import capacities_asked
from acknowledgements.models import Acknowledgement, Meeting, Method, Reply, Request, Scan
from audit import chain
from policies.models import State, Version
from school.errors import WrongState
from school.models import Parenthood, Person

SIGNED = "acknowledgements.acknowledgement.signed"


class Held(NamedTuple):
    """A request read again under lock, with whom it asks and what they are asked to sign."""

    request: Request
    person: Person
    version: Version


def hold(request: Request) -> Held:
    """Read a request again, and hold it until the transaction ends.

    Locked in this order everywhere: person, version. Publishing locks the version too, so that
    nobody signs a text at the moment it is replaced.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=request.person_id)
    again = Request.objects.select_related("round").get(pk=request.pk)
    version = Version.objects.select_for_update(no_key=True).get(pk=again.round.version_id)
    again.round.refresh_from_db()
    again.person = person
    return Held(again, person, version)


def require_still_asked(held: Held) -> None:
    """Raise WrongState unless the version is in force and this person is asked to sign it today."""
    request, _, version = held
    if version.state != State.PUBLISHED or request.round.closed_at is not None:
        raise WrongState(
            "This version is no longer in force, so there is nothing to sign. If a newer one asks "
            "for your signature, it is on your list."
        )
    if request.stopped_at is not None or not _is_in_audience(held):
        raise WrongState("You are no longer asked to sign this, so there is nothing to do.")


class Way(NamedTuple):
    """How an answer came in; on paper and at a meeting, with the date that stands there."""

    method: str = Method.ONLINE
    dated_on: date | None = None
    meeting: Meeting | None = None
    scan: Scan | None = None


ONLINE = Way()


@transaction.atomic
def record_sign_off(
    held: Held,
    *,
    typed_name: str,
    recorded_by: Person,
    points: Sequence[str] = (),
    way: Way = ONLINE,
) -> Acknowledgement:
    """Write the row of evidence, note the reply, and stop reminding; call it holding the request.

    Who may do so, and whether the person is still asked, is for the caller to have made sure of.
    """
    signed = drawn_up(held, typed_name=typed_name, recorded_by=recorded_by, points=points, way=way)
    signed.save(force_insert=True)
    chain.record(SIGNED, by=recorded_by, on=signed, **chained(signed))
    # After the event, whose turn they take first, as do those who bring rounds up to date.
    Request.objects.filter(pk=held.request.pk).update(
        reply=Reply.SIGNED, replied_at=signed.signed_at
    )
    stop_reminding(held.person)
    return signed


def drawn_up(
    held: Held, *, typed_name: str, recorded_by: Person, points: Sequence[str], way: Way
) -> Acknowledgement:
    """Return the row of evidence as it is to be written, with its receipt's code."""
    request, person, version = held
    signed = Acknowledgement(
        request=request,
        person=person,
        capacity=request.capacity,
        version=version,
        child_id=request.child_id,
        text_sha256=version.text_sha256,
        sentence=version.sign_off_text,
        points=list(points),
        typed_name=typed_name,
        recorded_by=recorded_by,
        receipt_salt=receipts.new_salt(),
        **way._asdict(),
    )
    signed.receipt_code = receipts.code_of(signed)
    return signed


def chained(signed: Acknowledgement) -> dict[str, Any]:
    """Return what the chain of events keeps of a sign-off: enough to prove the row, and no name."""
    return {
        "version": signed.version_id,
        "capacity": signed.capacity,
        "text_sha256": signed.text_sha256,
        "receipt": receipts.digest_of(signed),
    }


def stop_reminding(person: Person) -> None:
    """Take back a reminder that waits for a mail server, where nothing waits for them now (A6)."""
    take_back_reminders([person.pk])


def _is_in_audience(held: Held) -> bool:
    request, person, version = held
    if request.capacity not in capacities_asked(person.roles(), version.audiences):
        return False
    if request.child_id is None:
        return True
    return Parenthood.objects.asked().filter(person=person, child=request.child_id).exists()
