"""From the lines of a document to the policy: the steps in their order.

Every line goes to exactly one place. First what is not policy is set aside, each piece with its
reason; then the reply slip and the cover; what remains becomes sections and clauses. Nothing is
dropped without being shown.
"""

from dataclasses import dataclass, field
from pathlib import PurePath

from .audiences import audiences_of
from .blocks import Block, Role, to_blocks
from .contents import contents
from .cover import read_cover, title_in_text, title_lines
from .dates import Dates, dates_in_sentences, labelled_dates
from .furniture import Aside, page_marks, places_to_sign, running_lines, web_chrome
from .headings import find_headings, mended
from .lines import UNREADABLE_SIGN, Line, without
from .lone_numbers import joined_to_text, page_numbers, with_stops
from .markers import NUMBERED_BY_NAME, MarkedLine, read_markers
from .model import ImportedClause, ImportedPolicy, ImportedSection, Passage
from .numbering import number_all
from .outline import Section, outline
from .slip import read_slips

UNTITLED = "Untitled policy"
WHY_NUMBERING_WORD = "Words that became the numbers of sections."
WHY_NO_WORDS = "Signs without words."
WHY_UNTITLED = "The document states no title; this is taken from the name of its file."
WHY_TITLE_IN_TEXT = "No title stands first; this heading, which stays a heading, names a policy."
WHY_ONE_SECTION = "No headings were found, so all of the text is one section."
WHY_HEADING_ONLY = "A heading with no text under it."
WHY_UNREADABLE = f"The sign {UNREADABLE_SIGN} stands for a character that could not be read."


@dataclass
class _Sheet:
    """The lines that are still to be placed, and those that were left out with the reason."""

    lines: list[Line]
    left_out: dict[int, tuple[Line, str]] = field(default_factory=dict)

    def leave_out(self, aside: Aside) -> None:
        """Set these lines aside."""
        for line in self.lines:
            if line.at in aside:
                self.left_out[line.at] = (line, aside[line.at])
        self.lines = without(self.lines, aside)

    def passages(self) -> list[Passage]:
        """What was left out, in the document's order, neighbours with one reason together."""
        groups: list[tuple[str, list[str]]] = []
        before = -2
        for at, (line, why) in sorted(self.left_out.items()):
            if not groups or groups[-1][0] != why:
                groups.append((why, []))
            texts = groups[-1][1]
            together = at == before + 1 and not line.gap
            texts += [" " if together else "\n", line.text] if texts else [line.text]
            before = at
        return [Passage("".join(texts), why) for why, texts in groups]


def import_lines(lines: list[Line], *, name: str) -> ImportedPolicy:
    """The policy that these lines hold; `name` is the file's, the last resort for a title."""
    sheet = _Sheet(lines)
    unsure = [Passage(line.text, WHY_UNREADABLE) for line in lines if UNREADABLE_SIGN in line.text]
    sheet.leave_out({line.at: line.aside for line in lines if line.aside})
    # A header or footer is no text, but often states when the policy was approved.
    dates = labelled_dates(lines)
    sheet.leave_out(dates.aside)
    _leave_out_furniture(sheet)
    sheet.lines = with_stops(joined_to_text(sheet.lines))

    slip = read_slips(sheet.lines)
    sheet.leave_out(slip.aside)
    sheet.lines = without(sheet.lines, slip.taken)
    sheet.leave_out(places_to_sign(sheet.lines))

    cover = read_cover(sheet.lines)
    dates_in_sentences((line.text for line in sheet.lines if line.at in cover.aside), dates)
    sheet.leave_out(cover.aside)
    sheet.lines = without(sheet.lines, cover.title_at)
    title = cover.title or title_in_text(sheet.lines)
    if not cover.title:
        why = WHY_TITLE_IN_TEXT if title else WHY_UNTITLED
        title = title or _title_from(name)
        unsure.append(Passage(title, why))
    sheet.leave_out(_without_words(sheet.lines))
    unsure += [Passage(line.text, line.doubt) for line in sheet.lines if line.doubt]

    marked = mended(read_markers(sheet.lines))
    sections, doubts = _sections(marked, title, dates)
    return ImportedPolicy(
        title=title,
        dates=dates.values,
        sections=sections,
        sign_off_text=slip.text,
        left_out=(*sheet.passages(), *slip.left_over, *_numbering_words(marked)),
        unsure=(*unsure, *dates.unsure, *slip.unsure, *doubts),
    )


def _leave_out_furniture(sheet: _Sheet) -> None:
    sheet.leave_out(web_chrome(sheet.lines))
    marks = page_marks(sheet.lines)
    sheet.leave_out(contents(without(sheet.lines, marks)))
    marks |= page_numbers(without(sheet.lines, marks))
    title = title_lines(without(sheet.lines, marks))
    running = running_lines(sheet.lines, marks, _text(title))
    # A header such as "Hillside School, Phone Policy" does not name it better than its title does.
    own = title_lines(without(sheet.lines, marks | running))
    if not own or _text(own).casefold() not in _text(title).casefold():
        for line in title:
            running.pop(line.at, None)
    sheet.leave_out(marks | running)


def _text(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def _without_words(lines: list[Line]) -> Aside:
    """Lines of signs only, and marks with nothing after them."""
    return {
        marked.line.at: WHY_NO_WORDS
        for marked in read_markers(lines)
        if not any(map(str.isalnum, marked.text))
    }


def _title_from(name: str) -> str:
    return " ".join(PurePath(name).stem.replace("_", " ").replace("-", " ").split()) or UNTITLED


def _numbering_words(marked: list[MarkedLine]) -> list[Passage]:
    """The "Section" of each "Section 3:", which its number 3 stands for."""
    marks = [line.line.text.removesuffix(line.text).strip() for line in marked if line.markers]
    words = [mark for mark in marks if NUMBERED_BY_NAME.search(mark)]
    return [Passage(" ".join(words), WHY_NUMBERING_WORD)] if words else []


def _sections(
    marked: list[MarkedLine], title: str, dates: Dates
) -> tuple[tuple[ImportedSection, ...], list[Passage]]:
    headings, doubts = find_headings(marked)
    blocks = to_blocks(marked, headings)
    dates_in_sentences((block.text for block in blocks if block.role is not Role.HEADING), dates)
    sections, flat = outline(blocks)
    doubts += flat + number_all(sections) + _bare_headings(sections)
    if blocks and not any(block.role in _HEADINGS for block in blocks):
        sections[0].heading = title
        doubts.append(Passage(_start_of(blocks), WHY_ONE_SECTION))
    imported = tuple(
        _imported(section, audiences)
        for section, audiences in zip(sections, audiences_of(sections, title), strict=True)
    )
    return imported, doubts


_HEADINGS = frozenset({Role.HEADING, Role.HEADING_WITHIN})


def _bare_headings(sections: list[Section]) -> list[Passage]:
    return [
        Passage(section.heading, WHY_HEADING_ONLY) for section in sections if not section.clauses
    ]


def _start_of(blocks: list[Block]) -> str:
    words = blocks[0].text.split()
    return " ".join(words[:20]) + " …" * (len(words) > 20)


def _imported(section: Section, audiences: tuple[str, ...]) -> ImportedSection:
    clauses = tuple(
        ImportedClause(clause.number, clause.text, clause.level) for clause in section.clauses
    )
    return ImportedSection(section.number, section.heading, audiences, clauses)
