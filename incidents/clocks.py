"""By when the school reads a report, has a first look, and decides (I10).

In words a deputy head could check. Three clocks start when a report arrives:

    clock         met by                                usually            a child may be at risk
    read          somebody who handles it opens it      1 school day       1 hour
    first look    the first look is recorded            2 school days      4 hours
    decide        the case is closed                    10 school days     48 hours

A question, worry or complaint ("Talk to us") is answered in 5 school days instead of 10. All of
these are settings. School days end at five in the afternoon; hours run day and night, holidays too.
A report that arrives on a day off counts from the next school day. To record a holiday or closure
can move a deadline later and never earlier.

When a clock runs out, whoever handles the case is nudged. When a further school day passes (or two
hours, where hours run), it goes up by the list in `escalation.py`. While a case is with governors
its clock rests; when it comes back the school has the days for a decision again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from school.calendar import SchoolCalendar

END_OF_SCHOOL_DAY = time(17, 0)
PATIENCE_SCHOOL_DAYS = 1
PATIENCE_HOURS = 2


class Clock(StrEnum):
    """In the order in which they run out."""

    READ = "read"
    TRIAGE = "triage"
    DECIDE = "decide"


@dataclass(frozen=True)
class Allowance:
    """How long one clock runs: in school days, or in hours of any day. One of the two is None."""

    school_days: int | None = None
    hours: int | None = None

    def __post_init__(self) -> None:
        if (self.school_days is None) == (self.hours is None):
            raise ValueError("A clock runs in school days or in hours.")

    @property
    def in_hours(self) -> bool:
        return self.hours is not None


def due_at(start: datetime, allowance: Allowance, calendar: SchoolCalendar) -> datetime:
    """Return when a clock that starts then runs out. `start` is aware, in the school's own time."""
    if allowance.hours is not None:
        return start + timedelta(hours=allowance.hours)
    day = calendar.add_school_days(start.date(), allowance.school_days or 0)
    return datetime.combine(day, END_OF_SCHOOL_DAY, tzinfo=start.tzinfo)


def moved_by_calendar(
    due: datetime, start: datetime, allowance: Allowance, calendar: SchoolCalendar
) -> datetime:
    """Return the deadline under a calendar that was changed: later if anything, never earlier."""
    return max(due, due_at(start, allowance, calendar))


def goes_up_at(due: datetime, *, in_hours: bool, calendar: SchoolCalendar) -> datetime:
    """Return when a clock that ran out and was not met goes up to somebody else."""
    if in_hours:
        return due + timedelta(hours=PATIENCE_HOURS)
    patience = Allowance(school_days=PATIENCE_SCHOOL_DAYS)
    return due_at(due, patience, calendar)


def next_due(dues: Iterable[datetime]) -> datetime | None:
    """Return what runs out first, of the clocks that are not met yet."""
    return min(dues, default=None)
