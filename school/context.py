"""What every template may use."""

from typing import Any

from django.http import HttpRequest

from school.models import School


def school(request: HttpRequest) -> dict[str, Any]:
    """Return the school: its name, motto and how to reach it."""
    return {"school": School.current()}
