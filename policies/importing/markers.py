"""The mark at the start of a line: "1.2", "3.", "(a)", "iv)", a bullet, or several in a row.

A mark counts only where it makes sense. "12. Pupils" in the middle of a sentence is no twelfth
clause unless an eleventh went before, and "(i)" is a letter after "(h)" but a numeral elsewhere.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .lines import Line, ends, like_heading, runs_on, starts_small


class Kind(StrEnum):
    """The sorts of mark."""

    SECTION = "section"  # "Section 3:", "Part 2"
    APPENDIX = "appendix"  # "Appendix A"
    DOTTED = "dotted"  # 1.2
    ORDINAL = "ordinal"  # 3.
    ROMAN = "roman"  # iv)
    LETTER = "letter"  # (a)
    CAPITAL = "capital"  # B.
    CAPITAL_ROMAN = "capital roman"  # IV.
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Marker:
    """One mark: its sort, and its value without brackets and stops."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line taken apart into the marks at its start and the words after them."""

    line: Line
    markers: tuple[Marker, ...]
    text: str

    @property
    def marker(self) -> Marker | None:
        """The mark nearest to the words."""
        return self.markers[-1] if self.markers else None


MOST_MARKS = 4
NAMED = r"(?:Section|Part|SECTION|PART)"
NUMBERED_BY_NAME = re.compile(NAMED)
AFTER = r"(?:\s+|$)"
PATTERNS = (
    (
        Kind.DOTTED,
        re.compile(rf"{NAMED}\s+(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:\s*[:–—-]\s*|\.\s+|$)"),
    ),
    (
        Kind.SECTION,
        re.compile(rf"{NAMED}\s+(\d{{1,2}}|[IVX]{{1,5}})(?:\s*[:.–—-]\s*|$)"),
    ),
    (
        Kind.DOTTED,
        re.compile(
            r"(\d{1,3}(?:\.\d{1,3}){1,5}(?:\.[a-z])?)[.):]?"
            r"(?:\s+|$|(?=[A-Z]))"
        ),
    ),
    (Kind.ORDINAL, re.compile(r"\(?(\d{1,3})(?:[.):](?:\s+|$|(?=[A-Z]))|\s+[-–—]\s+)")),
    (Kind.ROMAN, re.compile(rf"\(?((?=[ivx])x{{0,3}}(?:ix|iv|v?i{{0,3}}))[.)]{AFTER}")),
    (Kind.LETTER, re.compile(rf"\(?([a-z])[.)]{AFTER}")),
    (Kind.CAPITAL_ROMAN, re.compile(rf"\(?((?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))[.)]{AFTER}")),
    (Kind.CAPITAL, re.compile(rf"\(?([A-Z])[.)]{AFTER}")),
    (Kind.BULLET, re.compile(r"([•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖♦◆◊☐☑§\uf000-\uf0ff])\s*")),
    (Kind.BULLET, re.compile(rf"([-–—*+oØü]){AFTER}|([-–])(?=[^\W\d_])")),
)
# Most lines begin with a word, and need not be tried against each pattern.
BEGINS_WITH_WORD = re.compile(
    r"(?!(?:section|part)\b)(?!x{0,3}(?:ix|iv|v?i{0,3})[.)])[^\W\d_]{2}", re.IGNORECASE
)
APPENDIX = re.compile(r"(?:Appendix|Annex|APPENDIX|ANNEX)(?:\s+([A-Z]|\d{1,2}))?\b")

UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
NUMERALS = [tens + units for tens in ("", "x", "xx", "xxx") for units in UNITS]


def read_markers(lines: list[Line]) -> list[MarkedLine]:
    """Every line with the marks at its start, as far as they make sense where they stand."""
    memory = _Memory()
    marked: list[MarkedLine] = []
    previous: Line | None = None
    for line in lines:
        marked.append(_marked(line, previous, memory))
        previous = line
    return marked


def split_marker(text: str) -> tuple[Marker | None, str]:
    """The first mark of a text, if it starts with one, and the rest."""
    if BEGINS_WITH_WORD.match(text):
        return None, text
    for kind, pattern in PATTERNS:
        if match := pattern.match(text):
            value = next(group for group in match.groups() if group is not None)
            return _tidied(Marker(kind, value)), text[match.end() :]
    return None, text


def ordinal_value(marker: Marker) -> int:
    """The place in its row that a mark stands for: "c" is 3, "iv" is 4, "1.2" is 2."""
    if marker.kind in {Kind.ROMAN, Kind.CAPITAL_ROMAN}:
        numeral = marker.value.lower()
        return NUMERALS.index(numeral) if numeral in NUMERALS else 0
    if marker.kind in {Kind.LETTER, Kind.CAPITAL}:
        return ord(marker.value.lower()) - ord("a") + 1
    digits = marker.value.rsplit(".", 1)[-1]
    return int(digits) if digits.isdecimal() else 0


def appendix_value(text: str) -> str | None:
    """The letter or number of an appendix heading, "" when it bears none, None when it is none."""
    match = APPENDIX.match(text)
    return None if match is None or not like_heading(text) else match.group(1) or ""


def _tidied(marker: Marker) -> Marker:
    """ "3.0" numbers a section just as "3" does."""
    if marker.kind is Kind.DOTTED and re.fullmatch(r"\d+\.0", marker.value):
        return Marker(Kind.ORDINAL, marker.value.removesuffix(".0"))
    return marker


@dataclass
class _Memory:
    """The last mark accepted of each kind."""

    last: dict[Kind, int] = field(default_factory=dict)

    def follows(self, marker: Marker) -> bool:
        return ordinal_value(marker) == self.last.get(marker.kind, 0) + 1

    def keep(self, marker: Marker) -> None:
        self.last[marker.kind] = ordinal_value(marker)


def _marked(line: Line, previous: Line | None, memory: _Memory) -> MarkedLine:
    appendix = appendix_value(line.text)
    if appendix is not None:
        return MarkedLine(line, (Marker(Kind.APPENDIX, appendix),), line.text)
    markers: list[Marker] = []
    rest = line.text
    while len(markers) < MOST_MARKS:
        found, after = split_marker(rest)
        if found is None:
            break
        marker = _in_context(found, memory)
        if not _makes_sense(marker, after, line, previous, memory) and not markers:
            break
        memory.keep(marker)
        markers.append(marker)
        rest = after
    return MarkedLine(line, tuple(markers), rest)


def _in_context(marker: Marker, memory: _Memory) -> Marker:
    """Decide between letter and numeral for a mark that could be either, such as "(i)"."""
    others = {Kind.ROMAN: Kind.LETTER, Kind.CAPITAL_ROMAN: Kind.CAPITAL}
    if marker.kind in others and len(marker.value) == 1:
        as_letter = replace(marker, kind=others[marker.kind])
        numeral_goes_on = memory.follows(marker) and marker.value.lower() != "i"
        if memory.follows(as_letter) and not numeral_goes_on:
            return as_letter
    return marker


def _makes_sense(
    marker: Marker, after: str, line: Line, previous: Line | None, memory: _Memory
) -> bool:
    if marker.kind in {Kind.BULLET, Kind.SECTION}:
        return True
    if memory.follows(marker):
        return True
    first = ordinal_value(marker) == 1
    if marker.kind in {Kind.CAPITAL, Kind.CAPITAL_ROMAN}:
        return first  # otherwise "J. Smith" would be a tenth point
    if previous is None:
        return True
    fresh = line.gap or ends(previous.text)
    if marker.kind is Kind.DOTTED:
        return fresh or not starts_small(after)
    return fresh or (first and not runs_on(previous.text))
