"""Whether a service might be used on a day: what had been said of it by then (C4, M19).

In words a deputy head could check: the last thing that was said by the end of that day counts. A
service that was approved, or looked at again, might be used up to and including its review date;
after that it might not, until somebody looks at it again. One that was only asked for, refused or
withdrawn might not be used, and of one that nobody had asked for there is nothing to say. On the
day on which an approval is withdrawn the service might be used no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    APPROVED = "approved"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True)
class Said:
    """One thing that was said of a service: what, on which day, and until when it held."""

    move: str
    on: date
    review_on: date | None = None


LEADS_TO = {
    "ask": Standing.WAITING,
    "approve": Standing.APPROVED,
    "renew": Standing.APPROVED,
    "refuse": Standing.REFUSED,
    "withdraw": Standing.WITHDRAWN,
}


def standing_on(day: date, said: Iterable[Said]) -> Standing | None:
    """Return how a service stood on a day, of what was said in order; None: not asked for yet."""
    by_then = [each for each in said if each.on <= day]
    if not by_then:
        return None
    last = by_then[-1]
    standing = LEADS_TO[last.move]
    if standing == Standing.APPROVED and (last.review_on is None or day > last.review_on):
        return Standing.OVERDUE
    return standing
