"""School terms for the demonstration, close to what English schools keep, for any year."""

from datetime import date, timedelta

from school.models import ClosureDay, Term

# Name, about its first day and its last; the spring and summer ones fall in the year after.
PATTERN = (
    ("Autumn, first half", (9, 2), (10, 23)),
    ("Autumn, second half", (11, 2), (12, 18)),
    ("Spring, first half", (1, 4), (2, 12)),
    ("Spring, second half", (2, 22), (3, 26)),
    ("Summer, first half", (4, 12), (5, 28)),
    ("Summer, second half", (6, 7), (7, 21)),
)


def school_year_of(day: date) -> int:
    """Return the year in which the school year of a day began."""
    return day.year if day.month >= 9 else day.year - 1


def terms_of(year: int) -> list[Term]:
    """Return the six half-terms of the school year that begins in September of `year`."""
    return [
        Term(
            name=f"{name} {year}/{(year + 1) % 100:02}",
            starts_on=weekday(date(year + (first[0] < 9), *first), look=1),
            ends_on=weekday(date(year + (last[0] < 9), *last), look=-1),
        )
        for name, first, last in PATTERN
    ]


def weekday(day: date, *, look: int) -> date:
    """Return the day itself, or the nearest Monday to Friday after (1) or before (-1) it."""
    while day.weekday() > 4:
        day += timedelta(days=look)
    return day


def create_calendar(today: date) -> None:
    """Record last year's, this year's and next year's terms, and a training day in each."""
    year = school_year_of(today)
    for start in (year - 1, year, year + 1):
        terms = Term.objects.bulk_create(terms_of(start))
        ClosureDay.objects.create(day=terms[0].starts_on, reason="Staff training day")
