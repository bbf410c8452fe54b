"""Is this an allegation against an adult who works with the children, or a low-level concern?

Part four of *Keeping children safe in education* asks four questions about an adult who works or
volunteers at a school. They come before anything is looked into, and what happened outside school
counts as well (I8). One yes is enough: it is an allegation, the local authority designated officer
(LADO) is named, and nobody looks into it before that contact is on record, or why there was none.
"Not sure" counts as a yes, for the LADO is there to help with doubt. Four times no makes it a
low-level concern: what it was, what was done and why is kept, the governors never see it, and
whoever handles a later concern about the same person sees it.

They are asked about the Headteacher, staff and volunteers; about governors too, since the policy
counts them among the school's volunteers. They are not asked about parents and children: part four
is not about them, and a child at risk from them is a matter for the safeguarding lead at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Values of `incidents.models.SubjectKind`.
ASKED_ABOUT = frozenset({"headteacher", "staff", "volunteer", "chair", "governor"})

WHY_IS_MISSING = "Say in a sentence or two why you answered so: it is kept with the case."
ANSWER_ALL = "Answer all four questions. If you are not sure, say so: it counts as a yes."


class Question(StrEnum):
    """One of the four; `words` asks it."""

    HARMED = "harmed"
    OFFENCE = "offence"
    RISK = "risk"
    UNSUITABLE = "unsuitable"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS: dict[Question, str] = {
    Question.HARMED: (
        "Has the adult behaved in a way that has harmed a child, or may have harmed a child?"
    ),
    Question.OFFENCE: (
        "Has the adult possibly committed a criminal offence against a child, or related to a "
        "child?"
    ),
    Question.RISK: (
        "Has the adult behaved towards a child or children in a way that indicates that they may "
        "pose a risk of harm to children?"
    ),
    Question.UNSUITABLE: (
        "Has the adult behaved, in school or outside it, or may they have behaved, in a way that "
        "indicates that they may not be suitable to work with children?"
    ),
}


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Finding:
    """What the four answers come to, and the sentence that says so on the case's page."""

    is_allegation: bool
    sentence: str


def asks(subject_kind: str) -> bool:
    """Tell whether the questions are asked when a case is about such a subject."""
    return subject_kind in ASKED_ABOUT


def judge(answers: Mapping[str, str], why: str) -> Finding:
    """Return what the answers come to, by question.

    Raises ValueError, with a sentence for the person at the form, when a question has no answer
    or `why` is blank.
    """
    if set(answers) != set(Question) or not set(answers.values()) <= set(Answer):
        raise ValueError(ANSWER_ALL)
    if not why.strip():
        raise ValueError(WHY_IS_MISSING)
    if set(answers.values()) == {Answer.NO}:
        return Finding(
            is_allegation=False,
            sentence="A low-level concern: none of the four questions was answered with yes.",
        )
    return Finding(
        is_allegation=True,
        sentence=(
            "An allegation: at least one of the four questions was answered with yes, or with not "
            "sure. The LADO comes before anything is looked into."
        ),
    )
