"""What the anti-bullying policy asks to be done about bullying online (M16, I9).

Somebody notes what it seemed to be about: its motive. And the steps of the school's own procedure,
as they stood in its anti-bullying policy on the day it happened, are each done, or it is said why
not. Which parts of a policy are its procedure is guessed from the headings and decided by a person.
"""

import re
from collections.abc import Collection
from enum import StrEnum


class Motive(StrEnum):
    """What bullying seemed to be about; the first seven are close to what equality law protects."""

    RACE = "race"
    RELIGION = "religion"
    DISABILITY = "disability"
    SEX = "sex"
    GENDER_IDENTITY = "gender_identity"
    SEXUAL_ORIENTATION = "sexual_orientation"
    PREGNANCY = "pregnancy"
    OTHER = "other"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: dict[Motive, str] = {
    Motive.RACE: "Race, nationality or where a family comes from",
    Motive.RELIGION: "Religion or belief",
    Motive.DISABILITY: "A disability or special educational need (SEND)",
    Motive.SEX: "Being a girl or a boy, a woman or a man",
    Motive.GENDER_IDENTITY: "Gender identity",
    Motive.SEXUAL_ORIENTATION: "Sexual orientation, their own or somebody's in the family",
    Motive.PREGNANCY: "Pregnancy or a new baby",
    Motive.OTHER: "Something else about the person, such as looks or home",
    Motive.NONE: "Nothing of this kind",
    Motive.UNKNOWN: "We do not know",
}
STANDS_ALONE = frozenset({Motive.NONE, Motive.UNKNOWN})

CHOOSE_ONE = "Choose what it seemed to be about. If nobody knows, choose that."
NOT_BESIDE_OTHERS = "Choose either what it was about, or that it was nothing of this kind."

_PROCEDURE = re.compile(
    r"\b(procedures?|steps?|what (we|the school) (will )?do|(how|when) we (deal|respond|act)|"
    r"dealing with|respond(s|ing)?|responses?|investigat\w*)\b",
    re.IGNORECASE,
)


def checked(motives: Collection[str]) -> list[Motive]:
    """Return the motives in the order of the list.

    Raises ValueError, with a sentence for the person at the form, when there is none, or when
    "nothing" or "unknown" stands beside another.
    """
    chosen = {Motive(motive) for motive in motives}
    if not chosen:
        raise ValueError(CHOOSE_ONE)
    if chosen & STANDS_ALONE and len(chosen) > 1:
        raise ValueError(NOT_BESIDE_OTHERS)
    return [motive for motive in Motive if motive in chosen]


def describes_procedure(heading: str) -> bool:
    """Tell whether a section under this heading may say what is done about bullying."""
    return bool(_PROCEDURE.search(heading))
