from typing import Any

from django.conf import settings
from django.http import HttpRequest

from stmarys_portal.demo.cast import CHARACTERS


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Tell templates whether this is the demonstration, and whom its sign-in page offers."""
    if not settings.PORTAL_DEMO:
        return {"demo": False}
    return {"demo": True, "demo_characters": CHARACTERS}
