"""Counting a term, once: what everybody is shown of it from then on.

A term is over with the day before the next one, and is counted two weeks into the next one, so that
nearly all of it has been decided. It is counted once. A case that is decided, corrected, removed or
handed on afterwards changes nothing, so that no two days, and no two readers, have anything to
compare. Terms that are moved about later never make a day count twice.

What anybody who handles ordinary cases could count for themselves is counted. A case about the
Headteacher or a governor goes to the chair or the clerk, and is left out: else the Headteacher
could subtract the cases they handle, and learn that there is one about them (I4). Low-level
concerns are left out too, and what may still turn out to be one: governors never see those (I8).
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from governance.history import cuts
from governance.history.coverage import coverage_on
from governance.models import CountedTerm
from governance.suppression import step_of
from incidents.models import Case, CaseQuerySet, Kind
from school.calendar import ONE_DAY
from school.models import Child, Role, Term
from school.terms import school_calendar

SETTLES_IN = timedelta(days=14)
COUNTED = (Role.HEADTEACHER, Role.DEPUTY)
POINT = (
    "clause__section__version__title",
    "clause__section__position",
    "clause__position",
    "clause__number",
    "clause__text",
)


@dataclass(frozen=True)
class Period:
    """A completed term with the holiday after it: the day before the next term is its last."""

    name: str
    first: date
    last: date


def completed_periods(today: date) -> list[Period]:
    """Return the terms that are over and have settled, earliest first.

    Where several have one name, as the two halves of a term may, each is named with its first day.
    """
    begun = list(Term.objects.filter(starts_on__lte=today - SETTLES_IN).order_by("starts_on"))
    times = Counter(term.name for term in begun)
    return [
        Period(
            term.name if times[term.name] == 1 else f"{term.name}, {date_format(term.starts_on)}",
            term.starts_on,
            following.starts_on - ONE_DAY,
        )
        for term, following in pairwise(begun)
    ]


@transaction.atomic
def count_terms() -> int:
    """Count every term that is over and is not counted yet; return how many."""
    if not uncounted():
        return 0
    chain.take_turn()
    waiting = uncounted()
    for period in waiting:
        counted = CountedTerm.objects.create(
            name=period.name,
            first_on=period.first,
            last_on=period.last,
            pupils=Child.objects.on_roll(period.last).count(),
            steps=steps_of(period),
            sign_off=coverage_on(period.last),
        )
        chain.record("governance.term.counted", on=counted)
    return len(waiting)


def uncounted() -> list[Period]:
    """Return the terms to count, each from the day after what is counted already."""
    latest = CountedTerm.objects.order_by("last_on").last()
    periods = completed_periods(timezone.localdate())
    if latest is None:
        return periods
    return [
        Period(period.name, max(period.first, latest.last_on + ONE_DAY), period.last)
        for period in periods
        if period.last > latest.last_on
    ]


def steps_of(period: Period) -> dict[str, Any]:
    """Return all that is shown of the cases of a term: where the step of each line begins."""
    came_in = reported(period)
    cases = came_in.exclude(remit_within=False)
    tables = {
        cuts.KIND: _lines(cases, "kind"),
        cuts.AUDIENCE: _lines(cases, "subject_kind"),
        cuts.OUTCOME: _lines(cases, "outcome", cuts.outcome_line),
        cuts.TIME: _by_time(cases),
        cuts.REMIT: _lines(cases, "remit_grounds", cuts.remit_line),
        cuts.MOTIVE: _lines(
            cases.filter(kind=Kind.CYBERBULLYING), "bullying__motives", cuts.motive_line
        ),
    }
    return {
        "all": step_of(cases.count()),
        "outside": step_of(came_in.filter(remit_within=False).count()),
        **{
            cut.key: {line: step_of(counts.get(line, 0)) for line in cut.lines}
            for cut, counts in tables.items()
        },
        cuts.CLAUSE.key: {
            point: begins for point, count in _by_clause(cases) if (begins := step_of(count))
        },
    }


def reported(period: Period) -> CaseQuerySet:
    """Return the cases of a term that count; a question or worry is no breach."""
    return (
        Case.objects.without_low_level()
        .filter(
            received_at__gte=_midnight(period.first),
            received_at__lt=_midnight(period.last + ONE_DAY),
            handling_role__in=COUNTED,
        )
        .exclude(kind=Kind.CONCERN)
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _lines(cases: CaseQuerySet, field: str, line_of: Callable[..., str] = str) -> dict[str, int]:
    """Return how many cases stand on each line, by the field that says which."""
    lines: dict[str, int] = defaultdict(int)
    for found, count in cases.order_by().values_list(field).annotate(Count("pk")):
        lines[line_of(found)] += count
    return lines


def _by_time(cases: CaseQuerySet) -> dict[str, int]:
    dates = cases.order_by().values_list(TruncDate("received_at"), TruncDate("closed_at"))
    counted: list[Any] = list(dates.annotate(Count("pk")))
    days = SchoolDays((received, closed) for received, closed, _ in counted if closed)
    lines: dict[str, int] = defaultdict(int)
    for received, closed, count in counted:
        lines[cuts.time_line(days.between(received, closed) if closed else None)] += count
    return lines


class SchoolDays:
    """School days between many pairs of days: the calendar is asked about each day only once."""

    def __init__(self, pairs: Iterable[tuple[date, date]]) -> None:
        ends = [day for pair in pairs for day in pair]
        calendar = school_calendar() if ends else None
        self._days: list[date] = []
        if calendar:
            first, length = min(ends), (max(ends) - min(ends)).days + 1
            every = (first + timedelta(days=number) for number in range(length))
            self._days = [day for day in every if calendar.is_school_day(day)]

    def between(self, start: date, end: date) -> int:
        """Count the school days after the first one from `start` on, up to and including `end`."""
        from_start = bisect_right(self._days, start - ONE_DAY)
        return max(0, bisect_right(self._days, end) - from_start - 1)


def _by_clause(cases: CaseQuerySet) -> Iterable[tuple[str, int]]:
    """Return each point that was named, in the order of its policy, with the number of cases."""
    named = Case.clauses.through.objects.filter(case__in=cases).order_by()
    found = named.values_list(*POINT).annotate(Count("case_id", distinct=True))
    lines: dict[str, int] = defaultdict(int)
    for title, *_, number, text, count in sorted(found):
        lines[f"{title}, {number}: {text}"] += count
    return lines.items()
