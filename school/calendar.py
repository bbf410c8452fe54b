"""Which days are school days, and when a deadline that is counted in school days falls.

In words a deputy head could check: a Saturday or Sunday is never a school day. A bank holiday, a
training day or any other closure never is. From the first recorded term to the end of the last,
only a day inside a term is a school day, so holidays and half-terms do not count. Before the first
term and after the last one that anybody has recorded, every Monday to Friday that is not a closure
counts: a deadline is then always known, and if it is wrong it is too early, never too late.

What arrives on a day off is treated as arriving on the next school day, which is day 0. One school
day later is the first school day after that. To record another closure, or the term that follows
the last, can move a deadline later and never earlier (I10).
"""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SchoolCalendar:
    """Terms as (first day, last day), both included and in any order; and the days of closure."""

    terms: tuple[tuple[date, date], ...] = ()
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        for first, last in self.terms:
            if last < first:
                raise ValueError(f"A term ends on {last}, before it starts on {first}.")

    def is_school_day(self, day: date) -> bool:
        """Tell whether the school is open on a day, as far as anybody has recorded."""
        if day.weekday() >= SATURDAY or day in self.closed:
            return False
        if not self._is_recorded(day):
            return True
        return any(first <= day <= last for first, last in self.terms)

    def add_school_days(self, start: date, days: int) -> date:
        """Return the school day that is `days` school days after the first one from `start` on.

        With 0 that is `start` itself when the school is open, else the next day that it is.
        """
        if days < 0:
            raise ValueError("A deadline cannot be counted backwards.")
        day = self._next_school_day(start)
        for _ in range(days):
            day = self._next_school_day(day + ONE_DAY)
        return day

    def school_days_between(self, start: date, end: date) -> int:
        """Count the school days after `start` up to and including `end`.

        Below zero when `end` is before `start`: from a deadline that has passed, the number of
        school days by which it was missed.
        """
        if end < start:
            return -self.school_days_between(end, start)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(self.is_school_day(day) for day in days)

    def _is_recorded(self, day: date) -> bool:
        if not self.terms:
            return False
        return min(first for first, _ in self.terms) <= day <= max(last for _, last in self.terms)

    def _next_school_day(self, day: date) -> date:
        # Ends because closures are finite in number, and so are the days of the recorded terms.
        while not self.is_school_day(day):
            day += ONE_DAY
        return day
