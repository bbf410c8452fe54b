"""When somebody is told that a policy has to be looked at again (P6).

Its owner is told two months, one month and a week before the day of the review. A review whose day
has passed leaves the policy in force; it is told once more then. After an outage only the step that
counts now is told, not all that were missed.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """How near the review is when somebody is told of it; the value is kept with the message."""

    TWO_MONTHS = "two-months"
    ONE_MONTH = "one-month"
    ONE_WEEK = "one-week"
    OVERDUE = "overdue"


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it has none."""
    years, month = divmod(day.month - 1 - months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def step_on(today: date, review: date) -> Step | None:
    """Return the last step that has come by a day, or None while the review is far away."""
    if today > review:
        return Step.OVERDUE
    if today >= review - timedelta(days=7):
        return Step.ONE_WEEK
    if today >= months_before(review, 1):
        return Step.ONE_MONTH
    if today >= months_before(review, 2):
        return Step.TWO_MONTHS
    return None
