"""What is compared, and what the comparison of two texts says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policies.comparison.words import Change, Run


@dataclass(frozen=True)
class ClauseText:
    number: str
    text: str
    level: int = 1


@dataclass(frozen=True)
class SectionText:
    number: str
    heading: str
    clauses: tuple[ClauseText, ...]
    audiences: str = ""


@dataclass(frozen=True)
class PolicyText:
    """One text of a policy: what its hash is taken of, in words."""

    title: str
    audiences: str
    sign_off_text: str
    sections: tuple[SectionText, ...]


@dataclass(frozen=True)
class ClauseChange:
    """One clause: `shown` as it is now (one that was removed, as it was), and what it `was`."""

    change: Change
    shown: ClauseText
    was: ClauseText | None
    is_moved: bool
    runs: tuple[Run, ...]

    @property
    def anchor(self) -> str:
        """Return its part of the address after the #, the same as on the policy's own page."""
        return _anchor(f"clause-{self.shown.number}", self.change)

    @property
    def is_as_it_was(self) -> bool:
        """Tell whether its words and its place among the others are as they were."""
        return self.change == Change.SAME and not self.is_moved and not self.has_other_level

    @property
    def number_before(self) -> str:
        """Return the number that it had, where it has another one now."""
        return _number_before(self.shown, self.was)

    @property
    def is_renumbered(self) -> bool:
        """Tell whether it is the same clause under another number or at another level."""
        return self.was is not None and (
            (self.was.number, self.was.level) != (self.shown.number, self.shown.level)
        )

    @property
    def has_other_level(self) -> bool:
        return self.is_further_in or self.is_further_out

    @property
    def is_further_in(self) -> bool:
        """Tell whether it stands under another point now, or deeper than it did."""
        return self.was is not None and self.was.level < self.shown.level

    @property
    def is_further_out(self) -> bool:
        return self.was is not None and self.was.level > self.shown.level


@dataclass(frozen=True)
class SectionChange:
    """One section, as `ClauseChange`; its own change is that of its heading and its audiences."""

    change: Change
    shown: SectionText
    was: SectionText | None
    is_moved: bool
    heading: tuple[Run, ...]
    audiences: tuple[Run, ...]
    clauses: tuple[ClauseChange, ...]

    @property
    def anchor(self) -> str:
        """Return its part of the address after the #, the same as on the policy's own page."""
        return _anchor(f"section-{self.shown.number}", self.change)

    @property
    def is_as_it_was(self) -> bool:
        """Tell whether nothing in it changed, but perhaps numbers."""
        is_same = self.change == Change.SAME and not self.is_moved
        return is_same and all(clause.is_as_it_was for clause in self.clauses)

    @property
    def number_before(self) -> str:
        """Return the number that it had, where it has another one now."""
        return _number_before(self.shown, self.was)

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it was added or removed, so that none of its clauses need say so."""
        return self.change in (Change.ADDED, Change.REMOVED)

    @property
    def is_renamed(self) -> bool:
        return self.change == Change.CHANGED and differs(self.heading)

    @property
    def has_other_audiences(self) -> bool:
        return self.change == Change.CHANGED and differs(self.audiences)


@dataclass(frozen=True)
class Comparison:
    """All that changed from one text of a policy to another, in the newer one's order."""

    title: tuple[Run, ...]
    audiences: tuple[Run, ...]
    sign_off_text: tuple[Run, ...]
    sections: tuple[SectionChange, ...]

    @property
    def has_other_title(self) -> bool:
        return differs(self.title)

    @property
    def has_other_audiences(self) -> bool:
        return differs(self.audiences)

    @property
    def has_other_sign_off_text(self) -> bool:
        return differs(self.sign_off_text)

    @property
    def changed_sections(self) -> tuple[SectionChange, ...]:
        return tuple(section for section in self.sections if not section.is_as_it_was)

    @property
    def is_renumbered(self) -> bool:
        """Tell whether any section or clause has another number or level."""
        return any(
            section.number_before or any(clause.is_renumbered for clause in section.clauses)
            for section in self.sections
        )

    @property
    def sentence(self) -> str:
        """Return what changed in numbers: "3 points changed, 1 added, 1 moved."."""
        clauses = [clause for section in self.sections for clause in section.clauses]
        others = sum(section.has_other_audiences for section in self.sections)
        said = [
            _counted("point", map(_kind_of_clause, clauses)),
            _counted("section", map(_kind_of_section, self.sections)),
            _counted("section", ["now for other readers"] * others),
            "The title changed." if self.has_other_title else "",
            "Whom it is for changed." if self.has_other_audiences else "",
            "The sentence to sign changed." if self.has_other_sign_off_text else "",
        ]
        if any(said):
            return " ".join(filter(None, said))
        if self.is_renumbered:
            return "The words are the same. Only numbers changed."
        return "Nothing changed."


def differs(runs: tuple[Run, ...]) -> bool:
    """Tell whether a passage has other words than it had."""
    return any(run.change != Change.SAME for run in runs)


def _anchor(name: str, change: Change) -> str:
    return f"removed-{name}" if change == Change.REMOVED else name


def _number_before(shown: ClauseText | SectionText, was: ClauseText | SectionText | None) -> str:
    return was.number if was and was.number != shown.number else ""


def _kind_of_clause(clause: ClauseChange) -> str:
    """Return as what a clause is counted: what moved and changed is counted once, as changed."""
    if clause.change != Change.SAME:
        return clause.change
    if clause.is_moved:
        return "moved"
    return "moved in or out" if clause.has_other_level else Change.SAME


def _kind_of_section(section: SectionChange) -> str:
    if section.is_whole:
        return section.change
    if section.is_renamed:
        return "renamed"
    return "moved" if section.is_moved else Change.SAME


COUNTED = (
    "changed",
    "renamed",
    "added",
    "removed",
    "moved",
    "moved in or out",
    "now for other readers",
)


def _counted(noun: str, kinds: Iterable[str]) -> str:
    """Return each kind of change with its number: "2 points added, 1 removed."."""
    counts = Counter(kinds)
    found = [(counts[kind], kind) for kind in COUNTED if counts[kind]]
    if not found:
        return ""
    (number, kind), *others = found
    first = f"{number} {noun if number == 1 else noun + 's'} {kind}"
    return ", ".join([first, *(f"{number} {kind}" for number, kind in others)]) + "."
