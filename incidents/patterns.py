"""What comes up again in the cases that somebody may see: by app, point, class and person (I15).

In words a deputy head could check. Counted are the cases that this person could open one by one,
and no other: the Headteacher's are those they may see, the deputy's those in which they take the
steps. Nobody counts a case about themselves (I4). A case belongs to the term in which it was
reported, with the holiday after it. Of a person only what somebody confirmed counts, and only from
the second case on; a name alone is nobody. A child counts in the class that they are in today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Aggregate, Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import Lower, RowNumber
from django.utils import timezone

from incidents.models import Case, CaseParty, CaseQuerySet, Part
from policies.models import Clause
from school.models import Child, Person, Role, Term

TERMS_SHOWN = 6
A_PAGE = 25
REPEATED = 2
A_FEW = 5
MOST_ROWS = 1_000
LONGEST_TEXT = 90


class By(StrEnum):
    """What the cases are laid side by side by."""

    SERVICE = "service"
    CLAUSE = "clause"
    YEAR = "year"
    CLASS = "class"
    ALLEGED = "alleged"
    TARGET = "target"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def caption(self) -> str:
        """Return what the table counts, as its caption begins."""
        return CAPTIONS.get(self, f"Cases by {self.label.lower()}")

    @property
    def when_empty(self) -> str:
        return WHEN_EMPTY[self]

    @property
    def is_person(self) -> bool:
        return self in PARTS


LABELS = {
    By.SERVICE: "App or website",
    By.CLAUSE: "Point of a policy",
    By.YEAR: "Year group",
    By.CLASS: "Class",
    By.ALLEGED: "Said to have done it, more than once",
    By.TARGET: "Harmed, more than once",
}
CAPTIONS = {
    By.ALLEGED: "Cases of people who are said to have done it more than once",
    By.TARGET: "Cases of people who were harmed more than once",
}
_NO_CHILD = "No child who is in a class is named in a case yet. Once one is,"
_NOBODY = "Nobody is in more than one case. People appear here once they are named in a second one."
WHEN_EMPTY = {
    By.SERVICE: "No case says yet on which app or website. Once one does, it appears here.",
    By.CLAUSE: "No point of a policy is noted in a case yet. Once one is, it appears here.",
    By.YEAR: f"{_NO_CHILD} their year group appears here.",
    By.CLASS: f"{_NO_CHILD} their class appears here.",
    By.ALLEGED: _NOBODY,
    By.TARGET: _NOBODY,
}
PARTS = {By.ALLEGED: Part.ALLEGED, By.TARGET: Part.TARGET}


@dataclass(frozen=True)
class Period:
    """A term with the holiday after it; the last one still runs."""

    name: str
    starts_at: datetime
    ends_at: datetime | None

    def holds(self, moment: str) -> Q:
        """Return the condition that a moment, by the path to it, lies in it."""
        since = Q(**{f"{moment}__gte": self.starts_at})
        return since & Q(**{f"{moment}__lt": self.ends_at}) if self.ends_at else since


@dataclass(frozen=True)
class Row:
    """One line of the table: its counts, term by term, and of a person their newest cases.

    `place` is where they stand among those with this part in the newest of them, from 1: an
    address says the case and this number, and so nothing of who it is.
    """

    label: str
    counts: list[tuple[str, int]]
    total: int
    cases: list[Case]
    place: int = 0

    @property
    def further(self) -> int:
        return self.total - len(self.cases)


@dataclass(frozen=True)
class Pattern:
    """The table as a page shows it, and in one sentence what it comes to."""

    by: By
    periods: list[Period]
    page: Page
    rows: list[Row]
    number: int
    finding: str


def cases_for(person: Person) -> CaseQuerySet:
    """Return the cases that a person's patterns are made of."""
    if person.is_any(Role.HEADTEACHER):
        return Case.objects.visible_to(person)
    return Case.objects.handled_by(person)


def pattern(person: Person, by: By, page: str | None) -> Pattern:
    """Return one table of what comes up again, over the last terms, a page of it at a time."""
    periods = periods_shown()
    cases = cases_for(person)
    if periods:
        cases = cases.filter(received_at__gte=periods[0].starts_at)
    number = cases.order_by().count()
    # All at once, and not once more to number them: grouping is what takes its time.
    shown = Paginator(list(_grouped(cases, by, periods)[:MOST_ROWS]), A_PAGE).get_page(page)
    groups = list(shown)
    labels, theirs = _labels(groups, by), _cases_of(groups, cases, by)
    standing = _standing([listed[0] for listed in theirs.values()], by)
    rows = [
        Row(
            label=labels[_key(group, by)],
            counts=[(p.name, group[f"term_{place}"]) for place, p in enumerate(periods)],
            total=group["total"],
            cases=(listed := theirs.get(_key(group, by), [])),
            place=standing.get((listed[0].pk, *_key(group, by)), 0) if listed else 0,
        )
        for group in groups
    ]
    return Pattern(by, periods, shown, rows, number, _finding(by, rows, shown, number, periods))


def periods_shown() -> list[Period]:
    """Return the last terms that have begun, the earliest first."""
    begun = list(
        Term.objects.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on")[
            :TERMS_SHOWN
        ]
    )[::-1]
    ends = [_midnight(following.starts_on) for _, following in pairwise(begun)]
    return [
        Period(term.name, _midnight(term.starts_on), end)
        for term, end in zip(begun, [*ends, None], strict=False)
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


KEYS: Mapping[By, tuple[str, ...]] = {
    By.SERVICE: ("service",),
    By.CLAUSE: ("clauses__section__version__policy", "clauses__number"),
    By.YEAR: ("child__school_class__year_group",),
    By.CLASS: ("child__school_class", "child__school_class__name"),
    By.ALLEGED: ("person", "child"),
    By.TARGET: ("person", "child"),
}


def _grouped(
    cases: CaseQuerySet, by: By, periods: Iterable[Period]
) -> QuerySet[Any, dict[str, Any]]:
    """Return each group with its counts, the most frequent first: one statement."""
    rows: QuerySet[Any]
    case, extra = "pk", dict[str, Aggregate]()
    if by == By.SERVICE:
        rows = cases.filter(report__service__gt="").annotate(service=Lower("report__service"))
        extra = {"label": Min("report__service")}
    elif by == By.CLAUSE:
        rows = cases.filter(clauses__isnull=False)
        extra = {"clause": Max("clauses__pk")}
    else:
        case, rows = "case", _parties(cases, by)
    moment = "received_at" if case == "pk" else "case__received_at"
    counts = {
        f"term_{place}": Count(case, distinct=True, filter=period.holds(moment))
        for place, period in enumerate(periods)
    }
    found = (
        rows.order_by()
        .values(*KEYS[by])
        .annotate(total=Count(case, distinct=True), **counts, **extra)
        .order_by("-total", *KEYS[by])
    )
    return found.filter(total__gte=REPEATED) if by.is_person else found


def _parties(cases: CaseQuerySet, by: By) -> QuerySet[CaseParty]:
    parties = CaseParty.objects.filter(case__in=cases.order_by().values("pk"))
    if by.is_person:
        return parties.filter(somebody_sure(by))
    in_class = parties.filter(child__school_class__isnull=False)
    return in_class.exclude(child__school_class__year_group="") if by == By.YEAR else in_class


def somebody_sure(by: By) -> Q:
    """Return the condition on a part in a case that counts: somebody known, and confirmed."""
    somebody = Q(person__isnull=False) | Q(child__isnull=False)
    return somebody & Q(part=PARTS[by], confirmed_at__isnull=False)


def _key(group: Mapping[str, Any], by: By) -> tuple[Any, ...]:
    return tuple(group[name] for name in KEYS[by])


def _labels(groups: list[dict[str, Any]], by: By) -> dict[tuple[Any, ...], str]:
    """Return what each group is called, in two statements at most."""
    if by == By.SERVICE:
        return {_key(group, by): group["label"] for group in groups}
    if by == By.CLAUSE:
        newest = Clause.objects.select_related("section__version").in_bulk(
            [group["clause"] for group in groups]
        )
        return {_key(group, by): _clause_label(newest[group["clause"]]) for group in groups}
    if by.is_person:
        people = Person.objects.in_bulk([g["person"] for g in groups if g["person"]])
        children = Child.objects.in_bulk([g["child"] for g in groups if g["child"]])
        return {
            _key(g, by): str(people[g["person"]] if g["person"] else children[g["child"]])
            for g in groups
        }
    return {_key(group, by): _key(group, by)[-1] for group in groups}


def _clause_label(clause: Clause) -> str:
    text = clause.text if len(clause.text) <= LONGEST_TEXT else f"{clause.text[:LONGEST_TEXT]}…"
    return f"{clause.section.version.title}, {clause.number}: {text}"


def _cases_of(
    groups: list[dict[str, Any]], cases: CaseQuerySet, by: By
) -> dict[tuple[Any, ...], list[Case]]:
    """Return the newest few cases of each person on the page, the newest first: two statements."""
    found: dict[tuple[Any, ...], list[Case]] = {}
    if not by.is_person or not groups:
        return found
    people = [group["person"] for group in groups if group["person"]]
    children = [group["child"] for group in groups if group["child"]]
    theirs = (
        _parties(cases, by)
        .filter(Q(person__in=people) | Q(child__in=children))
        .annotate(
            age=Window(
                RowNumber(),
                partition_by=[F("person"), F("child")],
                order_by=[F("case__received_at").desc(), F("pk").asc()],
            )
        )
        .filter(age__lte=A_FEW)
        .values_list("person", "child", "case")
    )
    newest = list(theirs.order_by("age"))
    known = Case.objects.in_bulk([pk for *_, pk in newest])
    for who, child, pk in newest:
        listed = found.setdefault((who, child), [])
        if known[pk] not in listed:
            listed.append(known[pk])
    return found


def _standing(cases: list[Case], by: By) -> dict[tuple[Any, ...], int]:
    """Return at which place each person stands among those with this part in these cases."""
    if not cases:
        return {}
    found: dict[tuple[Any, ...], int] = {}
    for case, listed in _named_in(cases, by).items():
        for place, key in enumerate(listed, start=1):
            found.setdefault((case, *key), place)
    return found


def _named_in(cases: Iterable[Case], by: By) -> dict[UUID, list[tuple[int | None, int | None]]]:
    named = CaseParty.objects.filter(case__in=cases).filter(somebody_sure(by))
    found: dict[UUID, list[tuple[int | None, int | None]]] = {}
    for party in named.order_by("added_at", "pk"):
        found.setdefault(party.case_id, []).append((party.person_id, party.child_id))
    return found


def cases_with(person: Person, case: Case, by: By, place: int) -> CaseQuerySet | None:
    """Return all cases of the table in which somebody of this case has the same part again.

    Only what this person's patterns are made of; None where nobody stands at that place.
    """
    named = _named_in([case], by).get(case.pk, [])
    if not 0 < place <= len(named):
        return None
    who, child = named[place - 1]
    theirs = CaseParty.objects.filter(somebody_sure(by), person=who, child=child)
    cases, periods = cases_for(person), periods_shown()
    if periods:
        cases = cases.filter(received_at__gte=periods[0].starts_at)
    return cases.filter(pk__in=theirs.values("case_id")).order_by("-received_at", "pk")


def _finding(by: By, rows: list[Row], page: Page, number: int, periods: list[Period]) -> str:
    """Say in a sentence what the table shows; of the first row, which is the most frequent."""
    over = f"over the last {len(periods)} terms" if len(periods) > 1 else "so far"
    if not number:
        return f"There was no case that you see {over}."
    counted = f"{number} {'case' if number == 1 else 'cases'} {over}"
    if not rows:
        return f"Nothing to compare in {counted}."
    if page.number > 1:
        return f"More of the same: {counted}."
    first = rows[0]
    if by.is_person:
        several = page.paginator.count
        who = "One person comes up" if several == 1 else f"{several} people come up"
        return (
            f"{who} more than once in {counted}. That somebody was named says nothing about "
            "whether it was so."
        )
    also = sum(1 for row in rows if row.total == first.total) > 1
    often = "comes up most often, as others do" if also else "comes up most often"
    finding = f"{_short(first.label)} {often}: in {first.total} of {counted}."
    *before, now = [number for _, number in first.counts] or [0]
    if before and now > max(before):
        finding += f" This term it is more than in any before: {now}."
    return finding


def _short(label: str) -> str:
    return label.split(": ", 1)[0]
