"""OpenDocument texts (.odt), as LibreOffice writes them.

Headings by their outline level, lists with the numbers that the program counts, tables as rows.
Headers, footers, notes, comments and struck-out words come back as left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from .contents import WHY as WHY_CONTENTS
from .counting import MOST_LEVELS, whole_number
from .errors import UnreadableDocument
from .lines import Line
from .odt_lists import OpenLists
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
from .zipped import DAMAGED, LOCKED, MACROS, Archive, attribute, child, local

MANIFEST = "META-INF/manifest.xml"
HARMLESS = ("script-lc.xml", "script-lb.xml")  # the list of macros, also when there are none
FOOTERS = frozenset(
    {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}
)
SET_APART = {"note": WHY_NOTE, "annotation": WHY_COMMENT, "title": WHY_DRAWN, "desc": WHY_DRAWN}
BESIDE = SET_APART | {
    "tracked-changes": WHY_DELETED,
    "table-of-content": WHY_CONTENTS,
    "alphabetical-index": WHY_CONTENTS,
    "illustration-index": WHY_CONTENTS,
}
# A text box, and whatever else is drawn and written on.
BOXES = frozenset(
    {"text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polygon", "polyline", "path"}
    | {"regular-polygon", "caption", "connector", "measure"}
)
FIELDS = ("label", "current-value", "title", "value")
OBJECT = re.compile(r"Object[^/]*/content\.xml")
CELLS = frozenset({"table-cell", "covered-table-cell"})
BREAKS = {"tab": "\t", "line-break": "\n"}
MOST_SPACES = 40
MOST_STYLES_IN_CHAIN = 20


def read_odt(data: bytes) -> list[Line]:
    """The lines of an OpenDocument text; UnreadableDocument if it cannot be read safely."""
    archive = Archive(data)
    _refuse_locked_or_with_macros(archive)
    content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    text = child(content, "body", "text")
    if text is None:
        raise UnreadableDocument(DAMAGED)
    reader = _Reader()
    for root in (styles, content):
        reader.learn(root)
    return lines_of([*reader.paragraphs(text), *_footers(styles), *_in_objects(archive)])


def _in_objects(archive: Archive) -> Iterator[Paragraph]:
    """The words of charts and other documents that are set into this one."""
    for name in sorted(filter(OBJECT.fullmatch, archive.names)):
        root = archive.xml(name)
        if root is not None:
            yield from _beside(root, WHY_DRAWN)


def _fields(element: etree._Element) -> Iterator[Paragraph]:
    """What the fields of a form, or the choices of one in the text, say."""
    for inner in element.iter():
        for name in FIELDS:
            yield Paragraph(attribute(inner, name), aside=WHY_FIELD)


def _refuse_locked_or_with_macros(archive: Archive) -> None:
    if "encrypted-package" in archive.names or b"encryption-data" in archive.read(MANIFEST):
        raise UnreadableDocument(LOCKED)
    for name in archive.names:
        if name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", *HARMLESS)):
            raise UnreadableDocument(MACROS)


def _footers(styles: etree._Element | None) -> Iterator[Paragraph]:
    """Headers and footers; what all kinds of page have alike is shown once."""
    seen: set[str] = set()
    for footer in styles.iter() if styles is not None else ():
        if local(footer) not in FOOTERS:
            continue
        for element in footer.iter():
            text = _text(element) if local(element) in {"p", "h"} else ""
            if text.strip() and text not in seen:
                seen.add(text)
                yield Paragraph(text, aside=WHY_FOOTER)


@dataclass(frozen=True)
class _Style:
    """What a style says, with what it takes from those above it."""

    depth: int | None = None
    list_style: str | None = None
    bold: bool = False


@dataclass(frozen=True)
class _Point:
    """The place in a list at which a paragraph stands; only an item's first bears its mark."""

    style: str
    level: int
    first: bool = True


@dataclass
class _Reader:
    """Reads the paragraphs of the text in their order, counting the points of lists."""

    lists: OpenLists = field(default_factory=OpenLists)
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _known: dict[str, _Style] = field(default_factory=dict)

    def learn(self, root: etree._Element | None) -> None:
        """Take up the styles of one part of the document."""
        self.lists.learn(root)
        for element in root.iter() if root is not None else ():
            if local(element) == "style":
                self._elements[attribute(element, "name")] = element

    def paragraphs(
        self, parent: etree._Element, point: _Point | None = None
    ) -> Iterator[Paragraph]:
        """The paragraphs, lists and tables below an element."""
        for element in parent:
            name = local(element)
            if name in {"p", "h"}:
                yield from self._paragraph(element, point)
                point = replace(point, first=False) if point else None
            elif name == "list":
                yield from self._list(element, point)
            elif name == "table":
                yield from self._table(element)
            elif name in BESIDE:
                yield from _beside(element, BESIDE[name])
            elif name == "forms":
                yield from _fields(element)
            elif len(element):
                yield from self.paragraphs(element, point)

    def _paragraph(self, element: etree._Element, point: _Point | None) -> Iterator[Paragraph]:
        style = self._style(attribute(element, "style-name"))
        text = _text(element)
        if text.strip():
            depth = _depth(element, style)
            mark = self._mark(element, point, style) if point is None or point.first else ""
            yield Paragraph(
                text,
                depth=depth,
                mark=mark,
                level=point.level if point else 0,
                bold=style.bold or self._is_bold(element),
            )
        yield from self._set_apart(element)

    def _mark(self, element: etree._Element, point: _Point | None, style: _Style) -> str:
        if local(element) == "h":
            level = _level(element) - 1
            named = point.style if point else style.list_style
            return self.lists.mark(named or "", level) if named or "" in self.lists.styles else ""
        if point is None:
            return self.lists.mark(style.list_style, 0) if style.list_style else ""
        return self.lists.mark(point.style or style.list_style or "-", point.level)

    def _list(self, element: etree._Element, outer: _Point | None) -> Iterator[Paragraph]:
        style = attribute(element, "style-name") or (outer.style if outer else "")
        level = min(outer.level + 1, MOST_LEVELS - 1) if outer else 0
        goes_on = attribute(element, "continue-numbering") == "true"
        if outer is None and not goes_on and not attribute(element, "continue-list"):
            self.lists.start(style)
        for item in element:
            shows_mark = local(item) == "list-item"
            yield from self.paragraphs(item, _Point(style, level, first=shows_mark))

    def _table(self, table: etree._Element) -> list[Paragraph]:
        return table_of(
            [
                [list(self.paragraphs(cell)) for cell in row if local(cell) in CELLS]
                for row in _rows(table)
            ]
        )

    def _set_apart(self, element: etree._Element) -> Iterator[Paragraph]:
        """Text boxes that hang on a paragraph, its notes and comments, and what pictures show."""
        for inner in element:
            name = local(inner)
            if name in BOXES:
                yield from self.paragraphs(inner)
            elif name == "drop-down":
                yield from _fields(inner)
            elif name in SET_APART:
                yield from _beside(inner, SET_APART[name])
            else:
                yield from self._set_apart(inner)

    def _is_bold(self, element: etree._Element) -> bool:
        """Whether every word of a paragraph stands in a bold span."""
        spans = [inner for inner in element if local(inner) == "span" and _text(inner).strip()]
        loose = (element.text or "") + "".join(inner.tail or "" for inner in element)
        return (
            bool(spans)
            and not loose.strip()
            and all(self._style(attribute(span, "style-name")).bold for span in spans)
        )

    def _style(self, name: str) -> _Style:
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> _Style:
        chain: list[etree._Element] = []
        while name in self._elements and len(chain) < MOST_STYLES_IN_CHAIN:
            chain.append(self._elements[name])
            name = attribute(chain[-1], "parent-style-name")
        style = _Style()
        for element in reversed(chain):
            style = _refined(style, element)
        return style


def _refined(style: _Style, element: etree._Element) -> _Style:
    """A style with what one based on it says in addition."""
    weight = attribute(child(element, "text-properties"), "font-weight")
    named = [value for key, value in element.items() if key.endswith("}list-style-name")]
    return replace(
        style,
        depth=TITLE if attribute(element, "name") == "Title" else style.depth,
        list_style=named[0] if named else style.list_style,
        bold=weight in {"bold", "600", "700", "800", "900"} if weight else style.bold,
    )


def _depth(element: etree._Element, style: _Style) -> int | None:
    if style.depth == TITLE:
        return TITLE
    return _level(element) if local(element) == "h" else None


def _level(element: etree._Element) -> int:
    return min(max(whole_number(attribute(element, "outline-level"), 1), 1), MOST_LEVELS)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(element)


def _beside(element: etree._Element, why: str) -> Iterator[Paragraph]:
    """What is no part of the text: its paragraphs, without a note's number or who wrote it."""
    for inner in element.iter():
        if local(inner) in {"p", "h"}:
            yield Paragraph(_text(inner), aside=why)
    yield Paragraph(element.text or "", aside=why)


def _text(element: etree._Element) -> str:
    """The words of a paragraph, without its notes, comments and text boxes."""
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        name = local(inner)
        if name == "s":
            yield " " * min(whole_number(attribute(inner, "c"), 1), MOST_SPACES)
        elif name in BREAKS:
            yield BREAKS[name]
        elif name not in SET_APART and name not in BOXES:
            yield from _pieces(inner)
        yield inner.tail or ""
