"""An inspector's file: asked for, made by a worker, taken away, thrown away after a week (G4)."""

import tempfile
from collections.abc import Collection
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from audit import chain
from governance.inspection.packing import pack
from governance.inspection.searching import Sieve, names_to_look_for
from governance.models import Inspection
from governance.permissions import can_make_inspection
from notifications import outbox
from packing.working import IN_MEMORY, MOST_TRIES, NOT_MADE, claim, free, open_kept, seal
from school.access import require
from school.models import Person, School

NO_LONGER_THEIRS = "Whoever asked for it is no longer Headteacher or clerk."


@transaction.atomic
def ask_for_inspection(*, by: Person, looked_at: Collection[str] = ()) -> Inspection:
    """Have an inspector's file put together; while one of theirs is on its way, return that one.

    `looked_at` holds the keys of what was found in it, looked at, and may go all the same.
    """
    require(can_make_inspection(by))
    chain.take_turn()
    if under_way := Inspection.objects.to_make().filter(asked_by=by).first():
        return under_way
    asked = Inspection.objects.create(asked_by=by, looked_at=sorted(set(looked_at)))
    chain.record("governance.inspection.asked_for", by=by, on=asked, looked_at=len(asked.looked_at))
    transaction.on_commit(_ring)
    return asked


def make_inspections() -> int:
    """Make the files that were asked for; return how many. Safe beside other workers."""
    waiting = Inspection.objects.to_make().filter(free()).order_by("asked_at")
    return sum(make_inspection(pk) for pk in list(waiting.values_list("pk", flat=True)))


def make_inspection(pk: UUID) -> bool:
    """Make one, unless another worker is at it. Return whether it was made."""
    if not claim(Inspection, pk):
        return False
    asked = Inspection.objects.select_related("asked_by").get(pk=pk)
    if fault := _why_given_up(asked):
        Inspection.objects.filter(pk=pk).update(fault=fault, claimed_until=None)
        return False
    Inspection.objects.filter(pk=pk).update(tries=asked.tries + 1)
    sieve = Sieve(names_to_look_for(), asked.looked_at)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as out:
        pack(
            out,
            school=School.current().name,
            made_at=timezone.localtime(),
            made_for=str(asked.asked_by),
            sieve=sieve,
            tell=lambda done, total: _tell(pk, done, total),
        )
        return _keep(pk, out, held_back=len(sieve.held))


def _why_given_up(asked: Inspection) -> str:
    if asked.tries >= MOST_TRIES:
        return NOT_MADE
    return "" if can_make_inspection(asked.asked_by) else NO_LONGER_THEIRS


def _tell(pk: UUID, done: int, total: int) -> None:
    Inspection.objects.filter(pk=pk).update(done=done, total=total)


@transaction.atomic
def _keep(pk: UUID, out: IO[bytes], *, held_back: int) -> bool:
    made = Inspection.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=pk)
    if not made.is_under_way:
        return False
    made.held_back = held_back
    seal(made, out)
    chain.record(
        "governance.inspection.made",
        by=made.asked_by,
        on=made,
        sha256=made.sha256,
        held_back=held_back,
    )
    return True


@transaction.atomic
def take_inspection_away(*, made: Inspection, by: Person) -> IO[bytes]:
    """Open the file for somebody who may take it away, and keep that they did."""
    require(can_make_inspection(by))
    made = Inspection.objects.select_for_update(of=("self",)).get(pk=made.pk)
    file = open_kept(made)
    chain.record("governance.inspection.taken", by=by, on=made)
    return file


def clear_inspections() -> int:
    """Throw away the files that were kept long enough; what stays is that they were made."""
    over = Inspection.objects.kept().filter(expires_at__lte=timezone.now())
    return sum(_throw_away(pk) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _throw_away(pk: UUID) -> bool:
    made = Inspection.objects.kept().select_for_update().filter(pk=pk).first()
    if made is None:
        return False
    made.withdrawn_at = timezone.now()
    made.save()
    chain.record("governance.inspection.thrown_away", on=made)
    name = made.file.name
    transaction.on_commit(lambda: default_storage.delete(name) if name else None)
    return True


def _ring() -> None:
    from governance import tasks

    outbox.ring(tasks.make_inspections)
