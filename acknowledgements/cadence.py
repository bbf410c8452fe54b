"""When a reminder is due.

The cadence is a list of school days counted from the day somebody was asked: with 3, 7 and 9 the
first reminder is due on the third school day after, and there are three at the most. Reminders go
on school days only. A day on which the portal did not run is made up for by one reminder, the
latest that is due; those before it are never sent afterwards.

Whoever is on long leave is not reminded. On their return the count begins again from their first
day back, and goes on with the step after the last that was taken: leave puts a reminder off, and
never adds one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from school.calendar import SchoolCalendar

MOST = 3
LATEST = 60  # school days: a term
ONE_DAY = timedelta(days=1)

# A leave: its first day and its last, or None where nobody knows yet when it ends.
Leave = tuple[date, date | None]


def step_due(
    *,
    asked_on: date,
    today: date,
    last_step: int,
    cadence: Sequence[int],
    calendar: SchoolCalendar,
    returned_on: date | None = None,
) -> int | None:
    """Return the step (1, 2 or 3) to take today, or None.

    `last_step` is the highest step taken so far, 0 for none; `cadence` counts in school days.
    `returned_on` is the first day back from leave that has begun; while it is to come, none is due.
    """
    since = max(asked_on, returned_on or asked_on)
    if today <= since or not calendar.is_school_day(today):
        return None
    steps = sorted(cadence)[:MOST]
    reached = sum(calendar.add_school_days(since, days) <= today for days in steps)
    return reached if reached > last_step else None


def steps_ahead(
    *,
    asked_on: date,
    today: date,
    until: date,
    last_step: int,
    cadence: Sequence[int],
    calendar: SchoolCalendar,
    leave: Iterable[Leave] = (),
) -> list[tuple[date, int]]:
    """Return each reminder that will go from today until a day, both included, with its step.

    As long as nobody answers, and leave, terms and closures stay as they are known today.
    """
    leave, day = tuple(leave), today
    ahead: list[tuple[date, int]] = []
    while day <= until and last_step < min(len(cadence), MOST):
        step = step_due(
            asked_on=asked_on,
            today=day,
            last_step=last_step,
            cadence=cadence,
            calendar=calendar,
            returned_on=back_on(leave, day),
        )
        if step is not None:
            ahead.append((day, step))
            last_step = step
        day += ONE_DAY
    return ahead


def back_on(leave: Iterable[Leave], on: date) -> date | None:
    """Return the first day back from all leave that has begun by a day, or None without any.

    It is still to come while somebody is away; of leave without an end it is the end of time.
    """
    begun = [last for first, last in leave if first <= on]
    if not begun:
        return None
    return date.max if None in begun else max(last for last in begun if last) + ONE_DAY


def problem_with(cadence: Sequence[int]) -> str:
    """Return in a sentence why reminders cannot go by a cadence, or "" where they can."""
    if not 1 <= len(cadence) <= MOST:
        return "There is one reminder at the least, and there are three at the most."
    if not all(1 <= days <= LATEST for days in cadence):
        return f"Each reminder goes between 1 and {LATEST} school days after somebody was asked."
    if list(cadence) != sorted(set(cadence)):
        return "Each reminder goes later than the one before it."
    return ""
