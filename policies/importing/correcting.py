"""What a person may change in an imported policy before it is kept.

Each correction is a function from a policy to a policy. No word goes missing: a heading that is
none becomes a clause, what is left out goes to `left_out` and can be put back. Only rewording
replaces words. Numbers that count on go on counting after a correction (sections 1, 2, 3 stay 1,
2, 3 when one is divided); other numbers of the document's own stay as they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Any

from school.errors import DomainError

from .model import ImportedClause, ImportedPolicy, ImportedSection, Passage
from .outline import DEEPEST

LONGEST_TITLE = 200
LONGEST_HEADING = 300
LONGEST_SECTION_NUMBER = 20
LONGEST_CLAUSE_NUMBER = 30
SHOWN = 60
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
WHY_BY_HAND = "Left out by hand."


class CannotCorrect(DomainError):
    """This correction makes no sense here; the sentence says why."""


@dataclass(frozen=True)
class Reading:
    """A policy under correction: how often it was changed, and which doubts were looked at."""

    policy: ImportedPolicy
    looked_at: frozenset[int] = frozenset()
    turn: int = 0

    @property
    def still_to_look_at(self) -> int:
        """How many of the unsure passages nobody has looked at yet."""
        return len(self.policy.unsure) - len(self.looked_at)

    def as_json(self) -> dict[str, Any]:
        """The reading as plain data."""
        return {
            "turn": self.turn,
            "looked_at": sorted(self.looked_at),
            "policy": self.policy.as_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Reading":
        """The reading that `as_json` made this of."""
        policy = ImportedPolicy.from_json(data["policy"])
        return cls(policy, frozenset(data["looked_at"]), data["turn"])


@dataclass(frozen=True)
class Place:
    """Where something stands: in a section, in a clause of it, or (neither) among the facts."""

    section: int | None = None
    clause: int | None = None


# --- the facts ------------------------------------------------------------------------------------


def restate(
    policy: ImportedPolicy,
    *,
    title: str,
    approved: str | None,
    review: str | None,
    sign_off_text: str,
) -> ImportedPolicy:
    """The policy with this title, these dates (ISO, None: not recorded) and sentence to sign."""
    dates = {**policy.dates, "approved": approved, "review": review}
    return replace(policy, title=title, dates=dates, sign_off_text=sign_off_text)


# --- sections -------------------------------------------------------------------------------------


def rehead(
    policy: ImportedPolicy, at: int, *, number: str, heading: str, audiences: Iterable[str]
) -> ImportedPolicy:
    """Give a section another heading, number or audience; its clauses' numbers go along."""
    old = section_at(policy, at)
    if any(number == other.number for other in policy.sections if other is not old):
        raise CannotCorrect(f"There is a section {number} already: give this one another number.")
    new = replace(old, heading=heading, audiences=tuple(audiences), number=number)
    if number != old.number:
        taken = {clause.number for other in policy.sections for clause in other.clauses}
        clauses = tuple(_with_prefix(clause, old.number, number) for clause in old.clauses)
        mine = {clause.number for clause in old.clauses}
        if taken - mine & {clause.number for clause in clauses}:
            clauses = old.clauses
        new = replace(new, clauses=clauses)
    return replace(policy, sections=_with(policy.sections, at, new))


def join_to_section_above(policy: ImportedPolicy, at: int) -> ImportedPolicy:
    """Make a heading that is none a clause, and it and its clauses part of the section above."""
    section = section_at(policy, at)
    if at == 0:
        raise CannotCorrect("This is the first section: there is none above that it could join.")
    above = policy.sections[at - 1]
    heading = (ImportedClause("", section.heading, 1),) if section.heading.strip() else ()
    joined = replace(above, clauses=(*above.clauses, *heading, *section.clauses))
    sections = (*policy.sections[: at - 1], joined, *policy.sections[at + 1 :])
    return _renumbered(policy, sections)


# --- clauses --------------------------------------------------------------------------------------


def reword(policy: ImportedPolicy, at: Place, text: str) -> ImportedPolicy:
    """Give a clause other words; an empty line among them begins another clause."""
    section, place = _clause_of(policy, at)
    old = section.clauses[place]
    pieces = [piece.strip() for piece in EMPTY_LINE.split(text.replace("\r\n", "\n"))]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        raise CannotCorrect("A clause has words: to be rid of it, press “Leave it out”.")
    if pieces == [old.text]:
        return policy
    more = [ImportedClause("", piece, old.level) for piece in pieces[1:]]
    clauses = (
        *section.clauses[:place],
        replace(old, text=pieces[0]),
        *more,
        *section.clauses[place + 1 :],
    )
    sections = _with(policy.sections, at.section or 0, replace(section, clauses=clauses))
    return _renumbered(policy, sections) if more else replace(policy, sections=sections)


def make_heading(policy: ImportedPolicy, at: Place) -> ImportedPolicy:
    """Begin a new section at a clause, whose words become its heading."""
    section, place = _clause_of(policy, at)
    heading = " ".join(section.clauses[place].text.split())
    if len(heading) > LONGEST_HEADING:
        raise CannotCorrect(
            f"A heading has at most {LONGEST_HEADING} letters: shorten the words first."
        )
    new = replace(section, number="", heading=heading, clauses=section.clauses[place + 1 :])
    before = replace(section, clauses=section.clauses[:place])
    here = at.section or 0
    sections = (*policy.sections[:here], before, new, *policy.sections[here + 1 :])
    return _renumbered(policy, sections)


def join_to_clause_before(policy: ImportedPolicy, at: Place) -> ImportedPolicy:
    """Make a clause the end of the one before it."""
    section, place = _clause_of(policy, at)
    if place == 0:
        raise CannotCorrect("This is the first clause of its section: there is none before it.")
    before, clause = section.clauses[place - 1 : place + 1]
    joined = replace(before, text=f"{before.text} {clause.text}")
    clauses = _shifted(
        section.clauses, _family(section.clauses, place), before.level - clause.level
    )
    return _with_clauses(policy, at, (*clauses[: place - 1], joined, *clauses[place + 1 :]))


def nest(policy: ImportedPolicy, at: Place) -> ImportedPolicy:
    """Put a clause, and what stands under it, under the one before it."""
    section, place = _clause_of(policy, at)
    if place == 0 or section.clauses[place].level > section.clauses[place - 1].level:
        raise CannotCorrect("This clause already stands under the one before it.")
    family = _family(section.clauses, place)
    if max(clause.level for clause in section.clauses[family]) >= DEEPEST:
        raise CannotCorrect(f"Clauses go {DEEPEST} levels deep and no deeper.")
    return _with_clauses(policy, at, _shifted(section.clauses, family, 1))


def unnest(policy: ImportedPolicy, at: Place) -> ImportedPolicy:
    """Take a clause, and what stands under it, out from under the clause that it belongs to."""
    section, place = _clause_of(policy, at)
    if section.clauses[place].level == 1:
        raise CannotCorrect("This clause stands directly in its section: it is under no other.")
    return _with_clauses(policy, at, _shifted(section.clauses, _family(section.clauses, place), -1))


def leave_out(policy: ImportedPolicy, at: Place) -> ImportedPolicy:
    """Take a clause out of the text; its words stand among what was left out.

    What stood under it takes its level.
    """
    section, place = _clause_of(policy, at)
    passage = Passage(section.clauses[place].text, WHY_BY_HAND)
    policy = replace(policy, left_out=(*policy.left_out, passage))
    clauses = _shifted(section.clauses, _family(section.clauses, place), -1)
    return _with_clauses(policy, at, clauses[:place] + clauses[place + 1 :])


def put_back(policy: ImportedPolicy, passage: int, after: Place) -> ImportedPolicy:
    """Make a passage that was left out a clause; `after` a clause, or first of a section."""
    if not 0 <= passage < len(policy.left_out):
        raise CannotCorrect("These words are not among what was left out any more.")
    section = section_at(policy, after.section or 0)
    place = -1 if after.clause is None else after.clause
    if not -1 <= place < len(section.clauses):
        raise CannotCorrect("The clause that it should follow is not there any more.")
    level = section.clauses[place].level if place >= 0 else 1
    clause = ImportedClause("", policy.left_out[passage].text, level)
    rest = policy.left_out[:passage] + policy.left_out[passage + 1 :]
    clauses = (*section.clauses[: place + 1], clause, *section.clauses[place + 1 :])
    return _with_clauses(
        replace(policy, left_out=rest), Place(after.section or 0, place + 1), clauses
    )


# --- looking --------------------------------------------------------------------------------------


def section_at(policy: ImportedPolicy, at: int) -> ImportedSection:
    """The section at this place; CannotCorrect if there is none."""
    if not 0 <= at < len(policy.sections):
        raise CannotCorrect("This section is not there any more.")
    return policy.sections[at]


def clause_at(policy: ImportedPolicy, at: Place) -> ImportedClause:
    """The clause at this place; CannotCorrect if there is none."""
    section, place = _clause_of(policy, at)
    return section.clauses[place]


def place_of(policy: ImportedPolicy, passage: Passage) -> Place | None:
    """Where a passage's words stand; None when they are in no section, clause or fact."""
    words = " ".join(passage.text.removesuffix(" …").split())
    if not words:
        return None
    for exact in (True, False):
        for at, section in enumerate(policy.sections):
            if _holds(section.heading, words, exact):
                return Place(at)
            for place, clause in enumerate(section.clauses):
                if _holds(clause.text, words, exact):
                    return Place(at, place)
    facts = (policy.title, policy.sign_off_text)
    return Place() if any(_holds(fact, words, False) for fact in facts) else None


def misfits(policy: ImportedPolicy) -> list[tuple[Place, str]]:
    """What is too long to be kept: where it stands, and a sentence that says so."""
    found: list[tuple[Place, str]] = []
    if len(policy.title) > LONGEST_TITLE:
        found.append((Place(), f"The title has more than {LONGEST_TITLE} letters: shorten it."))
    for at, section in enumerate(policy.sections):
        name = f"section {_shown(section.number)} (“{_shown(section.heading)}”)"
        if len(section.heading) > LONGEST_HEADING:
            why = f"The heading of {name} has more than {LONGEST_HEADING} letters: shorten it, or"
            found.append((Place(at), f"{why} make it a clause of the section above."))
        if len(section.number) > LONGEST_SECTION_NUMBER:
            why = f"The number of {name} has more than {LONGEST_SECTION_NUMBER} signs: shorten it."
            found.append((Place(at), why))
        for place, clause in enumerate(section.clauses):
            if len(clause.number) > LONGEST_CLAUSE_NUMBER:
                why = (
                    f"The number of clause {_shown(clause.number)} in {name} has more than "
                    f"{LONGEST_CLAUSE_NUMBER} signs: give the section a shorter number, or take "
                    "the clause out from under the others."
                )
                found.append((Place(at, place), why))
    return found


def _holds(text: str, words: str, exact: bool) -> bool:
    text = " ".join(text.split())
    return text == words if exact else bool(text) and words in text


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"


# --- keeping the whole in order -------------------------------------------------------------------


def _clause_of(policy: ImportedPolicy, at: Place) -> tuple[ImportedSection, int]:
    section = section_at(policy, -1 if at.section is None else at.section)
    if at.clause is None or not 0 <= at.clause < len(section.clauses):
        raise CannotCorrect("This clause is not there any more.")
    return section, at.clause


def _with(
    sections: tuple[ImportedSection, ...], at: int, section: ImportedSection
) -> tuple[ImportedSection, ...]:
    return (*sections[:at], section, *sections[at + 1 :])


def _with_clauses(
    policy: ImportedPolicy, at: Place, clauses: tuple[ImportedClause, ...]
) -> ImportedPolicy:
    here = at.section or 0
    section = replace(policy.sections[here], clauses=clauses)
    return _renumbered(policy, _with(policy.sections, here, section))


def _with_prefix(clause: ImportedClause, old: str, new: str) -> ImportedClause:
    if not clause.number.startswith(f"{old}."):
        return clause
    return replace(clause, number=new + clause.number[len(old) :])


def _family(clauses: tuple[ImportedClause, ...], place: int) -> slice:
    """A clause and all that stand under it."""
    end = place + 1
    while end < len(clauses) and clauses[end].level > clauses[place].level:
        end += 1
    return slice(place, end)


def _shifted(
    clauses: tuple[ImportedClause, ...], family: slice, by: int
) -> tuple[ImportedClause, ...]:
    moved = tuple(replace(clause, level=clause.level + by) for clause in clauses[family])
    return clauses[: family.start] + moved + clauses[family.stop :]


def _renumbered(before: ImportedPolicy, sections: tuple[ImportedSection, ...]) -> ImportedPolicy:
    """The policy with these sections: levels without gaps, every number once."""
    levelled = [_levelled(section.clauses) for section in sections]
    numbers = _section_numbers(before.sections, sections)
    counting = _counting(before)
    used = set(numbers)
    # A number that a clause keeps is not given to another that comes before it.
    numbered = tuple(
        replace(
            section,
            number=number,
            clauses=_numbered(section.number, number, clauses, counting, used),
        )
        for section, number, clauses in zip(sections, numbers, levelled, strict=True)
    )
    return replace(before, sections=numbered)


def _levelled(clauses: Iterable[ImportedClause]) -> list[ImportedClause]:
    """The clauses one level under what they stand under; brothers stay brothers."""
    above: list[int] = []
    levelled = []
    for clause in clauses:
        while above and above[-1] >= clause.level:
            above.pop()
        above.append(clause.level)
        levelled.append(replace(clause, level=min(len(above), DEEPEST)))
    return levelled


def _section_numbers(
    before: tuple[ImportedSection, ...], after: tuple[ImportedSection, ...]
) -> list[str]:
    """The sections' numbers: 1, 2, 3 go on counting, others stay, and new ones get a free one."""
    first = before[0].number if before else "1"
    counts = first.isdecimal() and [section.number for section in before] == [
        str(int(first) + place) for place in range(len(before))
    ]
    if counts:
        return [str(int(first) + place) for place in range(len(after))]
    taken = {section.number for section in after}
    numbers: list[str] = []
    for section in after:
        number = section.number
        if not number:
            number = _free("", taken)
            taken.add(number)
        numbers.append(number)
    return numbers


def _children(holder: str, clauses: Iterable[ImportedClause]) -> dict[str, list[str]]:
    """The numbers of the clauses directly under each holder."""
    path = [holder]
    children: dict[str, list[str]] = {}
    for clause in clauses:
        path = path[: clause.level]
        children.setdefault(path[-1], []).append(clause.number)
        path.append(clause.number)
    return children


def _counting(policy: ImportedPolicy) -> dict[str, bool]:
    """Which holders' clauses count on without a gap: True for 1, 2, 3; False for a, b, c."""
    counting: dict[str, bool] = {}
    for section in policy.sections:
        for holder, numbers in _children(section.number, section.clauses).items():
            for digits in (True, False):
                if numbers == [_under(holder, place, digits) for place in range(len(numbers))]:
                    counting[holder] = digits
                    break
    return counting


def _under(holder: str, place: int, digits: bool) -> str:
    letter = place < len(ascii_lowercase) and not digits
    return f"{holder}.{ascii_lowercase[place] if letter else place + 1}"


def _numbered(
    old: str,
    new: str,
    clauses: list[ImportedClause],
    counting: dict[str, bool],
    used: set[str],
) -> tuple[ImportedClause, ...]:
    """The clauses with the numbers that they have under this section, not used before."""
    had_children = set(_children(old, clauses))
    path = [(old, new)]
    places: dict[str, int] = {}
    numbered: list[ImportedClause] = []
    for clause in clauses:
        path = path[: clause.level]
        old_holder, holder = path[-1]
        place = places.get(holder, 0)
        places[holder] = place + 1
        digits = counting.get(old_holder)
        own = _with_prefix(clause, old_holder, holder).number
        fresh = not old_holder or (digits is None and old_holder not in had_children)
        if digits is not None or fresh:
            number = _under(holder, place, digits is not False)
        else:
            number = own if own.startswith(f"{holder}.") else ""
        if not number or number in used:
            number = _free(f"{holder}.", used)
        used.add(number)
        path.append((clause.number, number))
        numbered.append(replace(clause, number=number))
    return tuple(numbered)


def _free(prefix: str, taken: set[str]) -> str:
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
