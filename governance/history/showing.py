"""The breach history as every page, file and print of it shows it: steps that were kept, no more.

Nothing here counts a case. Whatever is chosen, what is shown is a part of the same fixed set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from governance.history.coverage import PARENTS, REQUIRED
from governance.history.cuts import BY_KEY, CUTS, Cut
from governance.models import CountedTerm
from governance.suppression import in_words, per_hundred, share_in_words

AT_ONCE = 6
NOTHING_YET = (
    "No term has been counted yet. A term is counted once, two weeks after the next one has begun."
)


class Cell(NamedTuple):
    term: str
    words: str


@dataclass(frozen=True)
class Line:
    """One line of a table: its words, and where the step begins in each term."""

    label: str
    terms: tuple[str, ...]
    begins: tuple[int, ...]

    @property
    def cells(self) -> list[Cell]:
        return [
            Cell(term, in_words(step)) for term, step in zip(self.terms, self.begins, strict=True)
        ]


@dataclass(frozen=True)
class Table:
    """One cut of the terms that are looked at."""

    cut: Cut
    terms: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def latest(self) -> list[tuple[str, int]]:
        """Return each line with its step in the last of the terms."""
        return [(line.label, line.begins[-1]) for line in self.lines]

    @property
    def finding(self) -> str:
        """Say in one sentence what the last of the terms shows."""
        most = max((step for _, step in self.latest), default=0)
        if not most:
            return f"In {self.terms[-1]}, nothing here came up five times or more."
        first = [label for label, step in self.latest if step == most]
        named = "; ".join(label if len(label) <= 90 else f"{label[:89]}…" for label in first)
        return f"In {self.terms[-1]}, most often ({in_words(most)}): {named}."


@dataclass(frozen=True)
class TermLine:
    """One term in sum: how many breaches, as a rate too, and how far sign-off had come."""

    term: CountedTerm

    @property
    def begins(self) -> int:
        return int(self.term.steps["all"])

    @property
    def reported(self) -> str:
        return in_words(self.begins)

    @property
    def rate(self) -> str:
        return per_hundred(self.begins, self.term.pupils) or "too few to say"

    @property
    def outside(self) -> str:
        return in_words(self.term.steps["outside"])

    @property
    def required(self) -> str:
        return _span(self.term, REQUIRED)

    @property
    def parents(self) -> str:
        return _span(self.term, PARENTS)


def _span(term: CountedTerm, group: str) -> str:
    """Return from which share to which the policies of a term were signed, by a group of people."""
    shares = sorted(one[group] for one in term.sign_off.values() if one[group] is not None)
    if not shares:
        return "nothing to show"
    least, most = share_in_words(shares[0]), share_in_words(shares[-1])
    return least if least == most else f"from {least} to {most}"


@dataclass(frozen=True)
class SignOff:
    """How far one policy's sign-off had come, in words that point at nobody."""

    title: str
    required: str
    parents: str


@dataclass(frozen=True)
class History:
    """Some terms of the breach history, earliest first."""

    counted: tuple[CountedTerm, ...]

    @property
    def terms(self) -> list[TermLine]:
        return [TermLine(term) for term in self.counted]

    @property
    def latest(self) -> CountedTerm:
        return self.counted[-1]

    @property
    def finding(self) -> str:
        """Say in one sentence or two what the terms show."""
        if not self.counted:
            return NOTHING_YET
        *before, last = self.terms
        said = f"In {last.term}, {last.reported} breaches were reported."
        if not before:
            return said
        than = before[-1]
        if last.begins == than.begins:
            return f"{said} That is about as many as in the term before."
        more = "more" if last.begins > than.begins else "fewer"
        return f"{said} That is {more} than in the term before ({than.reported})."

    def table(self, cut: Cut) -> Table:
        """Return one cut; where its lines are found in the counts, those that came up at all."""
        steps = [term.steps[cut.key] for term in self.counted]
        labels = cut.lines
        if cut.is_open:
            labels = {point: point for term in steps for point in term}
        names = tuple(term.name for term in self.counted)
        lines = (
            Line(label, names, tuple(term.get(key, 0) for term in steps))
            for key, label in labels.items()
        )
        return Table(cut, names, tuple(lines))

    def tables(self, cuts: Iterable[Cut] = CUTS) -> list[Table]:
        return [self.table(cut) for cut in cuts] if self.counted else []

    def sign_off(self) -> list[SignOff]:
        """Return each policy in force at the end of the last of the terms."""
        if not self.counted:
            return []
        return [
            SignOff(title, share_in_words(one[REQUIRED]), share_in_words(one[PARENTS]))
            for title, one in self.latest.sign_off.items()
        ]


def every_term() -> list[CountedTerm]:
    return list(CountedTerm.objects.all())


def breach_history(
    terms: Sequence[CountedTerm] | None = None, until: CountedTerm | None = None
) -> History:
    """Return six terms, the last of them `until`, or the last there is (G1)."""
    terms = every_term() if terms is None else terms
    end = len(terms) if until is None else terms.index(until) + 1
    return History(tuple(terms[max(0, end - AT_ONCE) : end]))


def cut_named(key: str) -> Cut:
    return BY_KEY[key]
