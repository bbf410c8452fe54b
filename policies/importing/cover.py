"""The cover: what stands before the policy itself begins.

The title is the line there that names a policy. School name, motto, version and the like are
left out with the reason. The policy begins at its first running text or numbered point, and the
heading directly above that belongs to it.
"""

import re
from dataclasses import dataclass

from .dates import find_date, is_about_the_policy
from .furniture import Aside
from .lines import (
    Line,
    ends,
    is_capitals,
    like_heading,
    like_sentence,
    starts_small,
    word_count,
)
from .markers import Kind, split_marker

DOCUMENT = r"(?:policy|policies|procedures?|code of conduct|guidelines|guidance|agreement|strategy)"
ENDS_AS_TITLE = re.compile(
    rf"\b{DOCUMENT}\W*(?:(?:and|&)\s+(?:procedures?|guidance|guidelines)\W*)?"
    r"(?:(?:for\s+)?(?:19|20)\d\d\s?[-–/]?\s?(?:\d\d){0,2}\W*)?(?:\([^()]{1,40}\))?$",
    re.IGNORECASE,
)
SPEAKS_OF_ONE = re.compile(rf"\b{DOCUMENT}\b", re.IGNORECASE)
SCHOOL = re.compile(
    r"(?<!in )(?<!at )(?<!our )(?<!the )(?<!of )"
    r"\b(?i:school|schools|academy|federation|trust|college|nursery|preschool|pre-school)\W*$"
    r"|\b(?i:church of england)\b"
)
OPENS_THE_TEXT = re.compile(
    r"(?:our |the |school |\d+[.)]? )*(?:mission|vision|ethos|values|introduction|aims?|rationale"
    r"|purpose|foreword|statement of intent|policy statement|background|scope|overview)\b",
    re.IGNORECASE,
)

LONGEST_COVER = 40
LONGEST_TITLE = 160
WHY_COVER = "Words on the cover, such as the school's name or motto."


@dataclass(frozen=True)
class Cover:
    """The title ("" if no line names the policy), where it stands, and the rest of the cover."""

    title: str
    title_at: frozenset[int]
    aside: Aside


def read_cover(lines: list[Line]) -> Cover:
    """Part the cover from the policy; `lines` have no page marks and no contents list."""
    end = _beginning(lines)
    title = _title_among(lines[:end]) or _first_heading(lines, end)
    title_at = frozenset(line.at for line in title)
    text = " ".join(" ".join(line.text.split()) for line in title)
    aside = {line.at: WHY_COVER for line in lines[:end] if line.at not in title_at}
    return Cover(text, title_at, aside)


def title_lines(lines: list[Line]) -> list[Line]:
    """The lines of the title, as far as it can be told with headers and footers in the way."""
    return _title_among(lines[: _beginning(lines)])


def title_in_text(lines: list[Line]) -> str:
    """The first line further down that names a policy and stands free as a heading does, or ""."""
    free = (line for line in lines if line.gap or line.heading is not None)
    names = (line for line in free if _names_a_policy(line) and like_heading(line.text))
    return " ".join(next(names, Line("")).text.split())


def _beginning(lines: list[Line]) -> int:
    """The place of the first line of the policy itself."""
    first = next(
        (place for place, line in enumerate(lines[:LONGEST_COVER]) if _is_text(line)), None
    )
    if first is None:
        return _end_of_bare_cover(lines)
    known = _known_opening(lines, first)
    if known is not None:
        return known
    before = first - 1
    return before if before >= 0 and _heads_the_text(lines, before) else first


def _is_text(line: Line) -> bool:
    """Whether the line is running text, a point of a list, or a heading marked as such."""
    text = line.text
    if line.heading is not None:
        return line.heading > 1
    if is_about_the_policy(text) or (find_date(text[:200]) and word_count(text) <= 12):
        return False
    marker, words = split_marker(text)
    if marker is not None and words:
        return True
    if ends(text, ":"):
        return not like_heading(text)
    return like_sentence(text) and not _names_a_policy(line) and word_count(text) > 2


def _known_opening(lines: list[Line], first: int) -> int | None:
    """A heading such as "Our mission statement" opens the text even if only a motto follows."""
    after_title = 0
    for place, line in enumerate(lines[:first]):
        if _names_a_policy(line) or is_about_the_policy(line.text):
            after_title = place + 1
    for place in range(after_title, first):
        text = lines[place].text
        if OPENS_THE_TEXT.match(text) and like_heading(text):
            return place
    return None


def _heads_the_text(lines: list[Line], place: int) -> bool:
    line = lines[place]
    if lines[place + 1].heading is not None or _is_numbered_heading(lines, place + 1):
        return False
    if line.heading is not None or split_marker(line.text)[0] is not None:
        return line.heading != 1
    if not like_heading(line.text) or SCHOOL.search(line.text):
        return False
    if is_about_the_policy(line.text) or find_date(line.text):
        return False
    return not _names_a_policy(line) and bool(_title_among(lines[:place]))


def _is_numbered_heading(lines: list[Line], place: int) -> bool:
    """Whether the line bears a number and is a heading itself, not the first point of a list."""
    marker, words = split_marker(lines[place].text)
    if marker is None or marker.kind is Kind.BULLET or not like_heading(words):
        return False
    after = split_marker(lines[place + 1].text)[0] if place + 1 < len(lines) else None
    return after is None or after.kind is not marker.kind


def _end_of_bare_cover(lines: list[Line]) -> int:
    """With no running text anywhere, the cover is the title, what precedes it, and its labels."""
    for place, line in enumerate(lines[:LONGEST_COVER]):
        if _names_a_policy(line):
            end = place + 1
            while end < len(lines) and is_about_the_policy(lines[end].text):
                end += 1
            return end
    return 0


def _names_a_policy(line: Line) -> bool:
    text = line.text
    if len(text) > LONGEST_TITLE or word_count(text) > 16 or ends(text, ".;:,?"):
        return False
    return bool(ENDS_AS_TITLE.search(text)) and not text.lower().startswith(
        ("this ", "the school ")
    )


def _title_among(lines: list[Line]) -> list[Line]:
    """The lines of the title: the best one, and the line it goes on from if it was broken."""
    marked = [line for line in lines if line.heading == 1]
    plain = [line for line in lines if not is_about_the_policy(line.text) or _names_a_policy(line)]
    speaking = [
        line
        for line in plain
        if SPEAKS_OF_ONE.search(line.text[:LONGEST_TITLE]) and not like_sentence(line.text)
    ]
    best = next((line for line in (*marked, *filter(_names_a_policy, plain), *speaking)), None)
    if best is None:
        return []
    return [*_broken_before(lines, best), best]


def _broken_before(lines: list[Line], best: Line) -> list[Line]:
    """The line before, when the title's own line is only its end ("Social Media" / "Policy")."""
    place = lines.index(best)
    if not place or best.gap or word_count(best.text) > 2 or best.heading is not None:
        return []
    before = lines[place - 1]
    goes_on = starts_small(best.text) or word_count(best.text) == 1
    alike = is_capitals(before.text) == is_capitals(best.text)
    return [before] if goes_on and alike and not ends(before.text) else []


def _first_heading(lines: list[Line], end: int) -> list[Line]:
    """Where no line names a policy, the last heading on the cover that is not the school's name."""
    candidates = [
        line
        for line in lines[:end]
        if like_heading(line.text)
        and not SCHOOL.search(line.text)
        and not is_about_the_policy(line.text)
        and find_date(line.text) is None
    ]
    return candidates[-1:]
