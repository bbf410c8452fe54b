"""Blocks put into sections, and points under what they belong to.

A lead-in keeps its list: what follows "in a manner which may:" stands one level below it. Only
"… as follows:" at the start of a section introduces the section as a whole, so the points after
it stand beside it. A paragraph ends the lists before it. What stands before the first heading is
the introduction.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .blocks import Block, Role
from .lines import ends
from .markers import Kind, Marker
from .model import Passage

DEEPEST = 6
INTRODUCTION = "Introduction"
ANNOUNCES = re.compile(r"\bas follows:$", re.IGNORECASE)
WHY_FLAT = "This ends with a colon, but the points after it are not set under it in the document."


@dataclass(eq=False)
class Clause:
    """A clause while its place is being found; `style` says what its mark looks like."""

    text: str
    level: int
    parent: "Clause | None" = None
    marker: Marker | None = None
    style: str = ""
    indent: int = 0
    number: str = ""
    children: int = 0


@dataclass(eq=False)
class Section:
    """A section while it is being filled; `own_number` is the number it bears in the document."""

    heading: str
    own_number: str | None = None
    added: bool = False  # the document has no such heading
    clauses: list[Clause] = field(default_factory=list)
    number: str = ""
    children: int = 0


def outline(blocks: Iterable[Block]) -> tuple[list[Section], list[Passage]]:
    """The sections with their clauses, not yet numbered, and what a person should look at."""
    writer = _Writer()
    for block in blocks:
        writer.take(block)
    return writer.sections, writer.unsure


class _Writer:
    """Puts each block in its place; knows which clauses are still open to receive points."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.unsure: list[Passage] = []
        self.base: list[Clause] = []  # a heading within the section, and clauses like 1.2
        self.open: list[Clause] = []  # a lead-in and the points under way

    def take(self, block: Block) -> None:
        if block.role is Role.HEADING:
            self._start(Section(block.text, block.number))
        elif block.role is Role.HEADING_WITHIN:
            self._heading_within(block)
        elif block.role is Role.PARAGRAPH:
            self._paragraph(block)
        elif block.role is Role.LOOSE_POINT:
            self._point(block, "loose")
        elif block.markers[0].kind is Kind.DOTTED:
            self._dotted(block)
        else:
            self._point(block, _style(block.markers))

    def _start(self, section: Section) -> None:
        self.sections.append(section)
        self.base, self.open = [], []

    def _heading_within(self, block: Block) -> None:
        if not self.sections:
            self._start(Section(block.text))
            return
        self.base, self.open = [], []
        self.base = [self._add(block, None, "heading")]

    def _paragraph(self, block: Block) -> None:
        clause = self._add(block, self.base[-1] if self.base else None, "paragraph")
        section = self.sections[-1]
        announces = len(section.clauses) == 1 and ANNOUNCES.search(block.text)
        self.open = [clause] if ends(block.text, ":") and not announces else []

    def _dotted(self, block: Block) -> None:
        """A clause like 1.2.3 stands under 1.2 if that is there, else directly in its section."""
        parts = block.markers[0].value.split(".")
        while self.base and not _is_under(parts, self.base[-1]):
            self.base.pop()
        clause = self._add(block, self.base[-1] if self.base else None, "dotted")
        self.base.append(clause)
        self.open = []

    def _point(self, block: Block, style: str) -> None:
        while (
            self.open
            and self.open[-1].style not in {style, "paragraph"}
            and (self.open[-1].indent > block.indent + 1)
        ):
            self.open.pop()
        brother = self._brother(block, style)
        if brother is not None:
            self._warn_if_flat(brother)
            while self.open.pop() is not brother:
                pass
        above = self.open[-1] if self.open else self.base[-1] if self.base else None
        # The first of all begins the introduction, which closes what was open: so in this order.
        added = self._add(block, above, style)
        self.open.append(added)

    def _brother(self, block: Block, style: str) -> Clause | None:
        """The open point that this one continues the list of."""
        alike = [clause for clause in self.open if clause.style == style]
        level = [clause for clause in alike if block.indent <= clause.indent + 1]
        if level:
            return min(level, key=lambda clause: abs(clause.indent - block.indent))
        # At the deepest level further points stand beside one another.
        return alike[-1] if len(self.open) >= DEEPEST and alike else None

    def _warn_if_flat(self, brother: Clause) -> None:
        if brother is self.sections[-1].clauses[-1] and ends(brother.text, ":"):
            self.unsure.append(Passage(brother.text, WHY_FLAT))

    def _add(self, block: Block, parent: Clause | None, style: str) -> Clause:
        if not self.sections:
            self._start(Section(INTRODUCTION, added=True))
        while parent is not None and parent.level >= DEEPEST:
            parent = parent.parent
        clause = Clause(
            text=block.text,
            level=parent.level + 1 if parent else 1,
            parent=parent,
            marker=block.markers[-1] if block.markers else None,
            style=style,
            indent=block.indent,
        )
        self.sections[-1].clauses.append(clause)
        return clause


def _style(markers: tuple[Marker, ...]) -> str:
    """What a mark looks like: points of one list look alike."""
    return " ".join(
        marker.value if marker.kind is Kind.BULLET else marker.kind.value for marker in markers
    )


def _is_under(parts: list[str], clause: Clause) -> bool:
    if clause.style == "heading":
        return True
    above = clause.marker.value.split(".") if clause.marker else []
    return len(above) < len(parts) and parts[: len(above)] == above
