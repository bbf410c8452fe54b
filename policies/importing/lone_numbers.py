"""Numbers that stand alone on their line.

"1" may be the number of the section whose heading is on the next line, or the number of a page.
It numbers a section when a heading follows and the count goes on from the section before;
where the document has clauses such as "1.1", that section's first clause must follow too.
Any other number alone is taken for a page number and left out. A mark such as "1.1" or "(a)"
alone on its line always belongs to the line after it.
"""

import re
from dataclasses import replace

from .lines import Line, ends, like_heading
from .markers import split_marker

NUMBER_ALONE = re.compile(r"\d{1,4}")
LOOSE = re.compile(r"(\d{1,2})\s+(?=[A-Z])")
DOTTED_START = re.compile(r"(\d{1,3})\.\d{1,3}\b")
WHY_PAGE = "A number alone on its line, taken for a page number."
LOOK_AHEAD = 5


def page_numbers(lines: list[Line]) -> dict[int, str]:
    """The numbers alone that number no section: where each stands, and why it goes."""
    sections = _section_numbers(lines)
    return {
        line.at: WHY_PAGE
        for line in lines
        if NUMBER_ALONE.fullmatch(line.text) and line.at not in sections
    }


def joined_to_text(lines: list[Line]) -> list[Line]:
    """Each mark that stands alone, put in front of the line it belongs to."""
    joined: list[Line] = []
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and not _is_mark_alone(line.text):
            mark = waiting.text + _stop_after(waiting.text)
            line = replace(
                line,
                text=f"{mark} {line.text}",
                indent=waiting.indent,
                gap=waiting.gap,
                hole=waiting.hole,
            )
            waiting = None
        elif waiting is not None:
            joined.append(waiting)
            waiting = None
        if _is_mark_alone(line.text):
            waiting = line
        else:
            joined.append(line)
    return [*joined, waiting] if waiting is not None else joined


def with_stops(lines: list[Line]) -> list[Line]:
    """Lines numbered without a stop ("3 Roles") written with one, if they count from 1."""
    chosen: set[int] = set()
    expected = {1}
    for place, line in enumerate(lines):
        match = LOOSE.match(line.text)
        if match is None or int(match.group(1)) not in expected:
            continue
        above = lines[place - 1] if place else None
        fresh = line.gap or above is None or ends(above.text) or place - 1 in chosen
        if fresh or like_heading(line.text[match.end() :]):
            chosen.add(place)
            expected.add(int(match.group(1)) + 1)
    if len(chosen) < 2:
        return lines
    return [
        replace(line, text=LOOSE.sub(r"\1. ", line.text, count=1)) if place in chosen else line
        for place, line in enumerate(lines)
    ]


def _section_numbers(lines: list[Line]) -> set[int]:
    has_clauses = any(DOTTED_START.match(line.text) for line in lines)
    places: set[int] = set()
    expected = 1
    for place, line in enumerate(lines):
        if not NUMBER_ALONE.fullmatch(line.text) or int(line.text) != expected:
            continue
        ahead = [later.text for later in lines[place + 1 : place + 1 + LOOK_AHEAD]]
        if not ahead or not like_heading(ahead[0]):
            continue
        if has_clauses and not any(_is_clause_of(expected, text) for text in ahead):
            continue
        places.add(line.at)
        expected += 1
    return places if has_clauses or len(places) > 1 else set()


def _is_clause_of(section: int, text: str) -> bool:
    match = DOTTED_START.match(text)
    return match is not None and int(match.group(1)) == section


def _stop_after(mark: str) -> str:
    """What a mark alone needs so as to be known as one in front of words."""
    if mark.isdecimal():
        return "."
    return ":" if mark[:1].isalpha() and mark[-1:].isalnum() and " " in mark else ""


def _is_mark_alone(text: str) -> bool:
    if len(text) > 12:
        return False
    if NUMBER_ALONE.fullmatch(text):
        return True
    marker, rest = split_marker(text)
    return marker is not None and not rest
