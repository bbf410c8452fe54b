"""Whether a picture of a child may be used for a purpose: what the parents' answers add up to (C1).

In words a deputy head could check. Only the parents whom the school may ask count: those with
parental responsibility, under no court restriction. Of each, what they said last counts: the
answer of the later day, and of two of one day the one that was written down later. A picture may
be used if at least one of them has said yes and none of them has said no. So parents who disagree
make a no; where nobody has answered it is a no; and one parent's silence neither gives a permission
nor takes away the other's. Each purpose and each child is asked about, and decided, by itself.
`tests/rules/image_permissions.csv` holds the cases.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Said:
    """One answer: whose, what, on which day it was given, and when it was written down."""

    parent: int
    is_yes: bool
    given_on: date
    order: int


def may_be_used(asked: Collection[int], said: Iterable[Said]) -> bool:
    """Return whether pictures may be used, of the answers about one child and one purpose.

    `asked` are the parents who count today.
    """
    counted = [answer.is_yes for answer in latest(said) if answer.parent in asked]
    return bool(counted) and all(counted)


def latest(said: Iterable[Said]) -> list[Said]:
    """Return what each parent said last."""
    newest: dict[int, Said] = {}
    for answer in sorted(said, key=lambda answer: (answer.given_on, answer.order)):
        newest[answer.parent] = answer
    return list(newest.values())
