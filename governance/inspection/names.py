"""Might these words name a child, a parent or a case? (G4)

In words a deputy head could check. In a few words that somebody typed, such as a title or a minute,
any part of such a name counts that is written with a capital: "Letter to the Khans" and "For Ada"
are both shown. In a long text that would be half of all sentences, so there a first name beside a
surname counts, in either order, or a surname after Mr, Mrs, Miss or Ms. Whoever works at the school
or governs is named in its policies as such, and does not count there. What looks like the reference
of a case always counts, whether or not there is such a case. Wide on purpose: a person looks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise, permutations

from incidents.codes import ALPHABET
from incidents.naming import words_in_order

REFERENCE = re.compile(rf"(?<![\w-])[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}(?![\w-])", re.IGNORECASE)
TITLES = ("mr", "mrs", "miss", "ms", "mx", "dr")
WRITTEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Words with a capital that begin half of all titles: by themselves they are no name.
NO_NAMES = frozenset({"the", "and", "for", "not", "no", "in", "an", "to", "so", "is", "on", "at"})
Pair = tuple[str, str]


@dataclass(frozen=True)
class Names:
    """Names to look for: their parts, and which two of them stand beside each other."""

    parts: frozenset[str]
    pairs: frozenset[Pair]

    @classmethod
    def of(cls, families: Iterable[str], *, in_texts: Iterable[str]) -> "Names":
        """Return what to look for: each of `families` in titles, of `in_texts` in long texts."""
        parts = {part for name in families for part in words_in_order(name) if len(part) > 1}
        return cls(frozenset(parts - NO_NAMES), frozenset(_pairs(in_texts)))

    def in_title(self, words: str) -> list[str]:
        """Return what in a few words may name somebody, as it is written there."""
        written = [word for word in WRITTEN.findall(words) if word[0].isupper()]
        found = {word for word in written if not self.parts.isdisjoint(_parts_of(word))}
        return sorted({*found, *self.in_text(words)})

    def in_text(self, words: str) -> list[str]:
        """Return what in a long text names somebody, or is the reference of a case."""
        beside = set(pairwise(words_in_order(words)))
        named = {" ".join(pair).title() for pair in beside & self.pairs}
        return sorted({*named, *filter(_is_reference, REFERENCE.findall(words))})


def _pairs(names: Iterable[str]) -> Iterable[Pair]:
    for name in names:
        parts = words_in_order(name)
        yield from permutations(parts, 2)
        yield from ((title, parts[-1]) for title in TITLES if parts)


def _parts_of(word: str) -> set[str]:
    """Return a word as it is compared; of "Khans" and of "Ada-May" also what they are made of."""
    whole = words_in_order(word)
    return {*whole, *(part.removesuffix("s") for part in whole)}


def _is_reference(found: str) -> bool:
    """Tell a reference from two small words with a dash, as in "pre-set"."""
    return found.isupper() or any(sign.isdigit() for sign in found)
