"""What this room does when somebody signs out, and when the school's calendar changes."""

from typing import Any

from django.http import HttpRequest

from incidents.actions import fit_to_calendar
from incidents.drafts import Draft


def when_signed_out(*, request: HttpRequest, **kwargs: Any) -> None:
    """Leave no half-written report on a shared device to whoever comes next."""
    Draft(request).forget()


def when_calendar_changed(**kwargs: Any) -> None:
    """Move deadlines that are counted in school days: later if anything (I10)."""
    fit_to_calendar()
