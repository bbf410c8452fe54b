"""By when a case needs its next step, in school days (I10)."""

from datetime import date

from django.conf import settings

from school.terms import school_calendar


def first_look_due(received_on: date, *, urgent: bool) -> date:
    """Return the day by which to look at a new case: today where a child may be at risk."""
    if urgent:
        return received_on
    return school_calendar().add_school_days(received_on, settings.CASE_TRIAGE_SCHOOL_DAYS)


def decision_due(start: date) -> date:
    """Return the day by which a case that was received, or opened again, must be decided."""
    return school_calendar().add_school_days(start, settings.CASE_DECIDE_SCHOOL_DAYS)


class Wording:
    """How far off days are, in words, as seen from one day; reads the calendar once."""

    def __init__(self, today: date) -> None:
        self.today, self.calendar = today, school_calendar()

    def of(self, due_on: date | None) -> dict[str, str]:
        """Return the words and how they look: today, in 2 school days, 3 school days late."""
        if due_on is None:
            return {}
        if due_on == self.today:
            return {"words": "Today", "look": "wait"}
        if due_on > self.today:
            return {"words": f"In {self._days(self.today, due_on)}", "look": "quiet"}
        return {"words": f"{self._days(due_on, self.today)} late", "look": "late"}

    def _days(self, start: date, end: date) -> str:
        number = self.calendar.school_days_between(start, end)
        return f"{number} school day{'' if number == 1 else 's'}"
