"""The breach history as a CSV file: the steps of the pages, and nothing finer."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from governance.history.cuts import CUTS
from governance.history.showing import History, TermLine

BOM = "\ufeff"  # by it Excel knows that the file is UTF-8
RUN_AS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COLUMNS = ("Term", "Table", "Line", "What is shown")


def as_csv(history: History) -> str:
    """Return every line of every table of these terms, one a row."""
    file = StringIO(newline="")
    file.write(BOM)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([_as_text(cell) for cell in row] for row in rows(history))
    return file.getvalue()


def rows(history: History) -> Iterator[tuple[str, str, str, str]]:
    for line in history.terms:
        yield from ((line.term.name, *rest) for rest in _in_sum(line))
    for table in history.tables(CUTS):
        for each in table.lines:
            yield from ((term, table.cut.name, each.label, words) for term, words in each.cells)


def _in_sum(line: TermLine) -> Iterable[tuple[str, str, str]]:
    yield "In all", "Breaches reported", line.reported
    yield "In all", "For every 100 pupils", line.rate
    yield "In all", "Outside the school's remit", line.outside
    for policy in History((line.term,)).sign_off():
        yield "Sign-off", f"{policy.title}: those who have to sign", policy.required
        yield "Sign-off", f"{policy.title}: parents", policy.parents


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula and runs."""
    return f"'{cell}" if cell.lstrip().startswith(RUN_AS_FORMULA) else cell
