"""How far a referral, and the seeking of legal advice, can be, and what moves each on.

In words a deputy head could check. A referral is written first, looked at as the governors will see
it, and only then shared. Once it is shared its words stand. The governors decide once; until the
case is taken back, those named can read it, but no longer than the day that was set.

Legal advice is first sought, then received. What was received can be added to; it is kept out of
everything that leaves the portal until somebody named on it releases it, and can be kept back once
more.
"""

from enum import StrEnum

from school.access import YES, Verdict, no
from school.errors import WrongState


class Stage(StrEnum):
    """How far a referral is."""

    DRAFT = "draft"
    SHARED = "shared"
    DECIDED = "decided"
    ENDED = "ended"


class Step(StrEnum):
    """What is done with a referral."""

    WRITE = "write"
    SHARE = "share"
    DECIDE = "decide"
    CHANGE_DAY = "change day"
    END_ONE = "end one"
    END = "end"


OPEN = frozenset({Stage.SHARED, Stage.DECIDED})
STEPS: dict[Step, tuple[frozenset[Stage], Stage | None]] = {
    Step.WRITE: (frozenset({Stage.DRAFT}), None),
    Step.SHARE: (frozenset({Stage.DRAFT}), Stage.SHARED),
    Step.DECIDE: (frozenset({Stage.SHARED}), Stage.DECIDED),
    Step.CHANGE_DAY: (OPEN, None),
    Step.END_ONE: (OPEN, None),
    Step.END: (OPEN, Stage.ENDED),
}
NOT_NOW: dict[Stage, str] = {
    Stage.DRAFT: "This was not shared with governors yet.",
    Stage.SHARED: "This was shared with governors already.",
    Stage.DECIDED: "The governors have decided already.",
    Stage.ENDED: "This referral has ended.",
}


class Advice(StrEnum):
    """How far legal advice is."""

    SOUGHT = "sought"
    RECEIVED = "received"
    RELEASED = "released"


class Deed(StrEnum):
    """What is done with legal advice."""

    NAME = "name"
    ADD = "add"
    RELEASE = "release"
    KEEP_BACK = "keep back"


DEEDS: dict[Deed, tuple[frozenset[Advice], Advice | None]] = {
    Deed.NAME: (frozenset(Advice), None),
    Deed.ADD: (frozenset({Advice.SOUGHT, Advice.RECEIVED}), Advice.RECEIVED),
    Deed.RELEASE: (frozenset({Advice.RECEIVED}), Advice.RELEASED),
    Deed.KEEP_BACK: (frozenset({Advice.RELEASED}), Advice.RECEIVED),
}
NOT_YET: dict[Advice, str] = {
    Advice.SOUGHT: "No advice has come yet.",
    Advice.RECEIVED: "This advice was not released.",
    Advice.RELEASED: "This advice was released. Keep it back first.",
}


def may(step: Step, now: str) -> Verdict:
    """Say whether a step is open to a referral at this stage, and if not, why."""
    open_from, _ = STEPS[step]
    return YES if Stage(now) in open_from else no(NOT_NOW[Stage(now)])


def take(step: Step, now: str) -> Stage:
    """Return the stage after a step. Raises WrongState with the sentence if it is not open."""
    _refuse_unless(may(step, now))
    return STEPS[step][1] or Stage(now)


def may_do(deed: Deed, now: str) -> Verdict:
    """Say whether this can be done with legal advice as far as it is, and if not, why."""
    open_from, _ = DEEDS[deed]
    return YES if Advice(now) in open_from else no(NOT_YET[Advice(now)])


def do(deed: Deed, now: str) -> Advice:
    """Return how far it is afterwards. Raises WrongState with the sentence if it cannot be done."""
    _refuse_unless(may_do(deed, now))
    return DEEDS[deed][1] or Advice(now)


def _refuse_unless(verdict: Verdict) -> None:
    if not verdict:
        raise WrongState(verdict.reason)
