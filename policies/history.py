"""How a draft came to be what it is: who changed what in it, save by save.

Every write of a version, a section or a clause leaves a row in its history table. Rows that one
person left within a few seconds are one save. What a save changed is told from the rows alone: a
clause keeps its key through all its numbers and places, so nothing has to be guessed here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from policies.comparison import Change, ClauseChange, ClauseText, Run, SectionChange, SectionText
from policies.comparison.changes import differs
from policies.comparison.pairs import kept_order
from policies.comparison.words import runs_between
from policies.models import Clause, Section, State, Version, labels_of
from school.models import Person

# Saves that a page shows.
A_PAGE = 10

# Rows of one person no further apart than this belong together.
ONE_SAVE = timedelta(seconds=3)

TAKEN_OUT = "-"

# What of a version is told, in the order of the page; its standing is told in words of its own.
WORDS = {
    "title": "Title",
    "summary": "In three lines",
    "sign_off_text": "People sign this sentence",
    "pupil_text": "For pupils",
}


@dataclass(frozen=True)
class Fact:
    """A fact of the version that a save changed, and how."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ClauseSaved:
    """What became of one clause; `row` is where its words before are kept, where they are."""

    how: ClauseChange
    row: int | None


@dataclass(frozen=True)
class SectionSaved:
    """What became of a section and of clauses in it; `row` as for a clause, if it was taken out."""

    how: SectionChange
    clauses: tuple[ClauseSaved, ...]
    renumbered: int
    row: int | None


@dataclass(frozen=True)
class Save:
    """What one person changed at one moment."""

    at: datetime
    who: str
    is_beginning: bool
    count: tuple[int, int]  # of sections and clauses that it began with
    facts: tuple[Fact, ...]
    sections: tuple[SectionSaved, ...]


@dataclass(frozen=True)
class Mark:
    """That a row was written: which, of what, by whom and when."""

    at: datetime
    person: int | None
    kind: str
    row: int
    of: int
    how: str


class Story:
    """The saves of one version, newest first: `groups` to page through, `told` for a page of them.

    Only what is told is fetched whole, in the same few queries however long the story is.
    """

    def __init__(self, version: Version) -> None:
        self.version = version
        self.groups = _grouped(_marks(version))[::-1]

    def told(self, groups: Sequence[list[Mark]]) -> list[Save]:
        """Return what each of these groups of the story's rows changed."""
        if not groups:
            return []
        first = self.groups[-1]
        told = [mark for group in groups if not _begins(group, first) for mark in group]
        rows = _Rows.of(self.version, told)
        names = Person.objects.in_bulk({who for group in groups if (who := _person(group))})
        return [
            _Saved(group, rows, is_beginning=_begins(group, first)).save(
                str(names.get(_person(group), "The portal's operator"))
            )
            for group in groups
        ]


def _marks(version: Version) -> list[Mark]:
    """Return all that was ever written of a version, oldest first."""
    sections = Section.history.filter(version_id=version.pk)
    kept = {
        "version": Version.history.filter(id=version.pk),
        "section": sections,
        "clause": Clause.history.filter(section_id__in=sections.order_by().values("id")),
    }
    fields = ("history_date", "history_user_id", "history_id", "id", "history_type")
    marks = [
        Mark(at, person, kind, row, of, how)
        for kind, rows in kept.items()
        for at, person, row, of, how in rows.order_by().values_list(*fields)
    ]
    return sorted(marks, key=lambda mark: (mark.at, mark.row))


def _grouped(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the rows of each save; a row without a person belongs to whoever saved just then."""
    groups: list[list[Mark]] = []
    person = None
    for mark in marks:
        is_near = bool(groups) and mark.at - groups[-1][-1].at <= ONE_SAVE
        if is_near and (mark.person is None or person is None or mark.person == person):
            groups[-1].append(mark)
            person = person or mark.person
        else:
            groups.append([mark])
            person = mark.person
    return groups


def _person(group: Iterable[Mark]) -> int | None:
    return next((mark.person for mark in group if mark.person), None)


def _begins(group: list[Mark], first: list[Mark]) -> bool:
    """Tell whether these are the rows with which the version began: nothing was there before."""
    return group is first and any(mark.kind == "version" and mark.how == "+" for mark in group)


@dataclass(frozen=True)
class _Rows:
    """The rows of whatever is told of, each thing's in the order they were written."""

    version: Sequence[Any]
    sections: Mapping[int, Sequence[Any]]
    clauses: Mapping[int, Sequence[Any]]

    @classmethod
    def of(cls, version: Version, marks: Sequence[Mark]) -> "_Rows":
        touched = {mark.of for mark in marks if mark.kind == "clause"}
        clauses = Clause.history.filter(id__in=touched)
        return cls(
            version=_in_order(Version.history.filter(id=version.pk)),
            sections=_by_thing(Section.history.filter(version_id=version.pk)),
            clauses=_by_thing(clauses),
        )


def _in_order(rows: Any) -> list[Any]:
    return sorted(rows.order_by(), key=lambda row: (row.history_date, row.history_id))


def _by_thing(rows: Any) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in _in_order(rows):
        found[row.id].append(row)
    return dict(found)


@dataclass(frozen=True)
class _Change:
    """What something was before a save and what after it; None while it is not there."""

    was: Any
    now: Any
    row: int | None  # the row that keeps what it was

    @classmethod
    def between(cls, rows: Sequence[Any], began: datetime, ended: datetime) -> "_Change":
        before = [row for row in rows if row.history_date < began]
        until = [row for row in rows if row.history_date <= ended]
        was, now = _there(before), _there(until)
        return cls(was, now, was.history_id if was else None)


def _there(rows: Sequence[Any]) -> Any:
    last = rows[-1] if rows else None
    return None if last is None or last.history_type == TAKEN_OUT else last


@dataclass(frozen=True)
class _Saved:
    """One save, to be told."""

    group: list[Mark]
    rows: _Rows
    is_beginning: bool

    def save(self, who: str) -> Save:
        return Save(
            at=self.group[-1].at,
            who=who,
            is_beginning=self.is_beginning,
            count=(self._added("section"), self._added("clause")),
            facts=() if self.is_beginning else self._facts(),
            sections=() if self.is_beginning else self._sections(),
        )

    def _added(self, kind: str) -> int:
        return len({mark.of for mark in self.group if mark.kind == kind and mark.how == "+"})

    def _between(self, rows: Sequence[Any]) -> _Change:
        return _Change.between(rows, self.group[0].at, self.group[-1].at)

    def _of(self, kind: str) -> list[int]:
        return sorted({mark.of for mark in self.group if mark.kind == kind})

    def _facts(self) -> tuple[Fact, ...]:
        change = self._between(self.rows.version)
        if change.was is None or change.now is None:
            return ()
        was, now = change.was, change.now
        pairs = [(label, getattr(was, n), getattr(now, n)) for n, label in WORDS.items()]
        pairs.append(("For", _whom(was), _whom(now)))
        pairs.append(("Next review", str(was.next_review_on or ""), str(now.next_review_on or "")))
        pairs.append(("Stands as", State(was.state).label, State(now.state).label))
        facts = [Fact(label, runs_between(one, other)) for label, one, other in pairs]
        return tuple(fact for fact in facts if differs(fact.runs))

    def _sections(self) -> tuple[SectionSaved, ...]:
        clauses = {
            pk: self._between(self.rows.clauses[pk])
            for pk in self._of("clause")
            if pk in self.rows.clauses
        }
        here: dict[int, dict[int, _Change]] = defaultdict(dict)
        for pk, change in clauses.items():
            if change.was or change.now:
                here[(change.now or change.was).section_id][pk] = change
        every = {pk: self._between(rows) for pk, rows in self.rows.sections.items()}
        touched = [
            pk
            for pk in {*self._of("section"), *here}
            if pk in every and (every[pk].was or every[pk].now)
        ]
        moved = _moved({pk: every[pk] for pk in touched})
        told = [self._section(every[pk], here[pk], pk in moved) for pk in touched]
        return tuple(
            sorted(
                (one for one in told if one.clauses or one.renumbered or not _is_still(one.how)),
                key=lambda one: one.how.shown.number.rjust(20),
            )
        )

    def _section(self, change: _Change, here: dict[int, _Change], is_moved: bool) -> SectionSaved:
        was, now = change.was, change.now
        heading = runs_between(was.heading if was else "", now.heading if now else "")
        audiences = runs_between(_whom(was), _whom(now))
        moved = _moved(here)
        told = [
            _clause_saved(one, pk in moved)
            for pk, one in sorted(here.items(), key=lambda item: _place(item[1]))
        ]
        shown = [one for one in told if not one.how.is_as_it_was]
        return SectionSaved(
            how=SectionChange(
                change=_how(was, now, (*heading, *audiences)),
                shown=_section_text(now or was),
                was=_section_text(was) if was else None,
                is_moved=is_moved,
                heading=heading,
                audiences=audiences,
                clauses=tuple(one.how for one in shown),
            ),
            clauses=tuple(shown),
            renumbered=sum(one.how.is_renumbered for one in told if one.how.is_as_it_was),
            row=change.row if now is None else None,
        )


def _clause_saved(change: _Change, is_moved: bool) -> ClauseSaved:
    was, now = change.was, change.now
    runs = runs_between(was.text if was else "", now.text if now else "")
    went = bool(was and now and was.section_id != now.section_id)
    how = ClauseChange(
        change=_how(was, now, runs),
        shown=_clause_text(now or was),
        was=_clause_text(was) if was else None,
        is_moved=is_moved or went,
        runs=runs,
    )
    return ClauseSaved(how, change.row if how.change in (Change.CHANGED, Change.REMOVED) else None)


def _how(was: Any, now: Any, runs: tuple[Run, ...]) -> Change:
    if was is None or now is None:
        return Change.ADDED if was is None else Change.REMOVED
    return Change.CHANGED if differs(runs) else Change.SAME


def _moved(changes: Mapping[int, _Change]) -> set[int]:
    """Return which of these overtook the others: a place that only shifts makes nobody move."""
    both = [(one.now.position, one.was.position, pk) for pk, one in changes.items() if _stays(one)]
    both.sort()
    # Places are made different, as `kept_order` asks: two sections may have had the same ones.
    ranks = {pk: rank for rank, (_, pk) in enumerate(sorted((was, pk) for _, was, pk in both))}
    kept = kept_order([ranks[pk] for _, _, pk in both])
    return {pk for _, _, pk in both if ranks[pk] not in kept}


def _stays(change: _Change) -> bool:
    if change.was is None or change.now is None:
        return False
    return getattr(change.was, "section_id", 0) == getattr(change.now, "section_id", 0)


def _is_still(section: SectionChange) -> bool:
    return section.is_as_it_was and not section.number_before


def _place(change: _Change) -> tuple[int, bool]:
    return (change.now or change.was).position, change.now is None


def _whom(row: Any) -> str:
    return ", ".join(labels_of(row.audiences)) if row else ""


def _section_text(row: Any) -> SectionText:
    return SectionText(row.number, row.heading, (), _whom(row))


def _clause_text(row: Any) -> ClauseText:
    return ClauseText(row.number, row.text, row.level)
