"""A section of a draft as its writer sees it."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

MOST_LEVELS = 4


@dataclass(frozen=True)
class ClauseDraft:
    """The words of one clause and how deep it stands; `pk` is that of its row, if it has one."""

    text: str
    level: int = 1
    pk: int | None = None
    number: str = ""


@dataclass(frozen=True)
class SectionDraft:
    """A section with its clauses, in order."""

    heading: str
    audiences: tuple[str, ...]
    clauses: tuple[ClauseDraft, ...]

    @classmethod
    def of(cls, content: dict[str, Any]) -> "SectionDraft":
        """Return what `asdict` of one gave, after it was JSON."""
        clauses = (
            ClauseDraft(one["text"], one["level"], one["pk"], one["number"])
            for one in content["clauses"]
        )
        return cls(content["heading"], tuple(content["audiences"]), tuple(clauses))

    @property
    def fingerprint(self) -> str:
        """Return a SHA-256 (hex) by which a later writer can tell that nothing changed since."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def end_of_family(self, at: int) -> int:
        """Return the place after the last clause that stands under the one at this place."""
        end = at + 1
        while end < len(self.clauses) and self.clauses[end].level > self.clauses[at].level:
            end += 1
        return end

    def without_family(self, at: int) -> tuple[tuple[ClauseDraft, ...], tuple[ClauseDraft, ...]]:
        """Return the other clauses, and the one at this place with what stands under it.

        Those that stand for themselves then begin at the first level.
        """
        end, out = self.end_of_family(at), self.clauses[at].level - 1
        family = [replace(one, level=one.level - out) for one in self.clauses[at:end]]
        return (*self.clauses[:at], *self.clauses[end:]), tuple(family)

    def says_the_same_as(self, other: "SectionDraft") -> bool:
        """Tell whether both have the same words for the same people, whatever their rows."""
        return self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        kept = tuple(clause for clause in self.clauses if clause.text)
        shown = SectionDraft(self.heading, self.audiences, kept).without_gaps().clauses
        return (
            self.heading.strip(),
            frozenset(self.audiences),
            [(clause.text, clause.level) for clause in shown],
        )

    def without_gaps(self) -> "SectionDraft":
        """Return it with each clause at most one level deeper than the clause before it."""
        clauses: list[ClauseDraft] = []
        deepest = 1
        for clause in self.clauses:
            level = max(1, min(clause.level, deepest, MOST_LEVELS))
            clauses.append(ClauseDraft(clause.text, level, clause.pk, clause.number))
            deepest = level + 1
        return SectionDraft(self.heading, self.audiences, tuple(clauses))
