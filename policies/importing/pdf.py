"""PDFs that hold text: the lines of each page, with gaps and indents as they stand on the paper.

A PDF says where letters stand, not what they are; headers, footers and headings are told apart
as in plain text. Reading happens in a process of its own with limits of time and memory, since
a PDF is a program of sorts and its reader is not written in Python.
"""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from .errors import UnreadableDocument
from .lines import CONTROLS, UNREADABLE_SIGN, Line
from .markers import split_marker
from .paragraphs import TOO_LONG
from .plain import SPACES
from .zipped import DAMAGED, LOCKED

PROGRAM = Path(__file__).with_name("pdf_pages.py")
MOST_SECONDS = 30
END_MARK = b"%%EOF"
TAIL = 2048
GAP = 1.35  # of the usual distance of two lines
USUAL_PART = 4  # in a document of short paragraphs, only the nearest quarter are within one
WIDTH_OF_HEIGHT = 0.45  # a letter is about half as wide as its line is high
DEEPEST_INDENT = 30
WHY_PICTURE = "A page that is only a picture: its words could not be read, so type them in."
SCANNED = (
    "This PDF holds pictures of pages and no text, as a scanner makes them: choose the document "
    "it was printed from, or save it with text recognition first."
)
TOO_HARD = (
    "This PDF takes too long or too much memory to read: open it, copy its text into a new "
    "document and choose that."
)
FAULTS = {"locked": LOCKED, "damaged": DAMAGED, "long": TOO_LONG}

Page = list[tuple[str, float, float, float]]


def read_pdf(data: bytes) -> list[Line]:
    """The lines of a PDF, page after page; UnreadableDocument if it holds no text to be read."""
    if END_MARK not in data[-TAIL:]:
        raise UnreadableDocument(DAMAGED)
    found = _found_in(data)
    if "fault" in found:
        raise UnreadableDocument(FAULTS[found["fault"]])
    if not any(found["pages"]):
        raise UnreadableDocument(SCANNED)
    return _lines(found["pages"], found["pictures"])


def _found_in(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and nothing of the file's in its name
            [sys.executable, "-I", PROGRAM],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise UnreadableDocument(TOO_HARD) from None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _lines(pages: list[Page], pictures: list[int]) -> list[Line]:
    pitch = _usual_pitch(pages)
    edge = min(left for page in pages for _, left, _, _ in page)
    lines: list[Line] = []
    for place, page in enumerate(pages):
        for row, (text, left, bottom, height) in enumerate(page):
            above = page[row - 1][2] if row else None
            words = CONTROLS.sub(UNREADABLE_SIGN, text).translate(SPACES)
            lines.append(
                Line(
                    words,
                    at=len(lines),
                    indent=_indent(words, left - edge, height),
                    gap=not lines or (above is not None and above - bottom > GAP * pitch),
                    new_page=row == 0 and place > 0,
                )
            )
    lines += [
        Line(f"Page {place + 1}", at=len(lines) + order, gap=True, aside=WHY_PICTURE)
        for order, place in enumerate(pictures)
    ]
    return lines


def _usual_pitch(pages: list[Page]) -> float:
    """How far below each other the lines of a paragraph stand; gaps between them are wider."""
    distances = sorted(
        above[2] - below[2]
        for page in pages
        for above, below in pairwise(page)
        if above[2] > below[2]
    )
    return distances[len(distances) // USUAL_PART] if distances else float("inf")


def _indent(text: str, from_edge: float, height: float) -> int:
    """How far a point is set in, in letters; of other lines it says nothing."""
    if split_marker(text)[0] is None or height <= 0:
        return 0
    return min(round(from_edge / (height * WIDTH_OF_HEIGHT)), DEEPEST_INDENT)
