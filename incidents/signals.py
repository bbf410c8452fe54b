"""What this room does when somebody signs out."""

from typing import Any

from django.http import HttpRequest

from incidents.drafts import Draft


def when_signed_out(*, request: HttpRequest, **kwargs: Any) -> None:
    """Leave no half-written report on a shared device to whoever comes next."""
    Draft(request).forget()
