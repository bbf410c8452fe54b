"""Several clauses at once, from what somebody pasted or wrote as a list.

Each line is a clause. A line that is set in further than the one before it stands under it; bullets
and numbers in front go, because numbers follow by rule, and so do the signs of Markdown for
headings and emphasis.
"""

import re

from policies.editing.draft import MOST_LEVELS, ClauseDraft

BULLET = r"[-–—*+•●○◦▪■□➢➤✓✔\uf0a7\uf0b7\uf0d8]"
COUNTED = r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]"
DOTTED = r"\d{1,3}(?:\.\d{1,3})+"
MARK = re.compile(rf"(?:{BULLET}|#{{1,6}}|{COUNTED}|{DOTTED}|o)\s+")
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)\1")


def clauses_in(text: str) -> list[ClauseDraft]:
    """Return the lines of a text as clauses, nested as they are set in."""
    clauses: list[ClauseDraft] = []
    steps: list[int] = []  # how far each level that is open is set in
    for line in text.expandtabs(4).splitlines():
        if not (words := _words(line)):
            continue
        set_in = len(line) - len(line.lstrip())
        while steps and steps[-1] >= set_in:
            steps.pop()
        level = min(len(steps) + 1, MOST_LEVELS)
        steps.append(set_in)
        clauses.append(ClauseDraft(words, level))
    return clauses


def plain_words(line: str) -> str:
    """Return a line without the space around and between its words, and without emphasis."""
    return STRONG.sub(r"\2", " ".join(line.split())).strip()


def without_mark(line: str) -> str:
    """Return a line without the bullet, number or sign of a heading in front of it."""
    mark = MARK.match(line)
    return line[mark.end() :] if mark else line


def _words(line: str) -> str:
    return plain_words(without_mark(" ".join(line.split())))
