"""When a reminder is due.

The cadence is a list of school days counted from the day somebody was asked: with 3, 7 and 9 the
first reminder is due on the third school day after, and there are three at the most. Reminders go
on school days only. A day on which the portal did not run is made up for by one reminder, the
latest that is due; those before it are never sent afterwards.
"""

from collections.abc import Sequence
from datetime import date

from school.calendar import SchoolCalendar


def step_due(
    *,
    asked_on: date,
    today: date,
    last_step: int,
    cadence: Sequence[int],
    calendar: SchoolCalendar,
) -> int | None:
    """Return the step (1, 2 …) to take today, or None.

    `last_step` is the highest step taken so far, 0 for none; `cadence` counts in school days.
    """
    if not calendar.is_school_day(today):
        return None
    reached = sum(calendar.add_school_days(asked_on, days) <= today for days in sorted(cadence))
    return reached if reached > last_step else None
