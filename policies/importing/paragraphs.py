"""The paragraphs of a document whose format says what each is, turned into lines.

A word processor knows which paragraph is a title, a heading or a point of a list, and counts the
numbers itself. Here these become what `Line` can say: how deep a heading, and the mark written
out in front of the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .contents import WHY as WHY_CONTENTS
from .contents import is_contents_title
from .cover import ENDS_AS_TITLE
from .errors import UnreadableDocument
from .lines import (
    CONTROLS,
    LONGEST_HEADING,
    UNREADABLE_SIGN,
    WHY_TABLE,
    Line,
    ends,
    like_heading,
    like_sentence,
)
from .markers import split_marker
from .plain import SPACES

TITLE = 0
OF_POLICY, SECTION, WITHIN = 1, 2, 4
MOST_CHARACTERS = 1_000_000
INDENT_OF_LEVEL = 4
DEEPEST_INDENT = 40
BULLET = "•"
DOTTED = re.compile(r"\(?\d+(?:\.\d+)*\.(\d+)[.):]?")
WHY_LAYOUT = "A table: its left side was read as headings, and what stands beside each as its text."
WHY_FOOTER = "A header or footer of the document."
WHY_NOTE = "A footnote or endnote: add its words where they are needed."
WHY_COMMENT = "A comment in the margin."
WHY_DELETED = "Words that somebody struck out with tracked changes."
WHY_DRAWN = "Words of a picture, chart or diagram."
WHY_FIELD = "What a field to fill in offers or asks."
SOFT_HYPHEN = "\u00ad"
TOO_LONG = (
    "This document is longer than about 300 pages, far more than a policy: choose a document "
    "that holds only the policy."
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or row of a table; a "\\n" in its text is a line broken on purpose."""

    text: str
    depth: int | None = None  # 0 the title, 1 the outermost heading; None is no heading
    mark: str = ""  # the number or bullet that the program puts in front
    level: int = 0  # how deep in a list, 0 the outermost
    indent: int = 0  # in characters, about
    bold: bool = False
    aside: str = ""
    doubt: str = ""


def lines_of(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """The lines of the paragraphs that hold any words, in their order, what is aside at the end."""
    kept = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    if sum(len(paragraph.text) for paragraph in kept) > MOST_CHARACTERS:
        raise UnreadableDocument(TOO_LONG)
    if any(paragraph.aside == WHY_CONTENTS for paragraph in kept):
        kept = [_with_its_list(paragraph) for paragraph in kept]
    kept.sort(key=lambda paragraph: bool(paragraph.aside))
    lines: list[Line] = []
    in_text = False
    for paragraph, heading in zip(kept, _headings(kept), strict=True):
        if paragraph.level == 0:
            in_text = heading is None and like_sentence(paragraph.text)
        _add(lines, _relative(paragraph) if in_text else paragraph, heading)
    return lines


def table_of(rows: list[list[list[Paragraph]]]) -> list[Paragraph]:
    """A table of rows of cells, each of which holds paragraphs: every row as one line.

    A table of single cells only frames its text, so that is read as text; so is one that puts
    headings on the left and their text on the right. What is aside in a cell comes after the table.
    """
    rows = [row for row in rows if any(each.text.strip() for cell in row for each in cell)]
    if all(len(row) == 1 for row in rows):
        return [paragraph for row in rows for paragraph in row[0]]
    if _sets_out_headings(rows):
        return _set_out(rows)
    texts = [text for row in rows if (text := " | ".join(filter(None, map(_cell_text, row))))]
    aside = [each for row in rows for cell in row for each in cell if each.aside]
    return [_row(text, first=not place) for place, text in enumerate(texts)] + aside


def _sets_out_headings(rows: list[list[list[Paragraph]]]) -> bool:
    """Whether each row has a bold heading on the left, and some of them several lines beside it."""
    if not all(len(row) == 2 and _is_heading_cell(row[0]) for row in rows):
        return False
    beside = [[each for each in row[1] if each.text.strip() and not each.aside] for row in rows]
    return all(beside) and any(
        len(cell) > 1 or cell[0].mark or ends(cell[0].text, ".!?") for cell in beside
    )


def _is_heading_cell(cell: list[Paragraph]) -> bool:
    words = [each for each in cell if each.text.strip()]
    if len(words) != 1 or words[0].aside:
        return False
    [only] = words
    return like_heading(only.text.strip()) and (only.depth is not None or _is_bold_heading(only))


def _set_out(rows: list[list[list[Paragraph]]]) -> list[Paragraph]:
    heading, *text = [each for row in rows for cell in row for each in cell if each.text.strip()]
    return [heading, replace(text[0], doubt=WHY_LAYOUT), *text[1:]]


def _row(text: str, first: bool) -> Paragraph:
    return Paragraph(text, doubt=WHY_TABLE if first and " | " in text else "")


def _cell_text(cell: list[Paragraph]) -> str:
    """The paragraphs of a cell, parted by semicolons where they do not end like sentences."""
    pieces = [" ".join(f"{each.mark} {each.text}".split()) for each in cell if not each.aside]
    pieces = [piece for piece in pieces if piece]
    parted = [piece if ends(piece, ".!?:;,|") else f"{piece};" for piece in pieces[:-1]]
    return " ".join([*parted, *pieces[-1:]])


def _with_its_list(paragraph: Paragraph) -> Paragraph:
    """The word "Contents" goes where the list goes that it stands above."""
    titles = not paragraph.aside and is_contents_title(paragraph.text.strip())
    return replace(paragraph, aside=WHY_CONTENTS) if titles else paragraph


def _relative(paragraph: Paragraph) -> Paragraph:
    """A point under running text: its 1.2 is the second under that, and no clause of section 1."""
    dotted = DOTTED.fullmatch(paragraph.mark)
    return replace(paragraph, mark=f"{dotted.group(1)}.") if dotted else paragraph


def _add(lines: list[Line], paragraph: Paragraph, heading: int | None) -> None:
    text = CONTROLS.sub(UNREADABLE_SIGN, paragraph.text.replace(SOFT_HYPHEN, ""))
    text = text.translate(SPACES).replace("\t", "    ")
    pieces = [text.replace("\n", " ")] if heading is not None else text.split("\n")
    words = [piece.strip() for piece in pieces if piece.strip()]
    if words and paragraph.mark:
        words[0] = f"{paragraph.mark} {words[0]}"
    for place, piece in enumerate(words):
        lines.append(
            Line(
                piece,
                at=len(lines),
                indent=_indent(paragraph, piece),
                gap=place == 0,
                heading=heading,
                aside=paragraph.aside,
                doubt=paragraph.doubt if place == 0 else "",
            )
        )


def _indent(paragraph: Paragraph, text: str) -> int:
    """Only a point's indent says anything: it tells which point it stands under."""
    if paragraph.mark:
        return INDENT_OF_LEVEL * paragraph.level
    return min(paragraph.indent, DEEPEST_INDENT) if split_marker(text)[0] is not None else 0


def _headings(paragraphs: list[Paragraph]) -> list[int | None]:
    """How deep a heading each paragraph is, as `Line.heading` counts; None for what is none.

    The title is 1, the headings of sections 2, what stands within a section 4. Where nothing is
    marked as a heading, short bold lines are the headings.
    """
    own = [_own_depth(paragraph) for paragraph in paragraphs]
    ranks = _ranks(paragraphs, own)
    found = [None if depth is None else ranks[depth] for depth in own]
    marked_up = SECTION in found
    start = found.index(SECTION) if marked_up else 0
    if OF_POLICY not in found:
        title = _bold_title(paragraphs[: start if marked_up else None])
        if title is not None:
            found[title] = OF_POLICY
    if not marked_up and OF_POLICY in found:
        start = found.index(OF_POLICY) + 1
    for place, paragraph in enumerate(paragraphs[start:], start):
        if found[place] is None and _is_bold_heading(paragraph):
            found[place] = WITHIN if marked_up else SECTION
    return found


def _ranks(paragraphs: list[Paragraph], own: list[int | None]) -> dict[int, int]:
    """What each depth stands for; a single outermost heading above all others is the title."""
    places = [place for place, depth in enumerate(own) if depth not in {None, TITLE}]
    depths = [depth for depth in own if depth is not None and depth != TITLE]
    ranks = {TITLE: OF_POLICY}
    alone = len(depths) > 1 and depths[0] < min(depths[1:])
    if TITLE not in own and alone and not paragraphs[places[0]].mark:
        ranks[depths[0]] = OF_POLICY
        depths = depths[1:]
    top = min(depths, default=TITLE)
    return {depth: SECTION if depth == top else WITHIN for depth in depths} | ranks


def _bold_title(paragraphs: list[Paragraph]) -> int | None:
    """The place of the bold line that names the policy, above all running text."""
    for place, paragraph in enumerate(paragraphs):
        if like_sentence(paragraph.text) and not paragraph.bold:
            return None
        if _is_bold_heading(paragraph) and ENDS_AS_TITLE.search(paragraph.text.strip()):
            return place
    return None


def _own_depth(paragraph: Paragraph) -> int | None:
    if paragraph.aside or len(paragraph.text) > 2 * LONGEST_HEADING:
        return None
    return paragraph.depth


def _is_bold_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    if not paragraph.bold or paragraph.aside or paragraph.doubt or paragraph.mark == BULLET:
        return False
    short = len(text) <= LONGEST_HEADING and "\n" not in text
    return short and not ends(text, ".;,:") and not is_contents_title(text)
