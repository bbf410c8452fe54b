"""Which piece of an older text became which piece of a newer one, and which of them moved."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from policies.comparison.words import words_of

# How alike two pieces must be, from 0 to 1, to be taken for one: anywhere in the text, in the same
# part of it, and in the very same place, where a text that was largely rewritten still counts.
LIKENESS = (0.6, 0.45, 0.3)
NEARNESS_COUNTS = 0.15

# A piece with fewer telling words than this is never sought elsewhere: "See above" is everywhere.
FEW_WORDS = 4

# The most that is done: telling words by which a piece is known, and pieces held side by side.
MOST_WORDS = 200
MOST_PAIRS = 100_000

# Where that is too many, a piece is held beside those few that share most of its rare words: words
# that stand in no more than so many of the older pieces.
RARE = 20
FEW_PIECES = 5


@dataclass(frozen=True)
class Piece:
    """What a section or a clause is known by.

    `names` from the surest to the least sure: pieces that share one are the same piece. `place` is
    the part of the text that it stands in and its number there. `words` are its telling words.
    """

    names: tuple[Hashable, ...]
    place: tuple[Hashable, str]
    words: frozenset[str]


def telling_words(text: str) -> frozenset[str]:
    """Return the words by which a text is known again: the longer ones, if it has any."""
    words = [word.casefold() for word in words_of(text)]
    return frozenset(([word for word in words if len(word) > 3] or words)[:MOST_WORDS])


def pair(older: Sequence[Piece], newer: Sequence[Piece]) -> dict[int, int]:
    """Return, for the places of newer pieces, the places of the older ones that they were."""
    was: dict[int, int] = {}
    for rank in range(max((len(piece.names) for piece in newer), default=0)):
        was |= _by_name(older, newer, was, rank)
    was |= _by_likeness(older, newer, was)
    return was


def _by_name(
    older: Sequence[Piece], newer: Sequence[Piece], was: Mapping[int, int], rank: int
) -> dict[int, int]:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for i in reversed(_left(len(older), was.values())):
        if rank < len(older[i].names):
            waiting[older[i].names[rank]].append(i)
    found = {}
    for j in _left(len(newer), was):
        names = newer[j].names
        if rank < len(names) and waiting[names[rank]]:
            found[j] = waiting[names[rank]].pop()
    return found


def _by_likeness(
    older: Sequence[Piece], newer: Sequence[Piece], was: Mapping[int, int]
) -> dict[int, int]:
    """Pair what is left, the likest first; of equals, what comes first in the text."""
    scored = [
        (-score, i, j)
        for i, j in _side_by_side(older, newer, was)
        if (score := _score(older[i], newer[j]))
    ]
    found: dict[int, int] = {}
    taken = set()
    for _, i, j in sorted(scored):
        if i not in taken and j not in found:
            found[j] = i
            taken.add(i)
    return found


def _side_by_side(
    older: Sequence[Piece], newer: Sequence[Piece], was: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield every pair that is left; of very many those in one place or alike in rare words."""
    before, after = _left(len(older), was.values()), _left(len(newer), was)
    if len(before) * len(after) <= MOST_PAIRS:
        yield from product(before, after)
        return
    at = {older[i].place: i for i in before}
    having: dict[str, list[int]] = defaultdict(list)
    for i in before:
        for word in older[i].words:
            having[word].append(i)
    for j in after:
        shared = Counter(
            i for word in newer[j].words if len(having.get(word, ())) <= RARE for i in having[word]
        )
        likest = sorted(shared, key=lambda i: (-shared[i], i))[:FEW_PIECES]
        here = at.get(newer[j].place)
        yield from ((i, j) for i in likest if i != here)
        if here is not None:
            yield here, j


def _score(older: Piece, newer: Piece) -> float:
    """Return how surely two pieces are one, or 0 if they are not alike enough."""
    nearness = (older.place[0] == newer.place[0]) + (older.place == newer.place)
    sizes = len(older.words), len(newer.words)
    if not sum(sizes) or (not nearness and min(sizes) < FEW_WORDS):
        return 0
    likeness = 2 * len(older.words & newer.words) / sum(sizes)
    return likeness + nearness * NEARNESS_COUNTS if likeness >= LIKENESS[nearness] else 0


def _left(count: int, paired: Iterable[int]) -> list[int]:
    """Return the places below `count` that are not paired yet."""
    gone = set(paired)
    return [place for place in range(count) if place not in gone]


def kept_order(places: Sequence[int]) -> set[int]:
    """Return the most of these different places that rise; to see the others as moved is least."""
    tails: list[int] = []  # the lowest end of a rising row, by the row's length
    ends: list[int] = []  # where in `places` those ends are
    before: list[int | None] = []
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else None)
        tails[length:] = [place, *tails[length + 1 :]]
        ends[length:] = [at, *ends[length + 1 :]]
    kept = set()
    back = ends[-1] if ends else None
    while back is not None:
        kept.add(places[back])
        back = before[back]
    return kept


def reading_order(
    older: Iterable[int], newer: Iterable[int], was: Mapping[int, int], stayed: set[int]
) -> list[tuple[bool, int]]:
    """Return (was it removed, its place) in the order of the newer text.

    What was removed comes after what it followed, with its place in the older text. `was` is of the
    whole text, `stayed` the older places that are where they were; what became a piece of something
    else is in neither.
    """
    became = {i: j for j, i in was.items()}
    removed_after: dict[int | None, list[int]] = defaultdict(list)
    last: int | None = None
    for i in older:
        if i in stayed:
            last = became[i]
        elif i not in became:
            removed_after[last].append(i)
    order = [(True, i) for i in removed_after[None]]
    for j in newer:
        order.append((False, j))
        order += [(True, i) for i in removed_after[j]]
    return order
