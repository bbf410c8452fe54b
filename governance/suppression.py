"""What governors may see of small numbers: counts under five are never shown, nor given away.

In words a deputy head could check (G1). In a school this small, "one case" can be as good as a
name. So every count under five is hidden, and nought is hidden like the rest. But a hidden count
can be worked out when the total is shown: total less the others. Therefore:

1. The total is shown as long as one count at least is five or more.
2. What is hidden must come to five or more together, in two counts at least, and must not be so
   large that each of them can only be four. Else the smallest of the counts that are left is hidden
   too (all of them, where several are the smallest).
3. If every count is under five, the total is shown only when point 2 holds by itself; that is never
   so for a total under five.
4. What is hidden because it is small, and what is hidden to protect it, look the same.

Why that is enough, even against somebody who knows these rules: they never ask which count is
which, so the hidden ones could be exchanged with one another and the same table would come out. If
all the hidden ones are equal, they are all small, and point 2 leaves room for one to be larger and
another smaller. So no hidden count has only one possible value.

It holds for one table. Several tables about the same cases share a total, which is why they have to
be made in one go (`publish_together`), and for a table of terms by categories each term stands by
itself (`publish_grid`): a category's total over the terms is shown only where each of its terms is.
A page that cut the same cases in some further way, by a filter for instance, could be subtracted
from these and undo them: filters choose whole terms or whole tables, never cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass

THRESHOLD = 5
NOT_SHOWN = "fewer than five, or held back"

ALL_SHOWN = "Every count is shown."
NOTHING_COUNTED = "There is nothing to count yet."
SOME_HIDDEN = (
    "Some counts are not shown. Each is fewer than five, or is held back so that a smaller one "
    "cannot be worked out."
)
TOTAL_HIDDEN = "The total is not shown, for the same reason."


@dataclass(frozen=True)
class PublishedTable:
    """What may be shown: None stands for a count that is not, and `sentence` says why not."""

    cells: dict[str, int | None]
    total: int | None
    sentence: str


@dataclass(frozen=True)
class PublishedGrid:
    """The same for rows (terms) by columns (categories), with the totals of both and of all."""

    rows: dict[str, PublishedTable]
    column_totals: dict[str, int | None]
    total: int | None
    sentence: str


def publish(counts: Mapping[str, int], threshold: int = THRESHOLD) -> PublishedTable:
    """Return what may be shown of one table: one count for each category, over whole terms."""
    return publish_together({"": counts}, threshold)[""]


def publish_together(
    tables: Mapping[str, Mapping[str, int]], threshold: int = THRESHOLD
) -> dict[str, PublishedTable]:
    """Return what may be shown of several tables that count the same cases in different ways.

    They share one total, so each must be safe with it known; if one cannot be, nothing of any is
    shown. Raises ValueError when the totals differ, or a count or the threshold makes no sense.
    """
    _check(tables, threshold)
    if all(_total_may_show(list(counts.values()), threshold) for counts in tables.values()):
        return {name: _with_total(counts, threshold) for name, counts in tables.items()}
    return {name: _blank(counts) for name, counts in tables.items()}


def publish_grid(
    grid: Mapping[str, Mapping[str, int]], threshold: int = THRESHOLD
) -> PublishedGrid:
    """Return what may be shown of rows (terms) by columns (categories).

    Each row is protected by itself, so that a new term changes nothing about those before it.
    Raises ValueError when the rows do not have the same columns.
    """
    if len({frozenset(counts) for counts in grid.values()}) > 1:
        raise ValueError("Each row of a grid needs the same columns.")
    rows = {row: publish(counts, threshold) for row, counts in grid.items()}
    columns = next(iter(grid.values()), {})
    column_totals = {
        column: _sum_if_shown([table.cells[column] for table in rows.values()])
        for column in columns
    }
    total = _sum_if_shown([table.total for table in rows.values()])
    shown = [cell for table in rows.values() for cell in table.cells.values()]
    return PublishedGrid(rows, column_totals, total, _sentence(shown, total))


def _check(tables: Mapping[str, Mapping[str, int]], threshold: int) -> None:
    if threshold < 2:
        raise ValueError("With a threshold under two, nothing would be protected.")
    if any(count < 0 for counts in tables.values() for count in counts.values()):
        raise ValueError("A count cannot be less than nought.")
    if len({sum(counts.values()) for counts in tables.values()}) > 1:
        raise ValueError("Tables about the same cases must have the same total.")


def _is_safe(hidden: list[int], threshold: int) -> bool:
    """Tell whether small counts keep their secret from somebody who knows what they come to."""
    most = (threshold - 1) * len(hidden)
    return len(hidden) >= 2 and threshold <= sum(hidden) < most


def _total_may_show(values: list[int], threshold: int) -> bool:
    return any(value >= threshold for value in values) or _is_safe(values, threshold)


def _with_total(counts: Mapping[str, int], threshold: int) -> PublishedTable:
    small = [count for count in counts.values() if count < threshold]
    large = [count for count in counts.values() if count >= threshold]
    show_from = threshold
    if small and large and not _is_safe(small, threshold):
        show_from = min(large) + 1
    cells = {name: count if count >= show_from else None for name, count in counts.items()}
    total = sum(counts.values())
    return PublishedTable(cells, total, _sentence(list(cells.values()), total))


def _blank(counts: Mapping[str, int]) -> PublishedTable:
    cells: dict[str, int | None] = dict.fromkeys(counts)
    return PublishedTable(cells, None, _sentence(list(cells.values()), None))


def _sum_if_shown(values: list[int | None]) -> int | None:
    shown = [value for value in values if value is not None]
    return sum(shown) if values and len(shown) == len(values) else None


def _sentence(cells: list[int | None], total: int | None) -> str:
    if not cells:
        return NOTHING_COUNTED
    if None not in cells:
        return ALL_SHOWN
    return SOME_HIDDEN if total is not None else f"{SOME_HIDDEN} {TOTAL_HIDDEN}"
