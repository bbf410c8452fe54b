"""Two wordings of one passage, compared word by word and kept readable."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile

# A word with what is inside it (don't, e-mail, 3.5), or the marks between words.
TOKEN = re.compile(r"\s*(?:\w+(?:[^\w\s]+\w+)*|[^\w\s]+)\s*")

# The most that is compared in one passage: words of the one times words of the other.
MOST_IN_A_PASSAGE = 250_000

# So many words must stay between two changes for the reader to see two and not one.
WORDS_THAT_PART = 2


class Change(StrEnum):
    """What became of a passage, or of a run of words in one."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed, came or went, with the space after them."""

    change: Change
    text: str

    @property
    def words(self) -> str:
        return self.text.rstrip()

    @property
    def gap(self) -> str:
        return self.text[len(self.words) :]


def tokens_of(text: str) -> list[str]:
    """Return the words and marks of a text, each with its space; together they are the text."""
    return TOKEN.findall(text)


def words_of(text: str) -> list[str]:
    """Return the words and marks of a text without the space between them."""
    return [token.strip() for token in tokens_of(text)]


def runs_between(older: str, newer: str, *, most: int = MOST_IN_A_PASSAGE) -> tuple[Run, ...]:
    """Return how one wording became the other, to be read from left to right.

    Without the removed runs it is the newer text, spaces included; without the added ones it is the
    older, word for word. `most` bounds the work, as `MOST_IN_A_PASSAGE` does.
    """
    before, after = tokens_of(older), tokens_of(newer)
    runs: list[Run] = []
    for stays, gone, come in _steps(before, after, most):
        if stays:
            runs.append(Run(Change.SAME, "".join(come)))
            continue
        runs += [Run(Change.REMOVED, "".join(gone))] if gone else []
        runs += [Run(Change.ADDED, "".join(come))] if come else []
    return tuple(runs)


Step = tuple[bool, Sequence[str], Sequence[str]]
Block = tuple[bool, int, int, int, int]


def _steps(before: list[str], after: list[str], most: int) -> Iterator[Step]:
    """Yield (did it stay, tokens of the older, tokens of the newer), stays and changes by turns."""
    blocks = _blocks([t.strip() for t in before], [t.strip() for t in after], most)
    for stays, group in groupby(blocks, key=lambda block: block[0]):
        together = list(group)
        _, i, _, j, _ = together[0]
        _, _, i_end, _, j_end = together[-1]
        yield stays, before[i:i_end], after[j:j_end]


def _blocks(before: list[str], after: list[str], most: int) -> list[Block]:
    """Return the blocks that stay or change, with where they begin and end in both."""
    start = _alike_at_start(before, after)
    end = _alike_at_start(reversed(before[start:]), reversed(after[start:]))
    i_end, j_end = len(before) - end, len(after) - end
    middle = _middle(before[start:i_end], after[start:j_end], most)
    blocks = [
        (True, 0, start, 0, start),
        *((stays, i + start, k + start, j + start, m + start) for stays, i, k, j, m in middle),
        (True, i_end, len(before), j_end, len(after)),
    ]
    return [block for block in blocks if block[1] < block[2] or block[3] < block[4]]


def _middle(before: list[str], after: list[str], most: int) -> list[Block]:
    """Return the blocks of what lies between the first change and the last."""
    if not before or not after or len(before) * len(after) > most:
        return [(False, 0, len(before), 0, len(after))]
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        (tag == "equal" and _parts(before[i:i_end]), i, i_end, j, j_end)
        for tag, i, i_end, j, j_end in found
    ]


def _parts(tokens: Iterable[str]) -> bool:
    """Tell whether words that stayed are enough to part the changes on both sides of them."""
    return sum(token[0].isalnum() for token in tokens) >= WORDS_THAT_PART


def _alike_at_start(one: Iterable[str], other: Iterable[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
