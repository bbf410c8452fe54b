"""When the parents on a list would get their links: on the day a child joins, not before (A4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from school.models import Parenthood


@dataclass(frozen=True)
class LinkDay:
    """How many parents get a link on one day, and how many have no address to send it to."""

    day: date
    by_email: int
    without_email: int


@dataclass(frozen=True)
class Links:
    """The links that a list would lead to: those that go out at once, and those on days to come."""

    now: LinkDay | None
    later: tuple[LinkDay, ...]

    def __bool__(self) -> bool:
        return self.now is not None or bool(self.later)


def links_of(ties: Iterable[Parenthood], today: date) -> Links:
    """Return how many links these ties lead to: one a parent and day, whatever their children."""
    parents: dict[date, dict[object, bool]] = {}
    for tie in ties:
        if tie.has_responsibility and not tie.is_restricted:
            day = max(tie.child.admitted_on, today)
            # Nobody new has a key yet: the very same object stands for one person on every line.
            parents.setdefault(day, {})[tie.person.pk or id(tie.person)] = bool(tie.person.email)
    days = [
        LinkDay(day, sum(reached.values()), len(reached) - sum(reached.values()))
        for day, reached in sorted(parents.items())
    ]
    return Links(
        now=next((each for each in days if each.day == today), None),
        later=tuple(each for each in days if each.day != today),
    )
