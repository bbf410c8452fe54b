"""The numbers and bullets that a writer of OpenDocument counts itself."""

from dataclasses import dataclass, field

from lxml import etree

from .counting import MOST_LEVELS, Counter, as_mark, whole_number, written
from .paragraphs import BULLET
from .zipped import attribute, local


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered; `style` is "" where it shows no number."""

    bullet: bool = False
    style: str = ""
    before: str = ""
    after: str = ""
    shown: int = 1  # how many levels stand in the number: 2 gives 1.1
    start: int = 1


@dataclass
class OpenLists:
    """The styles of lists by their names, and how far each list has counted."""

    styles: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counters: dict[str, Counter] = field(default_factory=dict)

    def learn(self, root: etree._Element | None) -> None:
        """Take up the list styles of one part of the document; the headings' has the name ""."""
        for element in root.iter() if root is not None else ():
            if local(element) in {"list-style", "outline-style"}:
                name = attribute(element, "name") if local(element) == "list-style" else ""
                self.styles[name] = {
                    place: _level(below)
                    for below in element
                    if (place := whole_number(attribute(below, "level"), 0) - 1)
                    in range(MOST_LEVELS)
                }

    def start(self, style: str) -> None:
        """Begin a list of this style anew."""
        levels = self.styles.get(style, {})
        starts = [levels.get(place, _Level()).start for place in range(MOST_LEVELS)]
        self._counters[style] = Counter(starts)

    def mark(self, style: str, place: int) -> str:
        """The mark of the next point of a list, "" if the list shows none."""
        level = self.styles.get(style, {}).get(place)
        if level is None:
            return BULLET if style not in self.styles else ""
        if level.bullet:
            return BULLET
        if style not in self._counters:
            self.start(style)
        values = self._counters[style].next(place)
        return self._written(style, level, values) if level.style else ""

    def _written(self, style: str, level: _Level, values: list[int]) -> str:
        shapes = [self.styles[style].get(place, level) for place in range(len(values))]
        parts = [
            written(value, shape.style)
            for value, shape in list(zip(values, shapes, strict=True))[-level.shown :]
            if shape.style
        ]
        return as_mark(level.before + ".".join(parts) + level.after)


def _level(element: etree._Element) -> _Level:
    return _Level(
        bullet=local(element) in {"list-level-style-bullet", "list-level-style-image"},
        style=attribute(element, "num-format"),
        before=attribute(element, "num-prefix"),
        after=attribute(element, "num-suffix"),
        shown=max(1, whole_number(attribute(element, "display-levels"), 1)),
        start=whole_number(attribute(element, "start-value"), 1),
    )
