"""May the school act on something that happened outside school hours or off its premises?

The social media policy says that it may if what happened could have repercussions for the orderly
running of the school, or poses a threat to a member of the school community, or could adversely
affect the reputation of the school, its employees or its governors. One of the three is enough.
Whoever looks into the report says which, and why, before anything else is done (M17, I7). If it is
none of them, the school has no business there: the case can only be closed as outside its remit,
with advice to the reporter. Where nobody knows yet whether it was outside school, the question is
asked as if it had been.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """A reason for which the policy lets the school act; `label` completes "It …"."""

    ORDERLY_RUNNING = "orderly_running"
    THREAT = "threat"
    REPUTATION = "reputation"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Ground.ORDERLY_RUNNING: "could have repercussions for the orderly running of the school",
    Ground.THREAT: "poses a threat to a member of the school community",
    Ground.REPUTATION: (
        "could adversely affect the reputation of the school, or its employees or governors"
    ),
}

WHY_IS_MISSING = "Say in a sentence or two why you decided this: it is kept with the case."


@dataclass(frozen=True)
class RemitVerdict:
    """Whether the school may act, and the sentence that says so on the case's page."""

    within: bool
    sentence: str


def needs_remit_test(outside_school: bool | None) -> bool:
    """Tell whether the test must come first: always, unless it is known to have been in school."""
    return outside_school is not False


def judge(grounds: Set[Ground], why: str) -> RemitVerdict:
    """Return whether the school may act on these grounds; none of them is an answer too.

    Raises ValueError, with a sentence for the person at the form, when `why` is blank.
    """
    if not why.strip():
        raise ValueError(WHY_IS_MISSING)
    if not grounds:
        return RemitVerdict(
            within=False,
            sentence="This is outside the school's remit: none of the policy's three grounds fits.",
        )
    found = "; and it ".join(ground.label for ground in Ground if ground in grounds)
    return RemitVerdict(within=True, sentence=f"The school may act on this. It {found}.")
