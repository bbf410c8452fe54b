"""Word documents (.docx): headings by their styles, lists with the numbers that Word counts.

The XML is read directly, so that numbers stay and no word goes missing: headers, footers, notes,
comments and struck-out words come back as left out. Where text is tracked, it is read as if all
changes were accepted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from .contents import WHY as WHY_CONTENTS
from .counting import whole_number
from .errors import UnreadableDocument
from .lines import UNREADABLE_SIGN, Line
from .paragraphs import (
    TITLE,
    WHY_COMMENT,
    WHY_DELETED,
    WHY_DRAWN,
    WHY_FIELD,
    WHY_FOOTER,
    WHY_NOTE,
    Paragraph,
    lines_of,
    table_of,
)
from .word_lists import WordLists
from .zipped import DAMAGED, MACROS, Archive, attribute, child, local

MAIN_PART = "word/document.xml"
BESIDE = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), WHY_FOOTER),
    (re.compile(r"word/(?:footnotes|endnotes)\d*\.xml"), WHY_NOTE),
    (re.compile(r"word/comments\d*\.xml"), WHY_COMMENT),
    (re.compile(r"word/(?:diagrams/data|charts/chart)\d*\.xml"), WHY_DRAWN),
)
MACRO_PART = re.compile(r"word/vba\w*\.bin", re.IGNORECASE)
CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
HEADING_STYLE = re.compile(r"heading ([1-9])", re.IGNORECASE)
OFF = frozenset({"0", "false", "none", "off"})
TWIPS_IN_CHARACTER = 180
DEEPEST_HEADING = 9
MOST_STYLES_IN_CHAIN = 20

HOLDS_ANOTHER = (
    "This document holds another one inside it, whose words cannot be read: open it in Word, save "
    "it again and choose that file."
)
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
DELETED = frozenset({"del", "moveFrom"})
DRAWN = {"docPr": ("descr", "title"), "textpath": ("string",), "shape": ("alt",)}
TO_FILL_IN = {
    "listEntry": ("val",),
    "listItem": ("displayText",),
    "default": ("val",),
}
PROMPT = re.compile(r"\s*(?:MACROBUTTON\s+\S+|FILLIN|ASK\s+\S+|QUOTE)\s+(.*\S)", re.DOTALL)
NUMBER = re.compile(r"[-+\d.,eE%\s]*")
# These hold properties and instructions, paragraphs of their own that are read elsewhere, or once
# more, for old programs, what stands in another form beside it.
PASSED_OVER = frozenset({"pPr", "rPr", "instrText", "txbxContent", "Fallback", "posOffset"})


def read_docx(data: bytes) -> list[Line]:
    """The lines of a Word document; UnreadableDocument if it cannot be read safely."""
    archive = Archive(data)
    if any(map(MACRO_PART.fullmatch, archive.names)):
        raise UnreadableDocument(MACROS)
    root = archive.xml(_main_part(archive))
    body = child(_with_old_forms(root), "body") if root is not None else None
    if body is None:
        raise UnreadableDocument(DAMAGED)
    if any(local(element) == "altChunk" for element in body.iter()):
        raise UnreadableDocument(HOLDS_ANOTHER)
    reader = _Reader(_styles(archive.xml("word/styles.xml")), archive.xml("word/numbering.xml"))
    return lines_of([*reader.paragraphs(body), *_beside(archive)])


def _main_part(archive: Archive) -> str:
    """The part with the text, as the file's own index names it."""
    index = archive.xml("_rels/.rels")
    for relation in index if index is not None else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            name = attribute(relation, "Target").lstrip("/")
            return name if name in archive.names else MAIN_PART
    return MAIN_PART


def _beside(archive: Archive) -> Iterator[Paragraph]:
    """What stands beside the text; the header of every page alike is shown once."""
    seen: set[str] = set()
    for name in sorted(archive.names):
        why = next((why for pattern, why in BESIDE if pattern.fullmatch(name)), None)
        root = archive.xml(name) if why is not None else None
        for text in _texts_beside(root) if root is not None else ():
            if text.strip() and (why != WHY_FOOTER or text not in seen):
                seen.add(text)
                yield Paragraph(text, aside=why or "")


def _texts_beside(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a part, a watermark across its pages, and the names in a chart."""
    for element in root.iter():
        name = local(element)
        if name == "p":
            yield _text(element)
        elif name == "v" and not NUMBER.fullmatch(element.text or ""):
            yield element.text or ""
        else:
            yield from (text for text, _ in _in_attributes(element))


def _in_attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The words that an element holds elsewhere than in its text, and why they are left out."""
    name = local(element)
    for attribute_name in DRAWN.get(name, ()):
        yield attribute(element, attribute_name), WHY_DRAWN
    for attribute_name in TO_FILL_IN.get(name, ()):
        value = attribute(element, attribute_name)
        yield ("" if value.isdecimal() else value), WHY_FIELD
    if name == "instrText" and (prompt := PROMPT.match(element.text or "")):
        yield prompt.group(1), WHY_FIELD


def _with_old_forms(root: etree._Element) -> etree._Element:
    """The part, with a form for old programs as text where it alone holds words.

    One pass from the end, so that no nesting makes it slow.
    """
    elements = list(root.iter())
    if not any(local(element) == "Fallback" for element in elements):
        return root
    worded: set[etree._Element] = set()
    for element in reversed(elements):
        name = local(element)
        above = element.getparent()
        holds = name in {"t", "textpath"} or element in worded
        if above is not None and holds and name != "Fallback":
            worded.add(above)
    for element in elements:
        above = element.getparent()
        if local(element) == "Fallback" and above not in worded:
            element.tag = "OldForm"
    return root


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says, with what it is based on."""

    name: str = ""
    depth: int | None = None
    number: str = ""
    level: str = ""
    bold: bool = False


class _Reader:
    """Reads the paragraphs of the text in their order, counting the points of lists."""

    def __init__(self, styles: dict[str, _Style], numbering: etree._Element | None) -> None:
        self._styles = styles
        self._lists = WordLists(numbering)

    def paragraphs(self, parent: etree._Element, in_contents: bool = False) -> Iterator[Paragraph]:
        """The paragraphs and tables below an element."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, in_contents)
            elif name == "tbl":
                yield from self._table(element)
            elif name in DELETED:
                yield Paragraph(_deleted_text(element), aside=WHY_DELETED)
            elif name == "sdt":
                yield from self.paragraphs(element, in_contents or _is_contents(element))
            elif name == "sdtPr":
                yield from self._set_apart(element)
            elif name not in PASSED_OVER and len(element):
                yield from self.paragraphs(element, in_contents)

    def _paragraph(self, element: etree._Element, in_contents: bool) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        style_id = attribute(child(properties, "pStyle"), "val")
        style = self._styles.get(style_id, _Style())
        text = _text(element)
        if in_contents or CONTENTS_STYLE.match(style.name):
            yield Paragraph(text, aside=WHY_CONTENTS)
        elif text.strip():
            mark, level = self._mark(properties, style_id, style)
            yield Paragraph(
                text,
                depth=_depth(properties, style),
                mark=mark,
                level=level,
                indent=_indent(properties),
                bold=_is_bold(element, style),
            )
        yield from self._set_apart(element)

    def _set_apart(self, element: etree._Element) -> Iterator[Paragraph]:
        """Text boxes that hang on a paragraph, what was struck out, and what pictures show."""
        for inner in element:
            name = local(inner)
            if name == "txbxContent":
                yield from self.paragraphs(inner)
            elif name in DELETED:
                yield Paragraph(_deleted_text(inner), aside=WHY_DELETED)
            else:
                yield from (Paragraph(text, aside=why) for text, why in _in_attributes(inner))
                if name not in PASSED_OVER:
                    yield from self._set_apart(inner)

    def _mark(
        self, properties: etree._Element | None, style_id: str, style: _Style
    ) -> tuple[str, int]:
        own = child(properties, "numPr")
        number = attribute(child(own, "numId"), "val") or style.number
        level = attribute(child(own, "ilvl"), "val") or style.level
        if not number or number == "0":
            return "", 0
        place = whole_number(level, self._lists.level_of_style(number, style_id))
        return self._lists.mark(number, place), place

    def _table(self, table: etree._Element) -> list[Paragraph]:
        return table_of(
            [
                [list(self.paragraphs(cell)) for cell in _inside(row, "tc")]
                for row in _inside(table, "tr")
            ]
        )


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows or cells of a table, also those that a content control or change wraps."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(element, name)


def _text(element: etree._Element) -> str:
    """The words of a paragraph, without those struck out and those of text boxes."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    for inner in element:
        name = local(inner)
        if name == "t":
            yield inner.text or ""
        elif name in BREAKS:
            yield BREAKS[name]
        elif name == "sym":
            yield _symbol(attribute(inner, "char"))
        elif name not in PASSED_OVER and name not in DELETED:
            yield from _pieces(inner)


def _deleted_text(element: etree._Element) -> str:
    texts = (inner.text or "" for inner in element.iter() if local(inner) in {"delText", "t"})
    return "".join(texts)


def _symbol(code: str) -> str:
    """A sign by its number in hexadecimal; half of a pair is no sign."""
    known = re.fullmatch(r"(?!D[89A-F])[0-9A-F]{4}", code.upper())
    return chr(int(code, 16)) if known else UNREADABLE_SIGN


def _is_contents(element: etree._Element) -> bool:
    gallery = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val")
    return gallery == "Table of Contents"


def _depth(properties: etree._Element | None, style: _Style) -> int | None:
    own = attribute(child(properties, "outlineLvl"), "val")
    return _heading_depth(own) if own else style.depth


def _heading_depth(outline_level: str) -> int | None:
    """Word counts outline levels from 0, and 9 is body text."""
    level = whole_number(outline_level, DEEPEST_HEADING)
    return level + 1 if level < DEEPEST_HEADING else None


def _indent(properties: etree._Element | None) -> int:
    indent = child(properties, "ind")
    twips = attribute(indent, "left") or attribute(indent, "start")
    return whole_number(twips, 0) // TWIPS_IN_CHARACTER


def _is_bold(element: etree._Element, style: _Style) -> bool:
    """Whether every word of a paragraph is bold."""
    runs = [run for run in element.iter() if local(run) == "r" and _text(run).strip()]
    return bool(runs) and all(_is_on(child(run, "rPr", "b"), style.bold) for run in runs)


def _is_on(element: etree._Element | None, otherwise: bool) -> bool:
    return otherwise if element is None else attribute(element, "val") not in OFF


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """The paragraph styles, each with what it takes from those that it is based on."""
    elements = {
        attribute(element, "styleId"): element
        for element in (root if root is not None else ())
        if local(element) == "style"
    }
    return {style_id: _style(element, elements) for style_id, element in elements.items()}


def _style(element: etree._Element, elements: dict[str, etree._Element]) -> _Style:
    chain = [element]
    while len(chain) < MOST_STYLES_IN_CHAIN:
        above = elements.get(attribute(child(chain[-1], "basedOn"), "val"))
        if above is None:
            break
        chain.append(above)
    style = _Style()
    for part in reversed(chain):
        style = _refined(style, part)
    return style


def _refined(style: _Style, element: etree._Element) -> _Style:
    """A style with what one based on it says in addition."""
    name = attribute(child(element, "name"), "val")
    outline = attribute(child(element, "pPr", "outlineLvl"), "val")
    numbering = child(element, "pPr", "numPr")
    depth = style.depth
    if name.lower() == "title":
        depth = TITLE
    elif heading := HEADING_STYLE.fullmatch(name):
        depth = int(heading.group(1))
    elif outline:
        depth = _heading_depth(outline)
    return replace(
        style,
        name=name,
        depth=depth,
        number=attribute(child(numbering, "numId"), "val") or style.number,
        level=attribute(child(numbering, "ilvl"), "val") or style.level,
        bold=_is_on(child(element, "rPr", "b"), style.bold),
    )
