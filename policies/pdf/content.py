"""What a policy's PDF says: one version as plain data, for the template beside this file."""

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from policies.models import Audience, Clause, Section, State, Version, labels_of
from school.colour import STMARYS_BLUE, STMARYS_GOLD, WHITE, Colour
from school.models import School

READABLE, VISIBLE = 4.5, 3.0  # contrast on white that WCAG asks of text and of what is not text

LONG_WORD = re.compile(r"\S{31,}")
BREAK_HERE = "\u200b"  # a space without width: a line may end there, and nothing is seen of it
AFTER_SIGN = re.compile(r"(?<=[/.?&=_-])(?=[^/.?&=_-])")
EVERY = 30  # a word without such a sign may be parted after so many letters

MARKS = {
    State.DRAFT: "Draft, not in force",
    State.IN_REVIEW: "Draft in review, not in force",
    State.APPROVED: "Approved, not yet in force",
    State.WITHDRAWN: "Withdrawn, not in force",
}


def content_of(version: Version, sections: list[Section], audience: str = "") -> dict[str, Any]:
    """Return all that the PDF shows of a version, narrowed to one audience's part if given.

    `sections` are those of that part, with their clauses fetched.
    """
    part = f"The part for {Audience(audience).label.lower()}" if audience else ""
    mark = mark_of(version)
    made_on = timezone.localdate(version.published_at or version.created_at)
    name = ", ".join(filter(None, [one_line(str(version)), part]))
    return {
        "school": letterhead(),
        "title": one_line(version.title),
        "full_title": name,
        "part": part,
        "mark": mark,
        "summary": lines_of(version.summary),
        "facts": _facts(version),
        "sections": [_section(section, version) for section in sections],
        "sha256": version.text_sha256,
        "foot": name,
        "whereabouts": f"{part} only. The whole policy:" if part else "This version is kept at",
        "address": settings.PORTAL_URL + version.get_absolute_url(),
        "made_on": [made_on.year, made_on.month, made_on.day],
    }


def mark_of(version: Version) -> str:
    """Return what every page of a version that is not in force says, or nothing."""
    if version.state == State.SUPERSEDED and version.superseded_at:
        return f"Replaced on {date_format(timezone.localdate(version.superseded_at))}"
    return MARKS.get(State(version.state), "")


def letterhead() -> dict[str, str]:
    """Return the school's name, motto and colours, such that they can be read on white."""
    school = School.current()
    main = Colour.parse(school.colour, STMARYS_BLUE)
    accent = Colour.parse(school.accent, STMARYS_GOLD)
    return {
        "name": one_line(school.name),
        "motto": one_line(school.motto),
        "colour": str(main.readable_on(WHITE, READABLE)),
        "accent": str(accent.readable_on(WHITE, VISIBLE)),
    }


def _facts(version: Version) -> list[tuple[str, list[str]]]:
    """Return what the top of the first page says, as names and lines."""
    approval = "Not yet"
    if version.approved_on:
        approval = f"{date_format(version.approved_on)} by {version.approved_by_whom}"
        if version.approval_minute:
            approval += f", minute {version.approval_minute}"
    standing = f"{version.number}"
    if version.published_at:
        standing += f", published on {date_format(timezone.localdate(version.published_at))}"
    review = date_format(version.next_review_on) if version.next_review_on else "Not yet set"
    facts = {
        "For": ", ".join(version.audience_labels),
        "Version": standing,
        "Approved": approval,
        "Next review": review,
        "Signature": version.must_be_signed_why,
        "People sign": version.sign_off_text,
    }
    return [(name, lines_of(words)) for name, words in facts.items() if words]


def _section(section: Section, version: Version) -> dict[str, Any]:
    narrower = section.audiences and section.audiences != version.audiences
    return {
        "number": one_line(section.number),
        "heading": one_line(section.heading),
        "anchor": section.anchor,
        "audiences": f"For {', '.join(labels_of(section.audiences)).lower()}" if narrower else "",
        "clauses": _nested(list(section.clauses.all())),
    }


def _nested(clauses: list[Clause]) -> list[dict[str, Any]]:
    """Return the clauses as a tree: each holds as `parts` what stands deeper below it."""
    top: list[dict[str, Any]] = []
    above: list[tuple[int, list[dict[str, Any]]]] = []  # how deep, and what is held there
    for clause in clauses:
        while above and above[-1][0] >= clause.level:
            above.pop()
        parts: list[dict[str, Any]] = []
        item = {"number": one_line(clause.number), "text": lines_of(clause.text), "parts": parts}
        (above[-1][1] if above else top).append(item)
        above.append((clause.level, parts))
    return top


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something, each as it can be set."""
    return [one_line(line) for line in text.splitlines() if line.strip()]


def one_line(text: str) -> str:
    """Return one line without signs that no paper shows, in which long addresses may break."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Co", "Cs"})
    return LONG_WORD.sub(_breakable, " ".join(shown.split()))


def _breakable(word: re.Match[str]) -> str:
    parts = AFTER_SIGN.split(word[0])
    return BREAK_HERE.join(
        BREAK_HERE.join(part[start : start + EVERY] for start in range(0, len(part), EVERY))
        for part in parts
    )
