"""What else waits for people in rooms that never meet, so that one reminder speaks of all (A6)."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple, cast

from notifications.signals import steps_taken, waiting_asked_for


class AlsoWaiting(NamedTuple):
    """One thing that has no answer yet, and how far the reminders of it have come.

    `kind` and `key` say what it is to the room that knows it; `what` and `child` say it in words.
    `most` is after how many steps its reminders end, if not at the end of the cadence. `is_shown`
    is whether staff may see beforehand who is reminded of it: from it follows who has not answered.
    """

    kind: str
    key: int
    person_id: int
    full_name: str
    asked_on: date
    last_step: int
    last_sent_on: date | None
    what: str
    child: str
    most: int | None = None
    is_shown: bool = True


def also_waiting(on: date, people: Collection[int] | None = None) -> list[AlsoWaiting]:
    """Return what else waits on a day for somebody whom an e-mail reaches: all, or some by key."""
    answers = waiting_asked_for.send(sender=AlsoWaiting, on=on, people=people)
    return [one for _, found in answers for one in cast(list[AlsoWaiting], found)]


def take_steps(taken: Collection[tuple[AlsoWaiting, int]], on: date) -> None:
    """Have it noted that these were reminded of on a day, each by which step."""
    if taken:
        steps_taken.send(sender=AlsoWaiting, taken=taken, on=on)
