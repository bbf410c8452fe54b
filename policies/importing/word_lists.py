"""The numbers and bullets that Word counts itself, and so does not write into the text."""

import re
from dataclasses import dataclass, field

from lxml import etree

from .counting import MOST_LEVELS, Counter, as_mark, whole_number, written
from .paragraphs import BULLET
from .zipped import attribute, child, local

STYLES = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered."""

    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    only_digits: bool = False  # "legal" numbering: IV.2 is written 4.2
    paragraph_style: str = ""


@dataclass
class _List:
    """A definition of a list, which several lists can share and go on counting in."""

    levels: dict[int, _Level]
    counter: Counter
    style_link: str = ""


@dataclass
class WordLists:
    """All lists of a document; `mark` counts, so it is asked once for each point in turn."""

    numbering: etree._Element | None
    _lists: dict[str, _List] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.numbering if self.numbering is not None else ():
            if local(element) == "abstractNum":
                self._lists[attribute(element, "abstractNumId")] = _list(element)
            elif local(element) == "num":
                self._take_number(element)
        by_style = {
            attribute(child(element, "styleLink"), "val"): attribute(element, "abstractNumId")
            for element in (self.numbering if self.numbering is not None else ())
            if child(element, "styleLink") is not None
        }
        for number, definition in self._numbers.items():
            link = self._lists[definition].style_link if definition in self._lists else ""
            self._numbers[number] = by_style.get(link, definition)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style, 0 if none does."""
        found = self._lists.get(self._numbers.get(number, ""))
        levels = found.levels.items() if found else ()
        return next((place for place, level in levels if level.paragraph_style == style), 0)

    def mark(self, number: str, level: int) -> str:
        """The mark of the next point of a list, "" if the list shows none."""
        found = self._lists.get(self._numbers.get(number, ""))
        if found is None or not 0 <= level < MOST_LEVELS:
            return ""
        shape = found.levels.get(level, _Level())
        if shape.style == "bullet":
            return BULLET
        self._restart(number, found.counter, level)
        values = found.counter.next(level)
        if shape.style == "none" or not shape.pattern:
            return ""
        return as_mark(PLACE.sub(lambda match: _part(match, found, shape, values), shape.pattern))

    def _take_number(self, element: etree._Element) -> None:
        number = attribute(element, "numId")
        self._numbers[number] = attribute(child(element, "abstractNumId"), "val")
        self._restarts[number] = {
            whole_number(attribute(override, "ilvl"), 0): whole_number(
                attribute(child(override, "startOverride"), "val"), 1
            )
            for override in element
            if child(override, "startOverride") is not None
        }

    def _restart(self, number: str, counter: Counter, level: int) -> None:
        """A list that starts anew does so once, at its first point on that level."""
        start = self._restarts.get(number, {}).pop(level, None)
        if start is not None:
            counter.values[level] = start - 1


def _list(element: etree._Element) -> _List:
    levels: dict[int, _Level] = {}
    for below in element:
        place = whole_number(attribute(below, "ilvl"), 0)
        if local(below) == "lvl" and 0 <= place < MOST_LEVELS:
            levels[place] = _level(below)
    starts = [levels[place].start if place in levels else 1 for place in range(MOST_LEVELS)]
    link = attribute(child(element, "numStyleLink"), "val")
    return _List(levels, Counter(starts), link)


def _level(element: etree._Element) -> _Level:
    return _Level(
        style=attribute(child(element, "numFmt"), "val") or "decimal",
        pattern=attribute(child(element, "lvlText"), "val"),
        start=whole_number(attribute(child(element, "start"), "val"), 1),
        only_digits=child(element, "isLgl") is not None,
        paragraph_style=attribute(child(element, "pStyle"), "val"),
    )


def _part(match: re.Match[str], found: _List, shape: _Level, values: list[int]) -> str:
    place = int(match.group(1)) - 1
    if place >= len(values):
        return ""
    style = "" if shape.only_digits else found.levels.get(place, _Level()).style
    return written(values[place], STYLES.get(style, "1"))
