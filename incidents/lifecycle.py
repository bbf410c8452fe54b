"""How a case moves (I6, I7, I8, I9).

A case is received, looked at (triaged), looked into, and closed; on the way it may be with
governors and come back. A closed case is opened again with a reason. Beside the table stand gates,
which hold a move back until something is on record:

Before anything is done about something that happened outside school, the school says why it may
act at all (M17); where it may not, the case can only be closed, and opened again only to think
about that once more. Where it is about an adult who works with the children, the four questions
about harm come first, and after a yes the contact with the LADO. A low-level concern never goes
before governors, and is written down before it is closed. Bullying online is not closed before its
motive is noted and each step of the anti-bullying policy done or explained.
"""

from collections.abc import Callable
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


@dataclass(frozen=True)
class Facts:
    """What a move depends on besides the state.

    Where it happened and how the remit test of M17 came out; whether the four questions about harm
    are asked about its subject, and what they came to; what is on record since.
    """

    outside_school: bool | None = None
    remit_within: bool | None = None
    asks_about_harm: bool = False
    is_allegation: bool | None = None
    lado_is_settled: bool = False
    is_written_down: bool = False
    is_bullying: bool = False
    motive_is_known: bool = False
    procedure_is_settled: bool = False

    @property
    def remit_is_open(self) -> bool:
        """Tell whether the remit test is needed and has not been made."""
        return self.outside_school is not False and self.remit_within is None

    @property
    def is_outside_remit(self) -> bool:
        return self.remit_within is False

    @property
    def harm_is_open(self) -> bool:
        """Tell whether the four questions are to be answered still."""
        return self.asks_about_harm and self.is_allegation is None

    @property
    def lado_is_open(self) -> bool:
        """Tell whether the LADO is to be contacted still, or why not is to be said."""
        return self.asks_about_harm and self.is_allegation is True and not self.lado_is_settled

    @property
    def is_low_level(self) -> bool:
        return self.asks_about_harm and self.is_allegation is False

    @property
    def may_act_on_bullying(self) -> bool:
        return self.is_bullying and not self.is_outside_remit

    @property
    def must_go_back(self) -> bool:
        """Tell whether a closed case must first be thought about again before it is looked into."""
        return self.is_outside_remit or self.harm_is_open or self.lado_is_open


@dataclass(frozen=True)
class Gate:
    """What holds these moves back while it is so, and the sentence that says what to do."""

    stops: frozenset[Move]
    while_: Callable[[Facts], bool]
    sentence: str


ACTS_ON_IT = frozenset({Move.INVESTIGATE, Move.REFER, Move.RETURN})
ENDS_IT = frozenset({Move.CLOSE})
TAKES_UP = frozenset({Move.REOPEN})

# In this order: the first that holds a move back says why.
GATES = (
    Gate(
        ACTS_ON_IT | ENDS_IT,
        lambda facts: facts.harm_is_open,
        "First answer the four questions about harm: this is about an adult who works with "
        "our children.",
    ),
    Gate(
        ACTS_ON_IT | ENDS_IT,
        lambda facts: facts.lado_is_open,
        "This is an allegation: first record the contact with the LADO, or why there was none.",
    ),
    Gate(
        ACTS_ON_IT | ENDS_IT,
        lambda facts: facts.remit_is_open,
        "It happened outside school: first record whether the school may act on it.",
    ),
    Gate(
        ACTS_ON_IT,
        lambda facts: facts.is_outside_remit,
        "The school may not act on this one: it can only be closed, with advice.",
    ),
    Gate(
        TAKES_UP,
        lambda facts: facts.must_go_back,
        "Something must be thought about once more before this is looked into.",
    ),
    Gate(
        frozenset({Move.RETHINK}),
        lambda facts: not facts.must_go_back,
        "The school may act on this one: open it again to look into it.",
    ),
    Gate(
        frozenset({Move.REFER}),
        lambda facts: facts.is_low_level,
        "This is a low-level concern: governors never see those.",
    ),
    Gate(
        ENDS_IT,
        lambda facts: facts.is_low_level and not facts.is_written_down,
        "First write the low-level concern down: what it was, what was done, and why.",
    ),
    Gate(
        ENDS_IT,
        lambda facts: facts.may_act_on_bullying and not facts.motive_is_known,
        "This is bullying online: first note what it seemed to be about.",
    ),
    Gate(
        ENDS_IT,
        lambda facts: facts.may_act_on_bullying and not facts.procedure_is_settled,
        "This is bullying online: each step of the anti-bullying policy must be done first, or "
        "it must be said why not.",
    ),
)


def may(move: Move, now: str, facts: Facts) -> Verdict:
    """Say whether a move is open to a case in this state, and if not, what stands in the way."""
    open_from, _ = TABLE[move]
    if State(now) not in open_from:
        return no(WHY_NOT.get(move, WHY_NOT_NOW[State(now)]))
    for gate in GATES:
        if move in gate.stops and gate.while_(facts):
            return no(gate.sentence)
    return YES


def way_to_reopen(facts: Facts) -> Move:
    """Return how a closed case is opened again: where something comes first, to that question."""
    return Move.RETHINK if facts.must_go_back else Move.REOPEN


def take(move: Move, now: str, facts: Facts) -> State:
    """Return the state that a move leads to. Raises WrongState with the sentence if not open."""
    if not (verdict := may(move, now, facts)):
        raise WrongState(verdict.reason)
    _, leads_to = TABLE[move]
    return leads_to
