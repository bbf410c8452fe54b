"""The clauses of a section as one text in Markdown, for those who like to write so.

Each clause is an item of a list, set in as deep as it stands; further lines of a clause are set in
below it. On the way back every clause that can be known again, because it says the same or nearly
so, is the same clause still, so that what points at it goes on doing so.
"""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from policies.editing.draft import MOST_LEVELS, ClauseDraft
from policies.editing.pasting import MARK, plain_words, without_mark

ALIKE = 0.5
# So far from its place, and by so many of its first words, is a changed clause sought.
NEAR = 40
MOST_WORDS = 80


def as_markdown(clauses: Sequence[ClauseDraft]) -> str:
    """Return clauses as a list in Markdown; one without a word is left out."""
    lines: list[str] = []
    for clause in clauses:
        if not clause.text:
            continue
        first, *rest = clause.text.splitlines()
        margin = "  " * (clause.level - 1)
        lines.append(f"{margin}- {first}")
        lines += [f"{margin}  {_escaped(line)}" if line.strip() else "" for line in rest]
    return "\n".join(lines)


def from_markdown(text: str, before: Sequence[ClauseDraft]) -> list[ClauseDraft]:
    """Return the clauses of a text in Markdown; those of `before` are known again by their words.

    A line without a sign of a list goes on with the clause above it if it follows at once or is set
    in under it; otherwise it is a clause of its own.
    """
    clauses: list[ClauseDraft] = []
    steps: list[int] = []  # how far each level that is open is set in
    gap = 0  # empty lines since the last words
    for line in text.expandtabs(4).splitlines():
        words = line.strip()
        if not words:
            gap += 1
            continue
        set_in = len(line) - len(line.lstrip())
        is_item = MARK.match(words) is not None
        if clauses and not is_item and (not gap or set_in > steps[-1]):
            more = "\n" * (gap + 1) + plain_words(words.removeprefix("\\"))
            clauses[-1] = replace(clauses[-1], text=clauses[-1].text + more)
        else:
            while steps and steps[-1] >= set_in:
                steps.pop()
            level = min(len(steps) + 1, MOST_LEVELS)
            steps.append(set_in)
            clauses.append(ClauseDraft(plain_words(without_mark(words)), level))
        gap = 0
    return _known_again(clauses, before)


def _known_again(clauses: list[ClauseDraft], before: Sequence[ClauseDraft]) -> list[ClauseDraft]:
    left = {place: one for place, one in enumerate(before) if one.text}
    plain = {
        place: "\n".join(map(plain_words, one.text.splitlines())) for place, one in left.items()
    }
    found: dict[int, ClauseDraft] = {}
    for at, clause in enumerate(clauses):
        same = next((place for place in left if plain[place] == clause.text), None)
        if same is not None:
            found[at] = replace(left.pop(same), level=clause.level)
    for at, clause in enumerate(clauses):
        if at in found or not left:
            continue
        near = sorted(left, key=lambda place: abs(place - at))[:NEAR]
        likeness, nearest = max((_likeness(plain[place], clause.text), -place) for place in near)
        if likeness >= ALIKE:
            found[at] = replace(left.pop(-nearest), text=clause.text, level=clause.level)
    return [found.get(at, clause) for at, clause in enumerate(clauses)]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(
        None, one.split()[:MOST_WORDS], other.split()[:MOST_WORDS], autojunk=False
    )
    # The quick answer is never too low: most pairs need no better one.
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _escaped(line: str) -> str:
    words = line.strip()
    return f"\\{words}" if words.startswith("\\") or MARK.match(words) else words
