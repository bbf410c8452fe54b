"""Steps of a case that a room above takes, such as putting it before governors.

That room says here what it offers; the case page shows it as a link, or says why not now.
"""

from collections.abc import Callable
from dataclasses import dataclass

from incidents.models import Case
from school.access import Verdict
from school.models import Person


@dataclass(frozen=True)
class Elsewhere:
    """One such step: `may` asks who and whether now, `url` says where."""

    title: str
    may: Callable[[Person, Case], Verdict]
    url: Callable[[Case], str]


OFFERED: list[Elsewhere] = []


def offer(*steps: Elsewhere) -> None:
    """Show these steps on every case page; called once, when the offering room is loaded."""
    OFFERED.extend(steps)
