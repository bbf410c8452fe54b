"""Whether one line runs on into the next, and how the two are joined.

Many files break lines at a fixed width. That width is learnt from lines that certainly run on,
because the next begins with a small letter. A line that leaves room for the first word of the
next was ended on purpose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from .lines import CLOSERS, OPENERS, Line, ends, first_word, is_capitals, runs_on, starts_small
from .markers import MarkedLine

USUAL = 0.95  # the share of wrapped lines that are no longer than the width
NEARLY = 0.8
NARROWEST = 40  # nobody wraps a page narrower than this
BROWSERS_HYPHEN = "\u2010"  # what a browser puts where it divides a word, and no keyboard has
HANGING = frozenset({"and", "or", "to", "nor"})
PROOFS = 2
# Parts of words that are written with a hyphen, even where a document divides words.
COMPOUND_BEGINNINGS = frozenset(
    {
        "all", "anti", "co", "cyber", "e", "ex", "face", "full", "half", "high", "key", "long",
        "low", "multi", "non", "off", "on", "one", "out", "part", "post", "pre", "re", "school",
        "self", "semi", "short", "step", "two", "up", "well", "whole", "year",
    }
)  # fmt: skip
COMPOUND_ENDS = frozenset(
    {
        "aged", "based", "being", "day", "free", "friendly", "going", "known", "led", "making",
        "old", "related", "term", "time", "up", "wide", "year",
    }
)  # fmt: skip


def line_width(lines: list[MarkedLine]) -> int | None:
    """How wide the lines of the document are; None when it does not wrap them."""
    wrapped = sorted(
        _length(above.line)
        for above, below in pairwise(lines)
        if _length(above.line) >= NARROWEST
        and not below.line.gap
        and not below.markers
        and starts_small(below.text)
        and not ends(above.text, ":;")
    )
    return wrapped[ceil(len(wrapped) * USUAL) - 1] if wrapped else None


def fills_its_line(
    above: MarkedLine, below: MarkedLine, width: int | None, share: float = 1.0
) -> bool:
    """Whether the first word of the next line would not have fitted any more."""
    if width is None:
        return False
    return _length(above.line) + 1 + len(first_word(below.line.text)) > width * share


def continues(
    above: MarkedLine, below: MarkedLine, width: int | None, *, loose: bool, indent: int | None
) -> bool:
    """Whether `below` goes on with the paragraph that `above` belongs to.

    `loose` says that the paragraph is a point of a list without marks, `indent` how far a
    marked point is set in (None for a paragraph).
    """
    if below.markers or begins_in_capitals(above, below):
        return False
    if below.line.gap:
        return _continues_over_gap(above, below, width, indent)
    if starts_small(below.text):
        may_be_new = loose or ends(above.text, ":;")
        return not may_be_new or fills_its_line(above, below, width)
    if ends(above.text):
        return not ends(above.text, ":;") and fills_its_line(above, below, width)
    return breaks_off(above, width) or fills_its_line(above, below, width, NEARLY)


def begins_in_capitals(above: MarkedLine, below: MarkedLine) -> bool:
    """Whether a line written in capitals comes after a text that is not, and is complete."""
    return is_capitals(below.text) and not is_capitals(above.text) and not runs_on(above.text)


def breaks_off(above: MarkedLine, width: int | None) -> bool:
    """Whether a line stops in the middle of a phrase; "• come in", far from full, does not."""
    stopped_short = width is not None and bool(above.markers) and 2 * _length(above.line) < width
    return runs_on(above.text) and not stopped_short


def _continues_over_gap(
    above: MarkedLine, below: MarkedLine, width: int | None, indent: int | None
) -> bool:
    if indent is not None and below.line.indent >= indent + 2:
        return True
    if ends(above.text):
        return False
    if below.line.hole:
        return (
            starts_small(below.text)
            or runs_on(above.text)
            or fills_its_line(above, below, width, NEARLY)
        )
    return runs_on(above.text) and starts_small(below.text)


@dataclass(frozen=True, slots=True)
class Words:
    """What the document shows of how it writes its words.

    `known` is every word in small letters; `divides` says that it divides words at the ends of
    lines, as typesetters do and word processors seldom.
    """

    known: frozenset[str]
    divides: bool = False


def words_of(texts: Iterable[str]) -> Words:
    """Learn from the lines of a document how a divided word is written."""
    lines = list(texts)
    known = frozenset(_bare(word) for text in lines for word in text.split())
    proofs = sum(
        _is_divided(above) and _is_one_word(_last(above), first_word(below), known)
        for above, below in pairwise(lines)
    )
    return Words(known, proofs >= PROOFS)


def joined(pieces: list[str], words: Words) -> str:
    """The lines of a paragraph as one text, with divided words put together."""
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        text = " ".join(piece.split())
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        parts += _with_joint(text, first_word(following), words)
    return "".join(parts).strip()


def _with_joint(text: str, following: str, words: Words) -> tuple[str, str]:
    """The line, and what comes between it and the next."""
    if text.endswith("\u00ad") or (text.endswith(BROWSERS_HYPHEN) and starts_small(following)):
        return text[:-1], ""
    if not _is_divided(text) or not starts_small(following) or following.lower() in HANGING:
        return text, " "
    start, rest = _last(text), _bare(following)
    if _is_one_word(start, following, words.known):
        return text[:-1], ""
    compound = start in COMPOUND_BEGINNINGS or rest in COMPOUND_ENDS
    compound = compound or f"{start}-{rest}" in words.known or {start, rest} <= words.known
    return (text, "") if compound or not words.divides else (text[:-1], "")


def _is_divided(text: str) -> bool:
    return text.endswith("-") and text[-2:-1].isalpha()


def _is_one_word(start: str, following: str, known: frozenset[str]) -> bool:
    """Whether the document elsewhere writes the two parts as one word, and never with a hyphen."""
    rest = _bare(following)
    return start + rest in known and f"{start}-{rest}" not in known


def _last(text: str) -> str:
    """The part of a word before the hyphen on which a line ends."""
    return text[-40:].rsplit(maxsplit=1)[-1].strip(OPENERS).lower().removesuffix("-")


def _bare(word: str) -> str:
    return word.strip(CLOSERS + OPENERS + ".,;:!?").lower()


def _length(line: Line) -> int:
    return line.indent + len(line.text)
