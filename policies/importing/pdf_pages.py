"""The text of a PDF's pages: a program of its own, so that a bad file can harm nothing else.

Reads a PDF from its input and writes JSON: {"pages": [[[text, left, bottom, height], …], …],
"pictures": [the places of pages with pictures only]} or {"fault": "locked" or "damaged" or
"long"}. Time and memory are limited before the file is looked at.
"""

import json
import re
import resource
import sys
from bisect import bisect_left
from itertools import islice

import pypdfium2

MOST_PAGES = 300
MOST_CHARACTERS = 1_000_000
MOST_SECONDS = 20
MOST_MEMORY = 800_000_000
PASSWORD_FAULT = "password"
PATH, PICTURE = 2, 3  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE
# A bullet that is drawn, as browsers do, is about as wide as high and much lower than its line.
BULLET = "\u2022"
MOST_PATHS = 5_000
SMALLEST, LARGEST = 0.1, 0.6
NOT_SQUARE = 1.5
FARTHEST = 3.0  # from the words, in heights of the line
# PDFium's signs for a hyphen at the end of a line, after which the word goes on.
HYPHENS = ("\x02", "\ufffe")
LINE = re.compile(r"([^\n\x02\ufffe]+)([\n\x02\ufffe]?)")
LineOfPage = tuple[str, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top


def main() -> None:
    """Read, and say what was found."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    json.dump(found_in(sys.stdin.buffer.read()), sys.stdout)


def found_in(data: bytes) -> dict[str, object]:
    """The pages of a PDF, or why they cannot be had."""
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > MOST_PAGES:
            return {"fault": "long"}
        return _pages(document)
    except pypdfium2.PdfiumError as fault:
        return {"fault": "locked" if PASSWORD_FAULT in str(fault) else "damaged"}


def _pages(document: pypdfium2.PdfDocument) -> dict[str, object]:
    pages: list[list[LineOfPage]] = []
    pictures: list[int] = []
    characters = 0
    for place in range(len(document)):
        page = document[place]
        lines = _with_drawn_bullets(_lines(page.get_textpage()), page)
        characters += sum(len(line[0]) for line in lines)
        if characters > MOST_CHARACTERS:
            return {"fault": "long"}
        if not lines and any(page.get_objects(filter=[PICTURE], max_depth=3)):
            pictures.append(place)
        pages.append(lines)
    return {"pages": pages, "pictures": pictures}


def _lines(page: pypdfium2.PdfTextPage) -> list[LineOfPage]:
    """The lines of a page, each with its left edge, its bottom and its height."""
    lines: list[LineOfPage] = []
    total = page.count_chars()
    text = page.get_text_range() if total else ""
    for match in LINE.finditer(text):
        words = match.group(1)
        first = match.start() + len(words) - len(words.lstrip())
        if words.strip():
            left, bottom, _, top = page.get_charbox(min(first, total - 1), loose=True)
            hyphen = "-" if match.group(2) in HYPHENS else ""
            lines.append((words.strip() + hyphen, left, bottom, top - bottom))
    return lines


def _with_drawn_bullets(lines: list[LineOfPage], page: pypdfium2.PdfPage) -> list[LineOfPage]:
    """The lines, each that has a small square or disc drawn before it with a bullet in its text."""
    paths = islice(page.get_objects(filter=[PATH], max_depth=3), MOST_PATHS)
    drawn = sorted(path.get_bounds() for path in paths)
    return [_with_bullet(line, drawn) for line in lines]


def _with_bullet(line: LineOfPage, drawn: list[Box]) -> LineOfPage:
    text, left, bottom, height = line
    first = bisect_left(drawn, (left - FARTHEST * height,))
    for box in drawn[first : bisect_left(drawn, (left,))]:
        wide, high = box[2] - box[0], box[3] - box[1]
        small = SMALLEST * height < min(wide, high) and max(wide, high) < LARGEST * height
        square = max(wide, high) < NOT_SQUARE * min(wide, high)
        beside = bottom <= box[1] and box[3] <= bottom + height and box[2] <= left
        if small and square and beside:
            return f"{BULLET} {text}", box[0], bottom, height
    return line


if __name__ == "__main__":
    main()
