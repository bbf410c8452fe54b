"""`make states`: draw the diagrams of docs/states/ from the tables that the portal keeps to."""

import os
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import django

STATES = Path(__file__).parent.parent / "docs/states"
DRAWN_BY = {"cases.md": "incidents.diagram", "policies.md": "policies.diagram"}
DIAGRAM = re.compile(r"```mermaid\n.*?\n```", re.DOTALL)


def redrawn(page: str, draw: Callable[[], str]) -> str:
    """Return a page with its diagram as it should be; all else of it stays."""
    return DIAGRAM.sub(lambda _: f"```mermaid\n{draw()}\n```", page)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name, room in DRAWN_BY.items():
        page = STATES / name
        page.write_text(redrawn(page.read_text(), import_module(room).as_mermaid))


if __name__ == "__main__":
    main()
