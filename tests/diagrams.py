"""`make states`: draw the diagrams of docs/states/ from the tables that the portal keeps to."""

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import django

STATES = Path(__file__).parent.parent / "docs/states"
DRAWN_BY = {
    "cases.md": "incidents.diagram.as_mermaid",
    "policies.md": "policies.diagram.as_mermaid",
    "sign-offs.md": "acknowledgements.diagram.as_mermaid",
    "services.md": "approvals.diagram.as_mermaid",
    "event-photos.md": "consents.diagrams.of_event_photos",
    "shared-pictures.md": "consents.diagrams.of_shared_pictures",
    "referrals.md": "governance.diagrams.of_referrals",
    "legal-advice.md": "governance.diagrams.of_advice",
}
DIAGRAM = re.compile(r"```mermaid\n.*?\n```", re.DOTALL)


def redrawn(page: str, draw: Callable[[], str]) -> str:
    """Return a page with its diagram as it should be; all else of it stays."""
    return DIAGRAM.sub(lambda _: f"```mermaid\n{draw()}\n```", page)


def drawing_of(name: str) -> Callable[[], str]:
    """Return the function that draws the diagram of a page."""
    room, _, function = DRAWN_BY[name].rpartition(".")
    draw: Callable[[], str] = getattr(import_module(room), function)
    return draw


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name in DRAWN_BY:
        page = STATES / name
        page.write_text(redrawn(page.read_text(), drawing_of(name)))


if __name__ == "__main__":
    main()
