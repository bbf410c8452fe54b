"""Giving slips their codes, so that each finds its request when it comes back (A7)."""

from collections.abc import Sequence

from django.db import transaction

from acknowledgements.models import Round, Slip
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Batch, places
from acknowledgements.permissions import can_record_paper
from audit import chain
from policies.models import State
from school.access import require
from school.errors import WrongState
from school.models import Person

TRIES = 5  # a code that is taken already is drawn again


@transaction.atomic
def prepare_slips(*, asked: Round, batch: Batch, by: Person) -> int:
    """Give each slip of a batch its code, where it has none, and return how many slips there are.

    The number of statements does not grow with them. Raises WrongState where nobody waits.
    """
    require(can_record_paper(by))
    asked = Round.objects.select_related("version").get(pk=asked.pk)
    if asked.closed_at is not None or asked.version.state != State.PUBLISHED:
        raise WrongState("Nobody is asked to sign this version any more, so it needs no slips.")
    firsts = [place.first for place in places(asked, batch)]
    if not firsts:
        raise WrongState("Nobody of these is waiting to sign, so there is nothing to print.")
    for _ in range(TRIES):
        known = Slip.objects.filter(request__round=asked).values_list("request_id", flat=True)
        if not (missing := set(firsts).difference(known)):
            break
        _draw(sorted(missing), by)
    chain.record(
        "acknowledgements.slips.prepared", by=by, on=asked, whom=batch.whom, slips=len(firsts)
    )
    return len(firsts)


def _draw(requests: Sequence[int], by: Person) -> None:
    slips = [Slip(request_id=pk, code=codes.new_code(), printed_by=by) for pk in requests]
    Slip.objects.bulk_create(slips, ignore_conflicts=True, batch_size=500)
