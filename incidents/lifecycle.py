"""How a case moves (I6, I7).

A case is received, looked at (triaged), looked into, and closed; on the way it may be with
governors and come back. A closed case is opened again with a reason. Before anything is done about
something that happened outside school, the school says why it may act at all (M17); where it may
not, the case can only be closed, and opened again only to think about that once more.
"""

from dataclasses import dataclass
from enum import StrEnum

from incidents.models import State
from school.access import YES, Verdict, no
from school.errors import WrongState


class Move(StrEnum):
    TRIAGE = "triage"
    INVESTIGATE = "investigate"
    REFER = "refer"
    RETURN = "return"
    CLOSE = "close"
    REOPEN = "reopen"
    RETHINK = "rethink"


# From which states each move is open, and where it leads.
TABLE: dict[Move, tuple[frozenset[State], State]] = {
    Move.TRIAGE: (frozenset({State.RECEIVED}), State.TRIAGED),
    Move.INVESTIGATE: (frozenset({State.TRIAGED}), State.INVESTIGATING),
    Move.REFER: (frozenset({State.TRIAGED, State.INVESTIGATING}), State.WITH_GOVERNORS),
    Move.RETURN: (frozenset({State.WITH_GOVERNORS}), State.INVESTIGATING),
    Move.CLOSE: (frozenset({State.TRIAGED, State.INVESTIGATING}), State.CLOSED),
    Move.REOPEN: (frozenset({State.CLOSED}), State.INVESTIGATING),
    Move.RETHINK: (frozenset({State.CLOSED}), State.TRIAGED),
}
ACTS_ON_IT = frozenset({Move.INVESTIGATE, Move.REFER, Move.RETURN})

WHY_NOT_NOW: dict[State, str] = {
    State.RECEIVED: "This case was just received: have a first look at it before anything else.",
    State.TRIAGED: "Somebody has had a first look at this case already.",
    State.INVESTIGATING: "This case is being looked into already.",
    State.WITH_GOVERNORS: "This case is with governors: it can go on when it is back.",
    State.CLOSED: "This case is closed: open it again first, and say why.",
}
WHY_NOT: dict[Move, str] = {
    Move.RETURN: "This case is not with governors.",
    Move.REOPEN: "This case is open already.",
    Move.RETHINK: "This case is open already.",
}
REMIT_IS_OPEN = "It happened outside school: first record whether the school may act on it."
OUTSIDE_REMIT = "The school may not act on this one: it can only be closed, with advice."


@dataclass(frozen=True)
class Facts:
    """What a move depends on: where it happened, and how the remit test of M17 came out."""

    outside_school: bool | None = None
    remit_within: bool | None = None

    @property
    def remit_is_open(self) -> bool:
        """Tell whether the remit test is needed and has not been made."""
        return self.outside_school is not False and self.remit_within is None

    @property
    def is_outside_remit(self) -> bool:
        return self.remit_within is False


def may(move: Move, now: str, facts: Facts) -> Verdict:
    """Say whether a move is open to a case in this state, and if not, what stands in the way."""
    open_from, _ = TABLE[move]
    if State(now) not in open_from:
        return no(WHY_NOT.get(move, WHY_NOT_NOW[State(now)]))
    if facts.remit_is_open and (move in ACTS_ON_IT or move == Move.CLOSE):
        return no(REMIT_IS_OPEN)
    if facts.is_outside_remit and (move in ACTS_ON_IT or move == Move.REOPEN):
        return no(OUTSIDE_REMIT)
    if move == Move.RETHINK and not facts.is_outside_remit:
        return no("The school may act on this one: open it again to look into it.")
    return YES


def way_to_reopen(facts: Facts) -> Move:
    """Return how a closed case is opened again: by the remit question where that closed it."""
    return Move.RETHINK if facts.is_outside_remit else Move.REOPEN


def take(move: Move, now: str, facts: Facts) -> State:
    """Return the state that a move leads to. Raises WrongState with the sentence if not open."""
    if not (verdict := may(move, now, facts)):
        raise WrongState(verdict.reason)
    _, leads_to = TABLE[move]
    return leads_to
