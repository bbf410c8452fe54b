"""A whole document on a single line, taken apart again at its numbers and bullets.

Numbers are trusted only as far as they count: 1, 1.1, 1.2, 2, 2.1 … A number that does not go
on from the one before is left where it stands.
"""

import re
from itertools import pairwise

from .lines import like_heading, word_count

NUMBER = re.compile(
    r"(?:(?<=\s)|^)(?:(?:Section|SECTION)\s+)?(\d{1,3}(?:\.\d{1,3}){0,4})[.):]?\s+"
    r"(?=[\"'‘“(]?[A-Z])(?!(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\s\d)"
)
PAGE_MARK = re.compile(r"(?:(?<=\s)|^)Page \d{1,4} of \d{1,4}(?=\s|$)", re.IGNORECASE)
GLYPH = re.compile(r"(?<=\s)[•◦▪▫■●○‣⁃∙➢➤►✓✔❖♦◆☐\uf000-\uf0ff](?=\s)")

# A heading run together with its text ends where one of these starts a sentence.
STARTS_SENTENCE = re.compile(
    r"(?<=[a-z?)])\s+(?=(?:The|This|These|We|All|Our|Staff|Pupils|Parents|It|In|If|Any|Every|Each"
    r"|At|When|Where|Governors|Employees|Everyone|They|There|As|No|Children|Members|School|Some"
    r"|Most|Many|Both|Everybody|Anybody|Nobody|Anyone|You|Your|He|She|For|To|From|By|Before|After"
    r"|During|While|Once|Only|Two|Three|Teachers|Families|Adults|Visitors|Volunteers|Trustees)"
    r"\s+[a-z])"
)
LEADING_TITLE = re.compile(
    r".{0,80}?\b(?:Policy|POLICY|Procedure|PROCEDURE)(?=\s+[\"'‘“(]?[A-Z\d])"
)
LONGEST_RUN = 160


def unrolled(text: str) -> list[str]:
    """The pieces of a one-line document, in order; the whole in one piece if nothing divides it."""
    cuts = {0, len(text)}
    title = LEADING_TITLE.match(text)
    if title is not None and like_heading(title.group()):
        cuts.add(title.end())
    for match in PAGE_MARK.finditer(text):
        cuts |= {match.start(), match.end()}
    cuts |= {match.start() for match in GLYPH.finditer(text)}
    numbered = _counting(text)
    cuts |= set(numbered)
    places = sorted(cuts)
    pieces: list[str] = []
    for start, end in pairwise(places):
        piece = text[start:end].strip()
        pieces += _heading_apart(piece) if start in numbered else [piece] if piece else []
    return pieces


def _counting(text: str) -> dict[int, tuple[int, ...]]:
    """Where the numbers stand that go on counting from the ones before."""
    found: dict[int, tuple[int, ...]] = {}
    current: tuple[int, ...] = (0,)
    for match in NUMBER.finditer(text):
        value = tuple(int(part) for part in match.group(1).split("."))
        if value in _successors(current):
            found[match.start()] = current = value
    return found if len(found) > 1 else {}


def _successors(current: tuple[int, ...]) -> set[tuple[int, ...]]:
    deeper = {(*current, 1)} if current != (0,) else set()
    return deeper | {(*current[:depth], current[depth] + 1) for depth in range(len(current))}


def _heading_apart(piece: str) -> list[str]:
    """A numbered piece, divided where its heading runs straight into a sentence."""
    number = NUMBER.match(piece)
    if number is None or "." in number.group(1):
        return [piece]
    for match in STARTS_SENTENCE.finditer(piece, number.end(), number.end() + LONGEST_RUN):
        heading = piece[number.end() : match.start()]
        if like_heading(heading) and word_count(heading) <= 8:
            return [piece[: match.start()], piece[match.end() :]]
    return [piece]
