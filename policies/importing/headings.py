"""Which lines are headings.

Some say so themselves: Markdown headings, "Section 3: …", "Appendix A". Numbered lines are the
sections when they count upwards through the document with text between them; when they follow
one another without text they are a list. A line without a number is a heading when it is written
like one, stands free of the text above, and has text below. A line that could be either stays
text, and a person is asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .lines import (
    LONGEST_HEADING,
    ends,
    is_capitals,
    like_heading,
    like_sentence,
    runs_on,
    starts_small,
    word_count,
)
from .markers import Kind, MarkedLine, ordinal_value
from .model import Passage
from .wrapping import begins_in_capitals, breaks_off, fills_its_line, line_width

NUMBERED_KINDS = (Kind.ORDINAL, Kind.CAPITAL_ROMAN, Kind.CAPITAL)
CLAUSE_LOOK_AHEAD = 4
LONGEST_RUN = 2
LONGEST_NUMBERED = 300
BROKEN_FROM_WORDS = 4
WORDS_IN_DOUBT = 10
# "Stage 1: Informal" is a heading; "Name: Mrs Hill" is an entry.
STAGE = re.compile(r"\w+ (?:\d{1,2}|[A-Z]|[IVX]{1,4}): ")
WHY_DOUBT = "This could be a heading; it was kept as text."


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: the number it bears, and whether it stands within a section."""

    number: str | None = None
    within: bool = False


def find_headings(lines: list[MarkedLine]) -> tuple[dict[int, Heading], list[Passage]]:
    """The headings by their place in `lines`, and the lines that could be headings too."""
    width = line_width(lines)
    explicit = _explicit(lines)
    free = _free_standing(lines, width, set(explicit))
    numbered = _numbered(lines, free)
    last = max(numbered, default=-1)
    capitals = bool(numbered) and all(is_capitals(lines[place].text) for place in numbered)
    headings = {
        place: Heading(
            within=bool(numbered)
            and not (place > last and capitals and is_capitals(lines[place].text))
        )
        for place in free
    }
    if numbered:
        explicit = {
            place: heading if heading.number is not None else replace(heading, within=True)
            for place, heading in explicit.items()
        }
    headings |= explicit | {place: Heading(_number(lines[place])) for place in numbered}
    doubts = [
        Passage(line.text, WHY_DOUBT)
        for place, line in enumerate(lines)
        if place not in headings and _in_doubt(lines, place)
    ]
    return headings, doubts


def mended(lines: list[MarkedLine]) -> list[MarkedLine]:
    """The lines, with each heading that was broken over two lines put together again."""
    whole: list[MarkedLine] = []
    for line in lines:
        before = whole[-1] if whole else None
        if before is not None and _is_rest_of_heading(before, line):
            joined = f"{before.text} {line.text}"
            whole[-1] = replace(
                before,
                text=joined,
                line=replace(before.line, text=f"{before.line.text} {line.text}"),
            )
        else:
            whole.append(line)
    return whole


def _is_rest_of_heading(before: MarkedLine, line: MarkedLine) -> bool:
    if line.line.gap or line.markers or line.line.heading is not None or ends(line.text):
        return False
    if len(before.text) + len(line.text) > LONGEST_HEADING:
        return False
    appendix = before.marker is not None and before.marker.kind is Kind.APPENDIX
    both_capitals = is_capitals(before.text) and is_capitals(line.text)
    broken = runs_on(before.text) or (
        both_capitals and word_count(before.text) >= BROKEN_FROM_WORDS
    )
    bears_a_mark = appendix or both_capitals
    return broken and bears_a_mark and like_heading(f"{before.text} {line.text}")


def _explicit(lines: list[MarkedLine]) -> dict[int, Heading]:
    """Headings that the format or their own first word declares."""
    depths = [line.line.heading for line in lines if line.line.heading is not None]
    top = min(depths, default=0)
    found: dict[int, Heading] = {}
    for place, line in enumerate(lines):
        kind = line.marker.kind if line.marker else None
        if kind in {Kind.APPENDIX, Kind.SECTION} and 0 < len(line.text) <= LONGEST_HEADING:
            found[place] = Heading(_number(line))
        elif line.line.heading is not None and kind is not Kind.DOTTED and line.text:
            number = _number(line) if kind in NUMBERED_KINDS else None
            found[place] = Heading(number, within=line.line.heading > top + 1)
    return found


def _number(line: MarkedLine) -> str:
    marker = line.markers[-1]
    if marker.kind is Kind.APPENDIX and marker.value.isdecimal():
        return f"A{marker.value}"
    return marker.value


def _numbered(lines: list[MarkedLine], free: list[int]) -> list[int]:
    """The numbered headings that divide the document, or none."""
    rows = [_row(lines, kind) for kind in NUMBERED_KINDS]
    best = max(rows, key=len)
    if not best:
        return []
    with_clauses = any(_has_clauses(lines, place) for place in best)
    headings_before = sum(1 for place in free if place < best[0])
    if not with_clauses and headings_before > 1:
        return []
    return best


def _row(lines: list[MarkedLine], kind: Kind) -> list[int]:
    """The lines of one kind of number that count upwards and have text between them."""
    row: list[int] = []
    value, restarts = 0, 0
    for place in _candidates(lines, kind):
        here = ordinal_value(lines[place].markers[-1])
        if value < here <= value + 3 and (row or here <= 2):
            row.append(place)
            value = here
        elif here == 1 and not like_sentence(lines[place].text):
            restarts += 1
    if any(_has_clauses(lines, place) for place in row):
        return row
    # The last of a list has text below it as well, so it shows nothing.
    before_last = row[:-1]
    supported = [place for place in before_last if _has_text_below(lines, place)]
    if restarts or len(supported) * 2 < len(before_last):
        return []
    return row if len(row) > 1 or _opens_with_text(lines, row) else []


def _candidates(lines: list[MarkedLine], kind: Kind) -> Iterator[int]:
    """The numbered lines that could be headings, and do not go on with a list that cannot."""
    marked_up = _marks_its_headings(lines)
    value, listed = 0, 0
    for place, line in enumerate(lines):
        if len(line.markers) != 1 or line.markers[0].kind is not kind:
            continue
        here = ordinal_value(line.markers[0])
        goes_on_list = listed > 0 and here == listed + 1 and here != value + 1
        if marked_up and line.line.heading is None:
            continue
        if not _could_head(lines, place) or (goes_on_list and not _has_clauses(lines, place)):
            listed = here
        else:
            value, listed = here, 0
            yield place


def _opens_with_text(lines: list[MarkedLine], row: list[int]) -> bool:
    """Whether a single numbered heading is followed by running text."""
    below = row[0] + 1 if row else len(lines)
    if below >= len(lines) or lines[below].markers:
        return False
    return like_sentence(lines[below].text) or runs_on(lines[below].text)


def _could_head(lines: list[MarkedLine], place: int) -> bool:
    line = lines[place]
    if not line.text or len(line.text) > LONGEST_NUMBERED:
        return False
    if line.line.heading is not None or _has_clauses(lines, place):
        return True
    introduced = place > 0 and ends(lines[place - 1].text, ":")
    return like_heading(line.text) and not introduced


def _has_clauses(lines: list[MarkedLine], place: int) -> bool:
    """Whether the first clause of this very number ("3.1" under "3.") follows soon."""
    marker = lines[place].markers[-1]
    prefixes = (f"{marker.value}.", f"{ordinal_value(marker)}.")
    return any(
        later.markers
        and later.markers[0].kind is Kind.DOTTED
        and later.markers[0].value.startswith(prefixes)
        for later in lines[place + 1 : place + 1 + CLAUSE_LOOK_AHEAD]
    )


def _has_text_below(lines: list[MarkedLine], place: int) -> bool:
    """Whether something other than the next number of the same kind follows."""
    if place + 1 >= len(lines):
        return False
    below = lines[place + 1].marker
    return below is None or below.kind is not lines[place].markers[-1].kind


def _free_standing(lines: list[MarkedLine], width: int | None, explicit: set[int]) -> list[int]:
    """Headings without a number; of three or more in a row only the last heads any text."""
    found: list[int] = []
    run: list[int] = []
    if _marks_its_headings(lines):
        return found
    for place in range(len(lines) + 1):
        if place < len(lines) and place not in explicit and _stands_free(lines, place, width):
            run.append(place)
            continue
        found += run if len(run) <= LONGEST_RUN else run[-1:]
        run = []
    return found


def _marks_its_headings(lines: list[MarkedLine]) -> bool:
    """Whether the format says which lines are headings; then there are no others."""
    return any(line.line.heading is not None for line in lines)


def _stands_free(lines: list[MarkedLine], place: int, width: int | None) -> bool:
    line = lines[place]
    if line.markers or place + 1 >= len(lines) or not like_heading(line.text):
        return False
    if ": " in line.text and not STAGE.match(line.text):
        return False
    below = lines[place + 1]
    if not below.markers and starts_small(below.text):
        return False
    if place == 0:
        return True
    above = lines[place - 1]
    if ends(above.text, ":") and not like_heading(above.text):
        return False
    return line.line.gap or _breaks_from(above, line, width)


def _breaks_from(above: MarkedLine, line: MarkedLine, width: int | None) -> bool:
    """Whether a line with no gap above starts anew all the same."""
    if begins_in_capitals(above, line):
        return True
    if breaks_off(above, width) or fills_its_line(above, line, width):
        return False
    # Where lines are not wrapped, a sentence is over when its line is.
    over = ends(above.text) or (width is None and like_sentence(above.text))
    return over or bool(above.markers) or is_capitals(line.text) or is_capitals(above.text)


def _in_doubt(lines: list[MarkedLine], place: int) -> bool:
    line = lines[place]
    if line.markers or not line.line.gap or place + 1 >= len(lines) or " | " in line.text:
        return False
    below = lines[place + 1]
    short = len(line.text) <= LONGEST_HEADING and 1 < word_count(line.text) <= WORDS_IN_DOUBT
    after_colon = place > 0 and ends(lines[place - 1].text, ":")
    unfinished = ends(line.text, ".,;:!") or runs_on(line.text) or starts_small(line.text)
    return (
        short
        and not unfinished
        and not after_colon
        and (below.line.gap or not starts_small(below.text))
    )
