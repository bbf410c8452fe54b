"""What a room above adds to the file of a case, such as legal advice that was released.

That room says once what it adds, and decides each time whether there is anything. It goes through
the same hiding as all else. A file stays behind while words are hidden, unless its words can be
searched and say none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from incidents.casefile.evidence import IS_THERE, NOT_READ, SAYS_THEM, words_in
from incidents.casefile.hiding import Hider
from incidents.casefile.sections import Section
from incidents.models import Case
from school.errors import DomainError
from uploads import Kind

CANNOT_BE_SEARCHED = "Not among the files: nobody can search a picture for words that are hidden."


@dataclass(frozen=True)
class AddedFile:
    """A file to be packed: where it stands, what it is, and how its content is read."""

    path: str
    title: str
    kind: Kind
    read: Callable[[], bytes]

    def why_not(self, hider: Hider) -> str:
        """Return why it stays behind: nothing where it goes with the file of the case."""
        if not hider:
            return ""
        if not self._can_be_searched:
            return CANNOT_BE_SEARCHED
        try:
            return SAYS_THEM if hider.count(words_in(self.read(), self.kind)) else ""
        except (DomainError, OSError):
            return NOT_READ

    def says(self, hider: Hider) -> bool:
        """Tell whether it is a text or PDF that says words, or that cannot be read."""
        return self._can_be_searched and bool(self.why_not(hider))

    @property
    def _can_be_searched(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.PDF)


@dataclass(frozen=True)
class Added:
    """One section, and its files. `mark` changes whenever what it says may have changed."""

    heading: str
    rows: list[tuple[str, str]]
    mark: str
    files: list[AddedFile] = field(default_factory=list)

    def section(self, hider: Hider) -> Section:
        listed = [(file.title, file.why_not(hider) or IS_THERE) for file in self.files]
        return {
            "heading": self.heading,
            "rows": [[name, words] for name, words in (*self.rows, *listed)],
        }


Adder = Callable[[Case], list[Added]]
ADDERS: list[Adder] = []


def add_from(adder: Adder) -> None:
    """Ask this for more whenever the file of a case is read; called once, when a room is loaded."""
    ADDERS.append(adder)


def added_to(case: Case) -> list[Added]:
    return [each for adder in ADDERS for each in adder(case)]
