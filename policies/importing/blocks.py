"""Lines joined into blocks: headings, paragraphs, and points of lists."""

from dataclasses import dataclass, field
from enum import StrEnum

from .headings import Heading
from .lines import ends, like_sentence, starts_small
from .markers import MarkedLine, Marker
from .wrapping import Words, continues, joined, line_width, words_of


class Role(StrEnum):
    """What a block is."""

    HEADING = "heading"
    HEADING_WITHIN = "heading within a section"
    POINT = "point"
    LOOSE_POINT = "point without a mark"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or point, whole."""

    role: Role
    text: str
    markers: tuple[Marker, ...] = ()
    indent: int = 0
    number: str | None = None


@dataclass
class _Open:
    """A block to which lines are still being added."""

    role: Role
    first: MarkedLine
    number: str | None = None
    pieces: list[str] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.role in {Role.HEADING, Role.HEADING_WITHIN}


def to_blocks(lines: list[MarkedLine], headings: dict[int, Heading]) -> list[Block]:
    """The blocks that these lines make, in order; none is empty."""
    width = line_width(lines)
    words = words_of(line.text for line in lines)
    opened: list[_Open] = []
    for place, line in enumerate(lines):
        heading = headings.get(place)
        current = opened[-1] if opened else None
        if heading is not None:
            role = Role.HEADING_WITHIN if heading.within else Role.HEADING
            opened.append(_Open(role, line, heading.number, [line.text]))
        elif current is not None and _goes_on(current, lines[place - 1], line, width):
            current.pieces.append(line.text)
        else:
            opened.append(_Open(_role(line, current), line, None, [line.text]))
    blocks = [_closed(block, words) for block in opened]
    return [block for block in blocks if block.text]


def _goes_on(current: _Open, above: MarkedLine, line: MarkedLine, width: int | None) -> bool:
    if current.is_heading:
        return False
    return continues(
        above,
        line,
        width,
        loose=current.role is Role.LOOSE_POINT,
        indent=current.first.line.indent if current.role is Role.POINT else None,
    )


def _role(line: MarkedLine, before: _Open | None) -> Role:
    if line.markers:
        return Role.POINT
    if before is None or before.is_heading:
        return Role.PARAGRAPH
    short = starts_small(line.text) or not like_sentence(line.text)
    introduced = ends(before.pieces[-1], ":")
    in_list = before.role is Role.LOOSE_POINT and not ends(before.pieces[-1], ".")
    return Role.LOOSE_POINT if short and (introduced or in_list) else Role.PARAGRAPH


def _closed(block: _Open, words: Words) -> Block:
    text = joined(block.pieces, words)
    return Block(
        role=block.role,
        # Within a section a heading is a clause, and what it leads in to may stand below it.
        text=text.rstrip(": ") if block.role is Role.HEADING else text,
        markers=block.first.markers,
        indent=block.first.line.indent,
        number=block.number,
    )
