"""How far off a deadline is, in words: for those who handle cases, and for those who report."""

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone

from school.terms import school_calendar

HOUR = timedelta(hours=1)


class Wording:
    """How far off moments are, as seen from one moment; reads the calendar once."""

    def __init__(self, now: datetime) -> None:
        self.now, self.today = now, timezone.localdate(now)
        self.calendar = school_calendar()

    def of(self, due_at: datetime | None, *, in_hours: bool = False) -> dict[str, str]:
        """Return the words and how they look: today, in 2 school days, 3 hours late."""
        if due_at is None:
            return {}
        if due_at < self.now:
            return {"words": f"{self._late(due_at, in_hours)} late", "look": "late"}
        if in_hours:
            return {"words": f"In {_hours(due_at - self.now)}", "look": "wait"}
        if timezone.localdate(due_at) == self.today:
            return {"words": "Today", "look": "wait"}
        return {"words": f"In {self._days(self.now, due_at)}", "look": "quiet"}

    def _late(self, due_at: datetime, in_hours: bool) -> str:
        if in_hours or timezone.localdate(due_at) == self.today:
            return _hours(self.now - due_at)
        return self._days(due_at, self.now)

    def _days(self, start: datetime, end: datetime) -> str:
        first, last = timezone.localdate(start), timezone.localdate(end)
        return _counted(self.calendar.school_days_between(first, last), "school day")


def _hours(time: timedelta) -> str:
    return _counted(max(1, ceil(time / HOUR)), "hour")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
