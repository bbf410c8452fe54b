"""How a request to use a service moves (C4).

It is asked for, and then approved or refused, once. What is approved can be looked at again, which
gives it a new review date, and can be withdrawn. What was refused or withdrawn stays so: whoever
still wants it asks anew.
"""

from approvals.vocabulary import Move, State
from school.access import YES, Verdict, no
from school.errors import WrongState

# From which state each move is open, and where it leads. Asking begins it.
TABLE: dict[Move, tuple[State, State]] = {
    Move.APPROVE: (State.ASKED, State.APPROVED),
    Move.REFUSE: (State.ASKED, State.REFUSED),
    Move.RENEW: (State.APPROVED, State.APPROVED),
    Move.WITHDRAW: (State.APPROVED, State.WITHDRAWN),
}

WHY_NOT: dict[State, str] = {
    State.ASKED: "This request waits for its decision.",
    State.APPROVED: "This service is approved already.",
    State.REFUSED: "This request was refused. It can be asked for anew.",
    State.WITHDRAWN: "This approval was withdrawn. It can be asked for anew.",
}


def can_move(state: str, move: Move) -> Verdict:
    """Say whether a request in this state may be moved so, and if not, why."""
    return YES if TABLE[move][0] == state else no(WHY_NOT[State(state)])


def moved(state: str, move: Move) -> State:
    """Return the state that the move leads to. Raises WrongState where it is not open."""
    if not (verdict := can_move(state, move)):
        raise WrongState(verdict.reason)
    return TABLE[move][1]
