"""The ways in which a term's breaches are laid out, and the line on which each case stands.

The lines are chosen with care for what a reader could work out (`governance.suppression`): six, or
eleven, or one left out. And so that an answer in one table rules out none in another: each kind of
outcome is open to everybody a case may be about, and a case that is not decided stands where a
decided one may stand too. Only a child's use of social media at school is always about a child;
kinds leave one out, and audiences leave one out, so that this gives neither away. What is outside
the school's remit is in none of them: it can end in one way only, and is counted by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from governance import suppression
from incidents.bullying import Motive
from incidents.models import Kind, SubjectKind
from incidents.remit import Ground


@dataclass(frozen=True, eq=False)
class Cut:
    """One table of each term: its name, what its chart says, its lines, and a word about them.

    `leaves_out`: a case may stand on no line. `open`: the lines are found in the counts.
    """

    key: str
    name: str
    title: str
    lines: Mapping[str, str]
    note: str = ""
    leaves_out: bool = False
    is_open: bool = False

    def __post_init__(self) -> None:
        if not suppression.keeps_its_secrets(len(self.lines), leaves_out=self.leaves_out):
            raise ValueError(f"With {len(self.lines)} lines, {self.name} could be worked out.")


KIND = Cut(
    "kind",
    "Kind of breach",
    "Breaches reported, by kind",
    {
        Kind.COMMENT.value: "A comment about somebody",
        Kind.IMAGE.value: "A picture without permission",
        Kind.CYBERBULLYING.value: "Bullying online",
        Kind.PUPIL_ACCESS.value: "A child using social media at school",
        Kind.UNAPPROVED_SERVICE.value: "An app or website not approved",
    },
    "Anything else in the policy is only in the number of all breaches.",
    leaves_out=True,
)

AUDIENCE = Cut(
    "audience",
    "Whom it was about",
    "Breaches reported, by whom they were about",
    {
        SubjectKind.PARENT_FAMILY.value: "A parent, carer or relative",
        SubjectKind.PUPIL.value: "A child at our school",
        SubjectKind.STAFF.value: "A member of staff",
        SubjectKind.VOLUNTEER.value: "A volunteer",
    },
    "Where nobody knows who it was, it is not in this table.",
    leaves_out=True,
)

ADVICE, STEPS, PASSED_ON, ANSWERED, KEPT_TO, NOT_ESTABLISHED = (
    "advice",
    "steps",
    "passed_on",
    "answered",
    "kept_to",
    "not_established",
)
# Every outcome of `incidents.outcomes` but the one for what is outside the remit.
OUTCOME_LINES = {
    "advice_given": ADVICE,
    "training": ADVICE,
    "talk": ADVICE,
    "talk_with_family": ADVICE,
    "advice": ADVICE,
    "management_guidance": STEPS,
    "referred_disciplinary": STEPS,
    "code_of_conduct": STEPS,
    "volunteering_reviewed": STEPS,
    "request_to_remove": STEPS,
    "support_children": STEPS,
    "behaviour_steps": STEPS,
    "class_lesson": STEPS,
    "report_to_platform": STEPS,
    "passed_on": PASSED_ON,
    "answered": ANSWERED,
    "no_breach": KEPT_TO,
    "not_established": NOT_ESTABLISHED,
    "no_further_action": NOT_ESTABLISHED,
}
OUTCOME = Cut(
    "outcome",
    "What came of it",
    "What came of the breaches reported",
    {
        ADVICE: "A conversation, advice or training",
        STEPS: "Further steps or support",
        PASSED_ON: "Passed to another service",
        ANSWERED: "A question or worry answered",
        KEPT_TO: "The policy was kept to",
        NOT_ESTABLISHED: "Not established, or not decided yet",
    },
    "Further steps include asking for something to be taken down. It is shown as it stood when the "
    "term was counted.",
)


def outcome_line(outcome: str) -> str:
    return OUTCOME_LINES.get(outcome, NOT_ESTABLISHED)


LATER = "later"
# The most school days of each line; the rest stand on the last.
DAYS = {2: "within_2", 5: "within_5", 10: "within_10", 15: "within_15", 20: "within_20"}
TIME = Cut(
    "time",
    "Time to decide",
    "School days until a decision",
    {
        "within_2": "Up to 2 school days",
        "within_5": "3 to 5",
        "within_10": "6 to 10",
        "within_15": "11 to 15",
        "within_20": "16 to 20",
        LATER: "Longer, or not decided yet",
    },
    "From the day of the report, or the next school day, until the case was closed; as it stood "
    "when the term was counted.",
)


def time_line(school_days: int | None) -> str:
    """Return the line of a number of school days; None stands for a case not decided yet."""
    if school_days is None:
        return LATER
    return next((line for most, line in DAYS.items() if school_days <= most), LATER)


IN_SCHOOL, TWO, THREE = "in_school", "two", "three"
REMIT = Cut(
    "remit",
    "Why the school could act",
    "Why the school could act",
    {
        IN_SCHOOL: "In school, or not judged yet",
        Ground.ORDERLY_RUNNING.value: "(a) Orderly running of the school",
        Ground.THREAT.value: "(b) A threat to somebody here",
        Ground.REPUTATION.value: "(c) Reputation of school or people",
        TWO: "Two of these",
        THREE: "All three of these",
    },
    "(a) to (c) are the policy's grounds to act on what happens outside school. What fits none of "
    "them is outside the school's remit and counted by itself, term by term.",
)


def remit_line(grounds: list[str]) -> str:
    if len(grounds) > 1:
        return TWO if len(grounds) == 2 else THREE
    return grounds[0] if grounds else IN_SCHOOL


SEVERAL = "several"
MOTIVE = Cut(
    "motive",
    "What bullying was about",
    "What bullying online seemed to be about",
    {
        **{motive.value: motive.label for motive in Motive},
        SEVERAL: "More than one of these",
        Motive.UNKNOWN.value: "We do not know, or not noted yet",
    },
    "Of bullying online only.",
)


def motive_line(motives: list[str] | None) -> str:
    if not motives:
        return Motive.UNKNOWN.value
    return motives[0] if len(motives) == 1 else SEVERAL


CLAUSE = Cut(
    "clause",
    "Point of the policy",
    "Points of a policy that were not kept",
    {},
    "A breach may be of several points, or of none that was named. Points with fewer than five "
    "are not listed.",
    leaves_out=True,
    is_open=True,
)

CUTS = (KIND, AUDIENCE, CLAUSE, OUTCOME, TIME, REMIT, MOTIVE)
BY_KEY = {cut.key: cut for cut in CUTS}
