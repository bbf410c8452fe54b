"""How some people have replied, as numbers: four states that are never mixed (A3).

No database, no settings: what is counted comes from `counts.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

# The states in the order in which pages and charts show them, with their words.
STATES = (
    ("signed", "signed"),
    ("declined", "declined"),
    ("question", "asked a question"),
    ("none", "no reply"),
)


@dataclass(frozen=True)
class Tally:
    """How many replied in which way. `away` is how many of those without a reply are on leave."""

    signed: int = 0
    declined: int = 0
    question: int = 0
    none: int = 0
    away: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    @property
    def asked(self) -> int:
        return self.signed + self.declined + self.question + self.none

    @property
    def unsigned(self) -> int:
        return self.asked - self.signed

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """Return each state with its word and its number, those that nobody is in too."""
        return [(state, words, getattr(self, state)) for state, words in STATES]

    @property
    def in_words(self) -> str:
        """Return the states that anybody is in: "12 signed, 1 declined"."""
        return ", ".join(f"{number:,} {words}" for _, words, number in self.states if number)


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, start=Tally())
