"""How a version of a policy gets from its first draft to its last day (P2).

A version begins as a draft. It is sent for review, where the right approver either approves it or
sends it back to draft with a comment. An approved version is published, at once or by itself on a
day decided beforehand, and is in force until the next one takes its place. Work that nobody wants
any more, and a published version that the school no longer stands by, can be withdrawn. An approved
text is no longer changed: whoever wants other words withdraws it and starts a new draft, which is
approved afresh.
"""

from policies.models import State
from school.access import YES, Verdict, no
from school.errors import WrongState

MOVES: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.IN_REVIEW, State.WITHDRAWN),
    State.IN_REVIEW: (State.APPROVED, State.DRAFT, State.WITHDRAWN),
    State.APPROVED: (State.PUBLISHED, State.WITHDRAWN),
    State.PUBLISHED: (State.SUPERSEDED, State.WITHDRAWN),
    State.SUPERSEDED: (),
    State.WITHDRAWN: (),
}

# What is done to a version without moving it on, and in which state alone it is.
WRITTEN = "written"
READ = "read and agreed with"
SCHEDULED = "set to go live on a day"
KEPT_BACK = "kept back after all"
WITHIN: dict[str, State] = {
    WRITTEN: State.DRAFT,
    READ: State.IN_REVIEW,
    SCHEDULED: State.APPROVED,
    KEPT_BACK: State.APPROVED,
}

STANDING = {
    State.DRAFT: "a draft",
    State.IN_REVIEW: "in review",
    State.APPROVED: "approved",
    State.PUBLISHED: "published",
    State.SUPERSEDED: "superseded",
    State.WITHDRAWN: "withdrawn",
}

DEED = {
    State.DRAFT: "sent back",
    State.IN_REVIEW: "sent for review",
    State.APPROVED: "approved",
    State.PUBLISHED: "published",
    State.SUPERSEDED: "superseded",
    State.WITHDRAWN: "withdrawn",
}


def can_move(state: str, to: State) -> Verdict:
    """Say whether a version in this state may move to another, and if not, from where one may."""
    if to in MOVES[State(state)]:
        return YES
    froms = [STANDING[origin] for origin, targets in MOVES.items() if to in targets]
    return no(
        f"Only a version that is {' or '.join(froms)} can be {DEED[to]}. "
        f"This one is {STANDING[State(state)]}."
    )


def can_within(state: str, deed: str) -> Verdict:
    """Say whether this can be done to a version in this state, which it leaves where it stands."""
    if WITHIN[deed] == state:
        return YES
    return no(
        f"Only a version that is {STANDING[WITHIN[deed]]} can be {deed}. "
        f"This one is {STANDING[State(state)]}."
    )


def require_within(state: str, deed: str) -> None:
    """Raise WrongState, with the reason, unless this can be done to a version in this state."""
    verdict = can_within(state, deed)
    if not verdict:
        raise WrongState(verdict.reason)


def require(state: str, to: State) -> None:
    """Raise WrongState, with the reason, unless the move is allowed."""
    verdict = can_move(state, to)
    if not verdict:
        raise WrongState(verdict.reason)
