"""One line of a first page, and whom the page is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from acknowledgements import queries as sign_offs
from policies.models import Version
from school.models import Person


@dataclass(frozen=True)
class Need:
    """One line of the page: what it is, where it leads, how many, and whether it presses.

    `are_more` says that the count went no further, as the list that it leads to says.
    """

    title: str
    url: str
    detail: str = ""
    count: int | None = None
    are_more: bool = False
    is_late: bool = False
    icon: str = "icons/_pen.html"

    @property
    def mood(self) -> str:
        if self.is_late:
            return "late"
        return "calm" if self.count == 0 else "waiting"


@dataclass(frozen=True)
class Part:
    """What needs a person in one of their roles."""

    heading: str
    needs: list[Need]


@dataclass
class Asked:
    """Whom the page is for, with what several parts ask about them fetched once."""

    person: Person
    today: date

    def __post_init__(self) -> None:
        self.roles = self.person.roles()
        self.to_sign = sign_offs.to_sign(sign_offs.outstanding_for(self.person))
        open_versions = Version.objects.open().worked_on_by(self.person)
        in_work = open_versions.select_related("policy").prefetch_related("authors", "comments")
        self.in_work = list(in_work.order_by("title", "pk"))


def listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
