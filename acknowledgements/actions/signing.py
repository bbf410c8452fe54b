"""Signing: the one act that makes evidence (A1, A2)."""

from django.db import transaction
from django.utils import timezone

from acknowledgements.audience import capacities_asked
from acknowledgements.models import Acknowledgement, Capacity, Method, Request
from acknowledgements.permissions import can_sign
from audit import chain
from notifications import outbox
from policies.models import State, Version
from school.access import require
from school.errors import WrongState
from school.models import Parenthood, Person


@transaction.atomic
def sign_for_family(*, request: Request, typed_name: str, by: Person) -> list[Acknowledgement]:
    """Sign a request; a parent signs for all their children asked in the same round at once."""
    signed = [sign(request=request, typed_name=typed_name, by=by)]
    if request.capacity == Capacity.PARENT:
        siblings = Request.objects.outstanding().of(by).filter(round=request.round_id)
        others = siblings.filter(capacity=Capacity.PARENT).order_by("pk")
        signed += [sign(request=other, typed_name=typed_name, by=by) for other in others]
    return signed


@transaction.atomic
def sign(
    *, request: Request, typed_name: str, by: Person, method: str = Method.ONLINE
) -> Acknowledgement:
    """Sign one request as the person it asks, and return the sign-off.

    `by` is the signed-in person, or whoever holds the personal link. A second click returns the
    first sign-off. Raises NotAllowed for anybody else, and WrongState where the version is no
    longer in force or the person is no longer asked.
    """
    # Locked in this order everywhere: person, version. Publishing locks the version too, so that
    # nobody signs a text at the moment it is replaced.
    by = Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    request = Request.objects.select_related("round").get(pk=request.pk)
    version = Version.objects.select_for_update(no_key=True).get(pk=request.round.version_id)
    require(can_sign(by, request))
    if (first := Acknowledgement.objects.filter(request=request).first()) is not None:
        return first
    request.round.refresh_from_db()
    _require_still_asked(request, version)

    signed = Acknowledgement.objects.create(
        request=request,
        person=by,
        capacity=request.capacity,
        version=version,
        child_id=request.child_id,
        text_sha256=version.text_sha256,
        sentence=version.sign_off_text,
        typed_name=typed_name,
        signed_at=timezone.now(),
        method=method,
        recorded_by=by,
    )
    chain.record(
        "acknowledgements.acknowledgement.signed",
        by=by,
        on=signed,
        version=version.pk,
        capacity=request.capacity,
        text_sha256=version.text_sha256,
    )
    if not Request.objects.outstanding().of(by).exists():
        outbox.take_back(to=[by], template="reminder")  # it may wait for a mail server (A6)
    return signed


def _require_still_asked(request: Request, version: Version) -> None:
    if version.state != State.PUBLISHED or request.round.closed_at is not None:
        raise WrongState(
            "This version is no longer in force, so there is nothing to sign. If a newer one asks "
            "for your signature, it is on your list."
        )
    if request.stopped_at is not None or not _is_in_audience(request, version):
        raise WrongState("You are no longer asked to sign this, so there is nothing to do.")


def _is_in_audience(request: Request, version: Version) -> bool:
    if request.capacity not in capacities_asked(request.person.roles(), version.audiences):
        return False
    if request.child_id is None:
        return True
    asked = Parenthood.objects.asked().filter(person=request.person_id, child=request.child_id)
    return asked.exists()
