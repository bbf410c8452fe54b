"""Everything that could be behind what is shown of a term, worked out exactly.

The attacker sees where each step begins, knows how the tables hang together, and asks of one line
after the other which numbers it may be. Whole numbers between a least and a most add up to every
whole number between the two sums; so trying each line's few values against the sums is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from governance.history import cuts
from governance.suppression import STEP
from incidents.models import Kind, SubjectKind

Line = tuple[str, str]
Range = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """Tables of one term: `within` names the line of which a table is a part, if not of all.

    `closer` holds what else is known of lines, and for None of all cases: a least and a most.
    """

    steps: Mapping[str, Mapping[str, int]]
    total: int
    leave_out: frozenset[str] = frozenset()
    overlap: frozenset[str] = frozenset()
    within: Mapping[str, Line] = field(default_factory=dict)
    at_most: tuple[tuple[Line, Line], ...] = ()
    step: int = STEP
    closer: Mapping[Line | None, Range] = field(default_factory=dict)


def shown_of(steps: Mapping, closer: Mapping[Line | None, Range] | None = None) -> Shown:
    """Return what the portal shows of a term, and how its rules tie the tables together."""
    return Shown(
        closer=closer or {},
        steps={cut.key: steps[cut.key] for cut in cuts.CUTS},
        total=steps["all"],
        leave_out=frozenset(cut.key for cut in cuts.CUTS if cut.leaves_out),
        overlap=frozenset({cuts.CLAUSE.key}),
        within={cuts.MOTIVE.key: (cuts.KIND.key, Kind.CYBERBULLYING.value)},
        at_most=(
            (
                (cuts.KIND.key, Kind.PUPIL_ACCESS.value),
                (cuts.AUDIENCE.key, SubjectKind.PUPIL.value),
            ),
        ),
    )


def possible(shown: Shown, line: Line | None) -> set[int]:
    """Return each number that a line may be, or for None the number of all cases."""
    low, high = _range(shown, line, {})
    values = range(low, high + 1)
    return {value for value in values if _fits(shown, {line: (value, value)})}


def _fits(shown: Shown, fixed: dict[Line | None, Range], links: int = 0) -> bool:
    """Tell whether there is a school that shows this and has these numbers."""
    if links < len(shown.at_most):
        less, more = shown.at_most[links]
        low, high = _range(shown, less, fixed)
        least, most = _range(shown, more, fixed)
        return any(
            _fits(shown, fixed | {less: (x, x), more: (y, y)}, links + 1)
            for x in range(low, high + 1)
            for y in range(max(x, least), most + 1)
        )
    fixed = dict(fixed)
    for key, whole in shown.within.items():
        low, high = _sums(shown, key, fixed)
        least, most = _range(shown, whole, fixed)
        fixed[whole] = (max(low, least), min(high, most))
        if fixed[whole][0] > fixed[whole][1]:
            return False
    low, high = _range(shown, None, fixed)
    for key in shown.steps:
        if key in shown.within:
            continue
        least, most = _sums(shown, key, fixed)
        low = max(low, least)
        if key not in shown.leave_out:
            high = min(high, most)
    return low <= high


def _range(shown: Shown, line: Line | None, fixed: Mapping[Line | None, Range]) -> Range:
    if line in fixed:
        return fixed[line]
    begins = shown.total if line is None else shown.steps[line[0]].get(line[1], 0)
    low, high = shown.closer.get(line, (begins, begins + shown.step - 1))
    return max(low, begins), min(high, begins + shown.step - 1)


def _sums(shown: Shown, key: str, fixed: Mapping[Line | None, Range]) -> Range:
    """Return the least and the most cases that a table may hold."""
    ranges = [_range(shown, (key, line), fixed) for line in shown.steps[key]]
    if key in shown.overlap:  # a case may stand on several lines at once
        return max((low for low, _ in ranges), default=0), 0
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)
