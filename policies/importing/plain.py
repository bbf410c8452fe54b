"""Plain text and Markdown, line by line.

Spaces of every width count as spaces, a form feed is a new page, an underlined line is a
heading, and a mark that stands alone on its line ("1.1", "•") belongs to the line after it.
"""

import re
from dataclasses import replace

from .lines import LONGEST_HEADING, WHY_TABLE, Line, ends
from .unrolling import unrolled

LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
SPACES = dict.fromkeys(
    [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "
) | dict.fromkeys([0x200B, 0x2060, 0xFEFF])

HASHES = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?$")
UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
RULE = re.compile(r"[-_=*~.…·—–|:+\s✂✁]{3,}")
ROW = re.compile(r"\|(.*[^|\s].*)\|")
BOLD_LINE = re.compile(r"(\*\*|__)([^*_]{3,110})\1:?")

BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,300})\1")
SLANTED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,300})\1(?![\w*])")
LINK = re.compile(r"\[([^\[\]]{1,300})\]\((https?:[^()\s]{1,300})\)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|'\"])")


def lines_of_text(text: str) -> list[Line]:
    """The lines of plain text; empty ones and drawn rules leave only a gap."""
    lines: list[Line] = []
    gap, new_page, start = False, False, 0
    broken = [*((match.start(), match.group()) for match in LINE_BREAK.finditer(text))]
    for end, mark in [*broken, (len(text), "")]:
        raw = text[start:end].translate(SPACES).replace("\t", "    ")
        start = end + len(mark)
        trimmed = raw.strip()
        if UNDERLINE.fullmatch(trimmed) and not gap and lines and _underlined(lines[-1]):
            lines[-1] = replace(lines[-1], heading=1 if trimmed[0] == "=" else 2)
            gap = True
        elif not trimmed or RULE.fullmatch(trimmed):
            gap = True
        else:
            indent = len(raw) - len(raw.lstrip())
            lines.append(_line(trimmed, len(lines), indent, gap or not lines, new_page))
            gap = new_page = False
        new_page = new_page or mark == "\f"
    if len(lines) == 1:
        return [Line(piece, at=at, gap=True) for at, piece in enumerate(unrolled(lines[0].text))]
    return lines


def lines_of_markdown(text: str) -> list[Line]:
    """The lines of Markdown: as plain text, and what only decorates a word goes."""
    lines = [replace(line, text=_undecorated(line.text)) for line in lines_of_text(text)]
    rows = [ROW.fullmatch(line.text) for line in lines]
    return [
        line if row is None else _row(line, row, first=not place or rows[place - 1] is None)
        for place, (line, row) in enumerate(zip(lines, rows, strict=True))
    ]


def _row(line: Line, row: re.Match[str], first: bool) -> Line:
    cells = [cell.strip() for cell in row.group(1).split("|")]
    text = " | ".join(filter(None, cells))
    return replace(line, text=text, gap=True, doubt=WHY_TABLE if first else "")


def _line(text: str, at: int, indent: int, gap: bool, new_page: bool) -> Line:
    heading = None
    if len(text) <= 2 * LONGEST_HEADING:
        if hashes := HASHES.fullmatch(text):
            text, heading = hashes.group(2), len(hashes.group(1))
        elif (bold := BOLD_LINE.fullmatch(text)) and not ends(bold.group(2), ".;,"):
            text, heading = bold.group(2).strip(), 3
    return Line(text, at=at, indent=indent, gap=gap, new_page=new_page, heading=heading)


def _underlined(line: Line) -> bool:
    return len(line.text) <= LONGEST_HEADING and not ends(line.text, ".;:,")


def _undecorated(text: str) -> str:
    for pattern, put in ((BOLD, r"\2"), (SLANTED, r"\2"), (LINK, r"\1 (\2)"), (ESCAPED, r"\1")):
        text = pattern.sub(put, text)
    return text.removeprefix("> ")
