"""A reply slip: the sentence that people agree to, and the blanks under it to fill in.

"I have read and agree … Name … Signed … Date" becomes the sign-off wording. It is a slip only
if there is a place to sign close by, or a heading such as "Reply slip" above; a policy may well
say "I" elsewhere.
"""

import re
from dataclasses import dataclass, field

from .furniture import TO_FILL, Aside, is_field
from .lines import Line, ends, word_count
from .markers import Kind, MarkedLine, read_markers, split_marker
from .model import Passage

AGREES = re.compile(
    r"[\W_]*(?:I/We|I / We|I|We)\b.{0,90}?\b(?:read|agree|confirm|understand|understood"
    r"|acknowledge|accept|consent|give)\b"
)
HEADS_A_SLIP = re.compile(
    r"\b(?:slip|acknowledge?ment|declaration|agreement|consent form|signing sheet)\b"
    r"|\b(?:sign|complete|cut|tear|detach)\b.{0,40}\b(?:return|below|here|off)\b",
    re.IGNORECASE,
)
FIRST_FIELD = re.compile(
    r"(?:Print name|Full name|Name|Signed|Signature|Date)\b[^.…_]{0,30}(?:[._…]{2,}|:|…)"
)

LONGEST = 600
LINES_AHEAD = 14
HEADING_LINES = 3
WHY_BLANKS = "The blanks of a reply slip; its sentence became the sign-off wording."
WHY_HEADING = "The heading of a reply slip."


@dataclass
class Slip:
    """The sentence agreed to ("" if there is no slip), its lines, and what else the slip held."""

    text: str = ""
    taken: set[int] = field(default_factory=set)
    aside: Aside = field(default_factory=dict)
    left_over: list[Passage] = field(default_factory=list)
    unsure: list[Passage] = field(default_factory=list)


def read_slips(lines: list[Line]) -> Slip:
    """All reply slips of the document in one; a second is shown to a person."""
    slip = Slip()
    wordings: list[str] = []
    place = 0
    while place < len(lines):
        end = _end_of_slip(lines, place)
        if end is None:
            place += 1
            continue
        wordings.append(_take(slip, lines, place, end))
        place = end
    slip.text = "\n".join(wordings)
    if len(wordings) > 1:
        slip.unsure.append(
            Passage(slip.text, "More than one reply slip: choose the wording for each audience.")
        )
    return slip


def _end_of_slip(lines: list[Line], start: int) -> int | None:
    """Where the slip that starts here ends, or None if none starts here."""
    text = lines[start].text
    if len(text) > LONGEST or not AGREES.match(text):
        return None
    fields = [
        place
        for place in range(start, min(len(lines), start + LINES_AHEAD))
        if (place > start and is_field(lines[place].text)) or FIRST_FIELD.search(lines[place].text)
    ]
    headed = start > 0 and _heads(lines[start - 1])
    if fields and (headed or not _runs_into_clauses(lines, start, fields[0])):
        return _end_of_fields(lines, fields[0])
    return start + 1 if headed and ends(text, ".") else None


def _runs_into_clauses(lines: list[Line], start: int, first_field: int) -> bool:
    """Whether numbered text that nothing leads in to stands between a sentence and the blanks."""
    in_list = False
    for place in range(start + 1, first_field):
        if split_marker(lines[place].text)[0] is not None:
            if not in_list and not ends(lines[place - 1].text, ":,;"):
                return True
            in_list = True
    return False


def _end_of_fields(lines: list[Line], first: int) -> int:
    end = first + 1
    while end < len(lines) and (is_field(lines[end].text) or _is_under_a_line(lines[end])):
        end += 1
    return end


def _is_under_a_line(line: Line) -> bool:
    """What stands in brackets under a line to sign on, such as "(parent/carer)"."""
    return line.text.startswith("(") and line.text.endswith(")") and word_count(line.text) <= 6


def _take(slip: Slip, lines: list[Line], start: int, end: int) -> str:
    words: list[str] = []
    in_blanks = False
    for marked in read_markers(lines[start:end]):
        line = marked.line
        in_blanks = in_blanks or (line is not lines[start] and is_field(line.text))
        if in_blanks:
            slip.aside[line.at] = WHY_BLANKS
            continue
        slip.taken.add(line.at)
        text = _without_bullet(marked)
        cut = FIRST_FIELD.search(text)
        words.append(text[: cut.start()] if cut else text)
        if cut:
            slip.left_over.append(Passage(text[cut.start() :], WHY_BLANKS))
            in_blanks = True
    for line in lines[max(0, start - HEADING_LINES) : start]:
        if _heads(line):
            slip.aside[line.at] = WHY_HEADING
    return " ".join(TO_FILL.sub("…", " ".join(words)).split())


def _without_bullet(marked: MarkedLine) -> str:
    """The words of a point; a number stays, since the wording has none of its own."""
    bullets_only = all(marker.kind is Kind.BULLET for marker in marked.markers)
    return marked.text if bullets_only else marked.line.text


def _heads(line: Line) -> bool:
    return word_count(line.text) <= 16 and bool(HEADS_A_SLIP.search(line.text))
