"""Hiding words in whatever is made from a case (I16).

In words a deputy head could check. Somebody chooses words: a name, or a passage of what was said.
From then on they stand nowhere in what leaves the portal: not in the report, the notes and
messages, nor in a list or a heading. Capital letters make no difference, nor does where a line
breaks or which apostrophe was typed. Only whole words count: hiding "Ann" leaves "Annual" as it is.
What was hidden reads "[hidden]", however long it was.

A passage can overlap another one; what belongs to either is hidden.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

HIDDEN = "[hidden]"
REMOVED = "[removed]"
FEWEST_SIGNS = 2
MOST_SIGNS = 2000
AROUND = 60

TOO_SHORT = "Give at least two letters, so that not half of the file disappears."
TOO_LONG = "This is very long. Choose a shorter passage, and then the next one."

_APOSTROPHES = "['’‘ʼ]"
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


class Piece(NamedTuple):
    """A stretch of a text, and whether it is hidden."""

    words: str
    is_hidden: bool


def tidy(words: str) -> str:
    """Return words as they are kept. Raises ValueError with a sentence where they cannot be."""
    tidied = " ".join(plain(words).split())
    if sum(sign.isalnum() for sign in tidied) < FEWEST_SIGNS:
        raise ValueError(TOO_SHORT)
    if len(tidied) > MOST_SIGNS:
        raise ValueError(TOO_LONG)
    return tidied


def plain(text: str) -> str:
    """Return a text in which the same letters are the same signs, and no unseen one parts them."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


class Hider:
    """Finds and hides some words, in a text or in all that a case file says."""

    def __init__(self, words: Iterable[str]) -> None:
        self._patterns = [_pattern(each) for each in words]

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def count(self, text: str) -> int:
        """Return in how many places a text says one of them."""
        return len(self._spans(plain(text)))

    def hide(self, text: str, instead: str = HIDDEN) -> str:
        """Return a text without them; as it was, to the letter, if it says none."""
        if not self.count(text):
            return text
        return "".join(instead if piece.is_hidden else piece.words for piece in self.pieces(text))

    def pieces(self, text: str) -> list[Piece]:
        """Return a text in stretches, for a page that shows what is hidden."""
        text, found, start = plain(text), [], 0
        for begins, ends in self._spans(text):
            found += [Piece(text[start:begins], False), Piece(text[begins:ends], True)]
            start = ends
        found.append(Piece(text[start:], False))
        return [piece for piece in found if piece.words]

    def throughout(self, value: Any) -> Any:
        """Return lists and dictionaries with every text in them hidden; keys are ours and stay."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, dict):
            return {key: self.throughout(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.throughout(inner) for inner in value]
        return value

    def finds_any(self, value: Any) -> bool:
        """Tell whether any text in lists and dictionaries says one of them."""
        return any(self.count(text) for text in texts_in(value))

    def snippets(self, text: str) -> list[list[Piece]]:
        """Return each place with a few words around it."""
        return [_cut(pieces) for pieces in _one_by_one(self.pieces(text))]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = sorted(match.span() for each in self._patterns for match in each.finditer(text))
        merged: list[tuple[int, int]] = []
        for begins, ends in found:
            if merged and begins <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
            else:
                merged.append((begins, ends))
        return merged


def texts_in(value: Any) -> Iterator[str]:
    """Return every text in lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def _pattern(words: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in plain(words).split()]
    loose = r"\s+".join(re.sub(_APOSTROPHES, _APOSTROPHES, part) for part in parts)
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + loose + after, re.IGNORECASE)


def _one_by_one(pieces: Sequence[Piece]) -> list[list[Piece]]:
    around = [Piece("", False), *pieces, Piece("", False)]
    return [around[n - 1 : n + 2] for n, piece in enumerate(around) if piece.is_hidden]


def _cut(pieces: Sequence[Piece]) -> list[Piece]:
    before, hidden, after = pieces
    left = before.words if len(before.words) <= AROUND else f"…{before.words[-AROUND:]}"
    right = after.words if len(after.words) <= AROUND else f"{after.words[:AROUND]}…"
    return [Piece(left, False), hidden, Piece(right, False)]
