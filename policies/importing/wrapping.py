"""Whether one line runs on into the next, and how the two are joined.

Many files break lines at a fixed width. That width is learnt from lines that certainly run on,
because the next begins with a small letter. A line that leaves room for the first word of the
next was ended on purpose.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import ceil

from .lines import CLOSERS, OPENERS, Line, ends, first_word, runs_on, starts_small
from .markers import MarkedLine

USUAL = 0.95  # the share of wrapped lines that are no longer than the width
NEARLY = 0.8
NARROWEST = 40  # nobody wraps a page narrower than this
HANGING = frozenset({"and", "or", "to", "nor"})


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
    if below.markers:
        return False
    if below.line.gap:
        return _continues_over_gap(above, below, width, indent)
    if starts_small(below.text):
        may_be_new = loose or ends(above.text, ":;")
        return not may_be_new or fills_its_line(above, below, width)
    if ends(above.text):
        return not ends(above.text, ":;") and fills_its_line(above, below, width)
    return breaks_off(above, width) or fills_its_line(above, below, width, NEARLY)


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


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Every word of the document in small letters, to tell how a divided word is written."""
    return frozenset(
        word.strip(CLOSERS + OPENERS + ".,;:!?").lower() for text in texts for word in text.split()
    )


def joined(pieces: list[str], words: frozenset[str]) -> str:
    """The lines of a paragraph as one text, with divided words put together."""
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        text = " ".join(piece.split())
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        parts += _with_joint(text, first_word(following), words)
    return "".join(parts).strip()


def _with_joint(text: str, following: str, words: frozenset[str]) -> tuple[str, str]:
    """The line, and what comes between it and the next."""
    if text.endswith("\u00ad"):
        return text[:-1], ""
    divided = text.endswith("-") and text[-2:-1].isalpha() and starts_small(following)
    if not divided or following.lower() in HANGING:
        return text, " "
    start = text[-40:].rsplit(maxsplit=1)[-1].strip(OPENERS).lower()
    rest = following.strip(CLOSERS + ".,;:!?").lower()
    if start[:-1] + rest in words and start + rest not in words:
        return text[:-1], ""
    return text, ""


def _length(line: Line) -> int:
    return line.indent + len(line.text)
