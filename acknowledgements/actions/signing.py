"""Signing online: the signer is always whoever is signed in, or holds the link (A2)."""

from django.db import transaction

from acknowledgements import lifecycle
from acknowledgements.actions.reading import forget_typing, require_read
from acknowledgements.actions.recording import hold, record_sign_off, require_still_asked
from acknowledgements.lifecycle import Move
from acknowledgements.models import Acknowledgement, Capacity, Reply, Request
from acknowledgements.permissions import can_sign
from school.access import require
from school.models import Person


@transaction.atomic
def sign_for_family(*, request: Request, typed_name: str, by: Person) -> list[Acknowledgement]:
    """Sign a request; a parent signs for all their children asked in the same round at once."""
    signed = [sign(request=request, typed_name=typed_name, by=by)]
    if request.capacity == Capacity.PARENT:
        siblings = Request.objects.live().of(by).filter(round=request.round_id)
        others = siblings.filter(capacity=Capacity.PARENT).exclude(reply=Reply.SIGNED)
        signed += [
            sign(request=other, typed_name=typed_name, by=by) for other in others.order_by("pk")
        ]
    return signed


@transaction.atomic
def sign(*, request: Request, typed_name: str, by: Person) -> Acknowledgement:
    """Sign one request as the person it asks, and return the sign-off.

    `by` is the signed-in person, or whoever holds the personal link. A second click returns the
    first sign-off. Raises NotAllowed for anybody else, and WrongState where the version is no
    longer in force, the person is no longer asked, or they have not read to the end (A11).
    """
    held = hold(request)
    require(can_sign(by, held.request))
    if (first := Acknowledgement.objects.filter(request=held.request).first()) is not None:
        return first
    require_still_asked(held)
    lifecycle.take(Move.SIGN, held.request.reply)
    signed = record_sign_off(held, typed_name=typed_name, recorded_by=by, points=require_read(held))
    forget_typing(held.request)
    return signed
