"""What a button beside a clause does to the clauses of a section, and where their writer goes on.

A clause that is moved or nested takes along what stands under it. Upwards it passes the clause
before it with everything under that one; the first under another leaves it upwards, and the last
goes on as the first under the next.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from policies.editing.draft import MOST_LEVELS, ClauseDraft, SectionDraft

WORDS = "words"


@dataclass(frozen=True)
class Pressed:
    """The clauses after a press; `at` is the clause, and `on` the control, to go on with."""

    clauses: list[ClauseDraft]
    at: int = 0
    on: str = ""


def press_beside(clauses: list[ClauseDraft], what: str, at: int) -> Pressed:
    """Return what pressing `what` beside the clause at this place makes of them all."""
    if not 0 <= at < len(clauses) or what not in PRESSES:
        return Pressed(clauses)
    if what not in possible_beside(clauses, at):
        return Pressed(clauses, at, what)
    return PRESSES[what](list(clauses), at)


def possible_beside(clauses: list[ClauseDraft], at: int) -> set[str]:
    """Return which presses would change anything beside the clause at this place."""
    family = clauses[at : _end(clauses, at)]
    can = {"below", "take_out"}
    if at > 0:
        can.add("up")
        is_room = max(one.level for one in family) < MOST_LEVELS
        if is_room and clauses[at].level <= clauses[at - 1].level:
            can.add("under")
    if _end(clauses, at) < len(clauses):
        can.add("down")
    if clauses[at].level > 1:
        can.add("out_a_level")
    return can


def _end(clauses: list[ClauseDraft], at: int) -> int:
    return SectionDraft("", (), tuple(clauses)).end_of_family(at)


def _up(clauses: list[ClauseDraft], at: int) -> Pressed:
    end, to = _end(clauses, at), at - 1
    while clauses[to].level > clauses[at].level:
        to -= 1
    moved = [*clauses[:to], *clauses[at:end], *clauses[to:at], *clauses[end:]]
    return Pressed(moved, to, "up")


def _down(clauses: list[ClauseDraft], at: int) -> Pressed:
    end = _end(clauses, at)
    past = _end(clauses, end) if clauses[end].level == clauses[at].level else end + 1
    moved = [*clauses[:at], *clauses[end:past], *clauses[at:end], *clauses[past:]]
    return Pressed(moved, at + past - end, "down")


def _deeper(by: int, on: str) -> Callable[[list[ClauseDraft], int], Pressed]:
    def moved(clauses: list[ClauseDraft], at: int) -> Pressed:
        for place in range(at, _end(clauses, at)):
            one = clauses[place]
            clauses[place] = replace(one, level=one.level + by)
        return Pressed(clauses, at, on)

    return moved


def _below(clauses: list[ClauseDraft], at: int) -> Pressed:
    """Put an empty clause after this one and all that stands under it."""
    to = _end(clauses, at)
    new = ClauseDraft("", clauses[at].level)
    return Pressed([*clauses[:to], new, *clauses[to:]], to, WORDS)


def _out(clauses: list[ClauseDraft], at: int) -> Pressed:
    left = [*clauses[:at], *clauses[at + 1 :]]
    return Pressed(left, max(0, min(at, len(left) - 1)), WORDS)


PRESSES: dict[str, Callable[[list[ClauseDraft], int], Pressed]] = {
    "up": _up,
    "down": _down,
    "under": _deeper(1, "under"),
    "out_a_level": _deeper(-1, "out_a_level"),
    "below": _below,
    "take_out": _out,
}
