"""The school's own calendar, put together from its terms, its closure days and bank holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from school.calendar import SATURDAY, SchoolCalendar
from school.models import ClosureDay, Term

YEARS_AROUND = 2


def school_calendar() -> SchoolCalendar:
    """Return the calendar as it stands now: two queries, and England's bank holidays.

    Bank holidays are known for the years of the terms and two years around them, so that a deadline
    near the last term that was entered still counts right.
    """
    terms = tuple(Term.objects.order_by("starts_on").values_list("starts_on", "ends_on"))
    closures = frozenset(ClosureDay.objects.values_list("day", flat=True))
    today = timezone.localdate()
    first = min([today, *(starts_on for starts_on, _ in terms)]).year - YEARS_AROUND
    last = max([today, *(ends_on for _, ends_on in terms)]).year + YEARS_AROUND
    return SchoolCalendar(terms=terms, closed=closures | bank_holidays(first, last))


@lru_cache(maxsize=8)
def bank_holidays(first_year: int, last_year: int) -> frozenset[date]:
    """Return England's bank holidays from one year to another, both included."""
    return frozenset(_named_bank_holidays(first_year, last_year))


@lru_cache(maxsize=8)
def _named_bank_holidays(first_year: int, last_year: int) -> dict[date, str]:
    years = range(first_year, last_year + 1)
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=years))


def days_off(first: date, last: date, calendar: SchoolCalendar) -> dict[date, str]:
    """Return each day from one to another, both included, that is no school day, and why."""
    closures = dict(
        ClosureDay.objects.filter(day__range=(first, last)).values_list("day", "reason")
    )
    known = _named_bank_holidays(first.year, last.year) | closures
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {
        day: known.get(day) or ("Weekend" if day.weekday() >= SATURDAY else "Holiday")
        for day in days
        if not calendar.is_school_day(day)
    }
