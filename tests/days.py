"""Days counted from the day on which a test asks: a run may begin before midnight and end after."""

from datetime import date, timedelta

from django.utils import timezone


def today() -> date:
    return timezone.localdate()


def yesterday() -> date:
    return in_days(-1)


def tomorrow() -> date:
    return in_days(1)


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def counted_now(given: dict) -> dict:
    """Call what can be called: cases of `parametrize` are written down before the run begins."""
    return {name: value() if callable(value) else value for name, value in given.items()}
