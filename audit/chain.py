"""Adding to the chain of events, and checking it from end to end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from audit.models import ChainHead, Event

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class ChainReport:
    """What a check found: how many rows are sound, and the first that is not."""

    checked: int
    head: str
    fault: str = ""

    @property
    def sound(self) -> bool:
        return not self.fault


def take_turn() -> ChainHead:
    """Wait until no other writer is at the end of the chain, and keep them off until this commits.

    For a deed that writes in many places: taken first, none of those who hold the places can be
    waiting here for their turn. `record` takes it by itself.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event needs the transaction of its deed.")
    # The row lock (and on SQLite the immediate transaction) makes writers take turns.
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)


def record(
    action: str,
    *,
    by: models.Model | None = None,
    on: models.Model | None = None,
    reason: str = "",
    **facts: Any,
) -> Event:
    """Add one event to the chain, inside the transaction of what it records.

    `action` is "room.thing.participle"; `by` the person (None: the portal itself, or somebody
    anonymous); `facts` must be plain JSON and never carry anybody's words. Call it after the
    action's own row locks: writers queue here until they commit. Raises
    TransactionManagementError outside a transaction: an event must stand or fall with its deed.
    """
    (event,) = record_many(action, [(on, facts)], by=by, reason=reason)
    return event


def record_many(
    action: str,
    deeds: Iterable[tuple[models.Model | None, dict[str, Any]]],
    *,
    by: models.Model | None = None,
    reason: str = "",
) -> list[Event]:
    """Add one event for each of many deeds, each on what and with its facts, as `record` does.

    The number of statements does not grow with them.
    """
    head = take_turn()
    events = []
    for on, facts in deeds:
        event = Event(
            sequence=head.sequence + 1,
            at=timezone.now(),
            action=action,
            actor_id=str(by.pk) if by else "",
            target_kind=on._meta.label_lower if on else "",
            target_id=str(on.pk) if on else "",
            reason=reason,
            facts=facts,
            previous_hash=head.hash,
        )
        event.hash = event.computed_hash()
        head.sequence, head.hash = event.sequence, event.hash
        events.append(event)
    Event.objects.bulk_create(events, batch_size=500)
    head.save()
    return events


@transaction.atomic
def verify() -> ChainReport:
    """Walk the whole chain and return the first fault, in words that name the row."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    return _walk(Event.objects.in_order().iterator(chunk_size=2000), head)


def _walk(events: Iterable[Event], head: ChainHead) -> ChainReport:
    expected, previous = 1, BEFORE_THE_FIRST
    for event in events:
        if fault := _fault(event, expected, previous):
            return ChainReport(expected - 1, previous, fault)
        expected, previous = expected + 1, event.hash
    checked = expected - 1
    if (checked, previous) != (head.sequence, head.hash):
        fault = (
            f"Event {checked + 1} was removed: the chain ended at {head.sequence}."
            if checked < head.sequence
            else f"Event {checked} was added or altered: the recorded end is {head.sequence}."
        )
        return ChainReport(checked, previous, fault)
    return ChainReport(checked, previous)


def _fault(event: Event, expected: int, previous: str) -> str:
    if event.sequence > expected:
        return f"Event {expected} was removed: the next row is {event.sequence}."
    if event.sequence < expected:
        return f"Event {event.sequence} was added: its place in the chain is taken."
    if event.previous_hash != previous:
        return f"Event {event.sequence} does not follow {expected - 1}: one was altered or added."
    if event.computed_hash() != event.hash:
        return f"Event {event.sequence} was altered: its content no longer fits its hash."
    return ""
