"""May this governor be asked about this case, and could they still sit on a later panel on it?

In words a deputy head could check. A panel that judges a case must come to it fresh, and must not
be thought to take sides. So nobody is asked who is in the case, told us of it, stepped back from
it, handles it, is the parent or carer of a child in it or of the same family as somebody in it, or
works at the school; nor, for the time being, who is away. Others can be asked, but not sit on a
later panel: whoever was asked about this case already, and whoever's term ends before a panel could
meet. The first rule that fits says why.

A later panel needs three. The chair counts like any other governor, unless the case is theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PANEL = 3  # governors that a later panel needs who have heard nothing of the case
TERM_ENDS_SOON = timedelta(days=60)  # a panel may be needed until then


class Tie(StrEnum):
    """What may tie a governor to a case."""

    SUBJECT = "subject"
    TARGET = "target"
    WITNESS = "witness"
    REPORTER = "reporter"
    STEPPED_BACK = "stepped back"
    PARENT = "parent"
    FAMILY = "family"
    STAFF = "staff"
    HANDLER = "handler"
    ON_LEAVE = "on leave"
    ASKED = "asked"
    TERM_ENDS = "term ends"


@dataclass(frozen=True)
class Conflict:
    """One rule: which tie, how it is said, and whether they can be asked all the same."""

    tie: Tie
    sentence: str
    may_be_asked: bool = False


# In this order: the first that fits is the one that is shown.
RULES = (
    Conflict(Tie.SUBJECT, "has a part in this case: it is about them, or may be."),
    Conflict(Tie.TARGET, "has a part in this case: it was done to them."),
    Conflict(Tie.WITNESS, "has a part in this case: as a witness."),
    Conflict(Tie.REPORTER, "has a part in this case: they told us of it."),
    Conflict(Tie.STEPPED_BACK, "stepped back from this case."),
    Conflict(Tie.PARENT, "is the parent or carer of a child in this case."),
    Conflict(Tie.FAMILY, "is of the same family as somebody in this case."),
    Conflict(Tie.STAFF, "works at the school."),
    Conflict(Tie.HANDLER, "handles this case."),
    Conflict(Tie.ON_LEAVE, "is away at the moment."),
    Conflict(Tie.ASKED, "was asked about this case already.", may_be_asked=True),
    Conflict(Tie.TERM_ENDS, "has a term that ends soon.", may_be_asked=True),
)


def conflict(ties: Iterable[Tie]) -> Conflict | None:
    """Return the first rule that fits what ties a governor to a case; None: they are free."""
    held = set(ties)
    return next((rule for rule in RULES if rule.tie in held), None)


@dataclass(frozen=True)
class Availability:
    """How many governors are free for a later panel: now, and once some more were asked."""

    governors: int
    free: int
    chosen: int = 0

    @property
    def left(self) -> int:
        return self.free - self.chosen

    @property
    def is_enough(self) -> bool:
        return self.left >= PANEL

    @property
    def can_be_chosen(self) -> int:
        """Return how many can be asked so that a later panel remains possible."""
        return max(self.free - PANEL, 0)
