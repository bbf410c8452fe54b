"""The school's own calendar, put together from its terms, its closure days and bank holidays."""

from datetime import date
from functools import lru_cache

import holidays
from django.utils import timezone

from school.calendar import SchoolCalendar
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
    years = range(first_year, last_year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=years))
