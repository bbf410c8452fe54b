"""Contents lists, which repeat the headings and make no sections.

A list starts at a line "Contents" and ends where the document itself begins: at the second
coming of something already listed, or at the first line of running text. Lines that lead to a
page number by dots ("Aims ........ 3") are contents wherever several of them stand together.
"""

import re

from .furniture import Aside
from .lines import Line, like_heading, like_sentence, word_count
from .markers import split_marker

TITLE = re.compile(r"(?:table of |list of )?contents(?: page)?\s*:?|index\s*:?", re.IGNORECASE)
LEADER = re.compile(r"(?:[.…·_]{3,}|(?:\. ){3,}|\s{3,})\s*(?:page\s*)?\d{1,3}$", re.IGNORECASE)
PAGE_AT_END = re.compile(r"\s+\d{1,3}$")
ANCHOR = re.compile(r"\[([^\[\]]{1,200})\]\(#[^()]{0,200}\)")
SIGNS = re.compile(r"[\W_]+")

LONGEST = 200
MOST_ENTRIES = 150
LEADERS_TOGETHER = 2
WHY = "The contents list, which repeats the headings."


def contents(lines: list[Line]) -> Aside:
    """The lines of contents lists: where each stands, and why it goes."""
    aside: Aside = {}
    place = 0
    while place < len(lines):
        if is_contents_title(lines[place].text):
            end = _end_of_list(lines, place + 1)
        else:
            end = _end_of_leaders(lines, place)
        aside |= {line.at: WHY for line in lines[place:end]}
        place = max(end, place + 1)
    return aside


def is_contents_title(text: str) -> bool:
    """Whether the line announces a contents list."""
    return len(text) < 40 and bool(TITLE.fullmatch(text.strip("# ")))


def _end_of_leaders(lines: list[Line], start: int) -> int:
    end = start
    while end < len(lines) and _has_leader(lines[end].text):
        end += 1
    return end if end - start >= LEADERS_TOGETHER else start


def _end_of_list(lines: list[Line], start: int) -> int:
    """Where a list that starts here ends; the line there is no longer part of it."""
    seen: set[str] = set()
    last_number = 0
    for place in range(start, min(len(lines), start + MOST_ENTRIES)):
        text = lines[place].text
        key, number = _entry(text)
        if key in seen and not _has_leader(text):
            return _with_number_before(lines, place, start)
        if number is not None and last_number > 1 and number == 1 and not _has_leader(text):
            return place
        if _is_running_text(text):
            return _with_heading_before(lines, place, start)
        if _after_leaders(lines, place, start):
            return place
        last_number = number or last_number
        seen |= {key} - {""}
    return _end_without_a_sign(lines, start)


def _after_leaders(lines: list[Line], place: int, start: int) -> bool:
    """Whether a list of entries with page numbers stopped at the empty line before this one."""
    if not lines[place].gap or place == start or not _has_leader(lines[place - 1].text):
        return False
    return not any(_has_leader(line.text) for line in lines[place : place + 3])


def _entry(text: str) -> tuple[str, int | None]:
    """The words of an entry without number, dots and page, and its number if it has a whole one."""
    text = ANCHOR.sub(r"\1", text[:LONGEST])
    marker, words = split_marker(text)
    number = int(marker.value) if marker is not None and marker.value.isdecimal() else None
    words = PAGE_AT_END.sub("", LEADER.sub("", words))
    if words.strip().isdecimal():
        words = ""
    return SIGNS.sub(" ", words.casefold()).strip(), number


def _has_leader(text: str) -> bool:
    return len(text) <= LONGEST and (bool(LEADER.search(text)) or bool(ANCHOR.search(text)))


def _is_running_text(text: str) -> bool:
    if _has_leader(text):
        return False
    _, words = split_marker(text)
    return like_sentence(words) and (word_count(words) > 5 or words.endswith("."))


def _with_number_before(lines: list[Line], place: int, start: int) -> int:
    """The heading that ends the list takes along a number alone on the line before it."""
    alone = place > start and lines[place - 1].text.rstrip(".").isdecimal()
    return place - 1 if alone else place


def _with_heading_before(lines: list[Line], place: int, start: int) -> int:
    """Running text that ends the list takes along its heading, if that shows no page number."""
    before = place - 1
    if before <= start or _has_leader(lines[before].text):
        return place
    heading = lines[before]
    plain = not PAGE_AT_END.search(heading.text) and like_heading(heading.text)
    return _with_number_before(lines, before, start) if plain else place


def _end_without_a_sign(lines: list[Line], start: int) -> int:
    """Nothing shows where the list ends: then it ends at the first empty line after an entry."""
    for place in range(start + 1, len(lines)):
        if lines[place].gap:
            return place
    return start
