"""The comparison itself: first what belongs together, then the words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policies.comparison.changes import (
    ClauseChange,
    ClauseText,
    Comparison,
    PolicyText,
    SectionChange,
    SectionText,
    differs,
)
from policies.comparison.pairs import (
    FEW_WORDS,
    Piece,
    kept_order,
    pair,
    reading_order,
    telling_words,
)
from policies.comparison.words import MOST_IN_A_PASSAGE, Change, Run, runs_between, words_of

# The most that is compared in all the clauses together, counted as in one passage.
MOST_IN_A_POLICY = 2_000_000


def compare(older: PolicyText, newer: PolicyText) -> Comparison:
    """Return what changed from one text of a policy to another."""
    return Comparison(
        title=runs_between(older.title, newer.title),
        audiences=runs_between(older.audiences, newer.audiences),
        sign_off_text=runs_between(older.sign_off_text, newer.sign_off_text),
        sections=_sections(older.sections, newer.sections),
    )


@dataclass(frozen=True)
class _Placed:
    """A clause and the part of the text that it stands in: a section's place in the newer text.

    Sections of the older text that are gone have a place of their own below 0.
    """

    part: int
    clause: ClauseText


@dataclass(frozen=True)
class _Clauses:
    """The clauses of both texts, which became which, and how much work each may cost."""

    older: list[_Placed]
    newer: list[_Placed]
    was: dict[int, int]
    most: int

    def by_part(self) -> dict[int, tuple[ClauseChange, ...]]:
        """Return the changes of each part, in reading order."""
        before, after = _places_by_part(self.older), _places_by_part(self.newer)
        return {part: self._in(before[part], after[part]) for part in {*before, *after}}

    def _in(self, before: list[int], after: list[int]) -> tuple[ClauseChange, ...]:
        here = set(before)
        stayed = kept_order([self.was[j] for j in after if self.was.get(j) in here])
        order = reading_order(before, after, self.was, stayed)
        return tuple(
            self._removed(place) if is_removed else self._there(place, stayed)
            for is_removed, place in order
        )

    def _removed(self, i: int) -> ClauseChange:
        was = self.older[i].clause
        return ClauseChange(Change.REMOVED, was, was, False, _whole(Change.REMOVED, was.text))

    def _there(self, j: int, stayed: set[int]) -> ClauseChange:
        now = self.newer[j].clause
        if (i := self.was.get(j)) is None:
            return ClauseChange(Change.ADDED, now, None, False, _whole(Change.ADDED, now.text))
        was = self.older[i].clause
        runs = runs_between(was.text, now.text, most=self.most)
        return ClauseChange(_of_runs(runs), now, was, i not in stayed, runs)


@dataclass(frozen=True)
class _Sections:
    """The sections of both texts, which became which, and the changes of their clauses by part."""

    older: Sequence[SectionText]
    newer: Sequence[SectionText]
    was: dict[int, int]
    clauses: dict[int, tuple[ClauseChange, ...]]

    def changes(self) -> tuple[SectionChange, ...]:
        stayed = kept_order([self.was[j] for j in sorted(self.was)])
        order = reading_order(range(len(self.older)), range(len(self.newer)), self.was, stayed)
        return tuple(
            self._removed(place) if is_removed else self._there(place, stayed)
            for is_removed, place in order
        )

    def _removed(self, i: int) -> SectionChange:
        was = self.older[i]
        return SectionChange(
            change=Change.REMOVED,
            shown=was,
            was=was,
            is_moved=False,
            heading=_whole(Change.REMOVED, was.heading),
            audiences=_whole(Change.REMOVED, was.audiences),
            clauses=self.clauses.get(_gone(i), ()),
        )

    def _there(self, j: int, stayed: set[int]) -> SectionChange:
        now, i = self.newer[j], self.was.get(j)
        if i is None:
            change, was = Change.ADDED, None
            heading = _whole(Change.ADDED, now.heading)
            audiences = _whole(Change.ADDED, now.audiences)
        else:
            was = self.older[i]
            heading = runs_between(was.heading, now.heading)
            audiences = runs_between(was.audiences, now.audiences)
            change = _of_runs((*heading, *audiences))
        return SectionChange(
            change=change,
            shown=now,
            was=was,
            is_moved=i is not None and i not in stayed,
            heading=heading,
            audiences=audiences,
            clauses=self.clauses.get(j, ()),
        )


def _sections(
    older: Sequence[SectionText], newer: Sequence[SectionText]
) -> tuple[SectionChange, ...]:
    section_was = pair([_of_section(s) for s in older], [_of_section(s) for s in newer])
    became = {i: j for j, i in section_was.items()}
    before = [_Placed(became.get(i, _gone(i)), c) for i, s in enumerate(older) for c in s.clauses]
    after = [_Placed(j, c) for j, s in enumerate(newer) for c in s.clauses]
    clause_was = pair([_of_clause(placed) for placed in before], [_of_clause(p) for p in after])
    changed = sum(before[i].clause.text != after[j].clause.text for j, i in clause_was.items())
    most = min(MOST_IN_A_PASSAGE, MOST_IN_A_POLICY // max(1, changed))
    clauses = _Clauses(before, after, clause_was, most).by_part()
    return _Sections(older, newer, section_was, clauses).changes()


def _gone(place: int) -> int:
    """Return the part that stands for a section of the older text that is gone."""
    return -1 - place


def _of_section(section: SectionText) -> Piece:
    heading = " ".join(words_of(section.heading)).casefold()
    text = " ".join([section.heading, *(clause.text for clause in section.clauses)])
    by_heading = ((section.number, heading), heading) if heading else ()
    return Piece(
        names=((section.number, tuple(words_of(text))), *by_heading),
        place=("", section.number),
        words=telling_words(text),
    )


def _of_clause(placed: _Placed) -> Piece:
    words = tuple(words_of(placed.clause.text))
    place = (placed.part, placed.clause.number)
    anywhere = (words,) if len(words) >= FEW_WORDS else ()
    return Piece(
        names=((place, words), (placed.part, words), *anywhere),
        place=place,
        words=telling_words(placed.clause.text),
    )


def _places_by_part(clauses: Sequence[_Placed]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for place, placed in enumerate(clauses):
        places[placed.part].append(place)
    return places


def _whole(change: Change, text: str) -> tuple[Run, ...]:
    return (Run(change, text),) if text else ()


def _of_runs(runs: tuple[Run, ...]) -> Change:
    return Change.CHANGED if differs(runs) else Change.SAME
