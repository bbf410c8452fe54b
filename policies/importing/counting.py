"""Numbers as a word processor writes them out in front of a list's points: 3, c, iv, 1.2."""

from dataclasses import dataclass, field

from .markers import NUMERALS

MOST_LEVELS = 10
LETTERS = 26
LONGEST_MARK = 40
MOST_DIGITS = 5


@dataclass
class Counter:
    """Counts the points of one list, level by level; a point restarts what is below it."""

    starts: list[int]
    values: list[int | None] = field(default_factory=lambda: [None] * MOST_LEVELS)

    def next(self, level: int) -> list[int]:
        """Count a point on this level: its number, after those of the levels above."""
        for above in range(level):
            if self.values[above] is None:
                self.values[above] = self.starts[above]
        current = self.values[level]
        self.values[level] = self.starts[level] if current is None else current + 1
        self.values[level + 1 :] = [None] * (MOST_LEVELS - level - 1)
        return [value or 0 for value in self.values[: level + 1]]


def written(value: int, style: str) -> str:
    """A number in one of the styles "1", "a", "A", "i", "I"; as 1, 2, 3 where a row ends."""
    if style in {"a", "A"} and 0 < value <= LETTERS:
        return chr(ord(style) + value - 1)
    if style in {"i", "I"} and 0 < value < len(NUMERALS):
        return NUMERALS[value] if style == "i" else NUMERALS[value].upper()
    return str(value)


def as_mark(text: str) -> str:
    """A number so written that it is known as one: a bare "3" or "c" gets its stop."""
    mark = " ".join(text.split())[:LONGEST_MARK]
    return f"{mark}." if mark.isalnum() else mark


def whole_number(text: str, otherwise: int) -> int:
    """The number that an attribute states, if it is one that a document could mean."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
