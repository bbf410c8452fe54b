"""The board as a file: CSV or XLSX, row by row, so that 20,000 people need no more memory than 20.

A spreadsheet program takes a cell that begins with = + - or @ for a formula and runs it. What
people type as their name is never run: in CSV an apostrophe goes before it, in XLSX each cell is
written as text.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from acknowledgements.board.rows import by_name
from acknowledgements.models import Capacity, Method, Reply, RequestQuerySet

COLUMNS = (
    ("Policy", 34),
    ("Version", 9),
    ("Name", 28),
    ("Asked as", 18),
    ("Required or invited", 18),
    ("For child", 28),
    ("Class", 16),
    ("Reply", 18),
    ("Replied on", 18),
    ("How", 14),
    ("Recorded by", 24),
    ("Asked on", 12),
    ("Due on", 12),
    ("On long leave", 14),
    ("Has e-mail", 12),
)
FIELDS = (
    "round__version__title",
    "round__version__number",
    "person_id",
    "person__full_name",
    "person__email",
    "capacity",
    "child__full_name",
    "child__school_class__name",
    "reply",
    "replied_at",
    "acknowledgement__method",
    "acknowledgement__recorded_by__full_name",
    "asked_at",
    "due_on",
)
CAPACITIES = {one.value: str(one.label) for one in Capacity}
REPLIES = {one.value: str(one.label) for one in Reply}
METHODS: dict[str | None, str] = {None: "", **{one.value: str(one.label) for one in Method}}
AT_ONCE = 2000
BOM = "\ufeff"  # by it Excel knows that the file is UTF-8
RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | date | datetime | None


def lines(requests: RequestQuerySet, away: Collection[int]) -> Iterator[list[Cell]]:
    """Return one line a row, in the order of the page. `away` are keys of those on leave."""
    for row in by_name(requests).values_list(*FIELDS, named=True).iterator(chunk_size=AT_ONCE):
        yield _line(row, row.person_id in away)


def _line(row: Any, is_away: bool) -> list[Cell]:
    on_paper = row.acknowledgement__method not in (None, Method.ONLINE)
    return [
        row.round__version__title,
        row.round__version__number,
        row.person__full_name,
        CAPACITIES[row.capacity],
        "Invited" if row.capacity == Capacity.PARENT else "Required",
        row.child__full_name or "",
        row.child__school_class__name or "",
        REPLIES[row.reply],
        _day_and_time(row.replied_at),
        METHODS[row.acknowledgement__method],
        row.acknowledgement__recorded_by__full_name if on_paper else "",
        timezone.localdate(row.asked_at),
        row.due_on,
        "Yes" if is_away else "",
        "Yes" if row.person__email else "No",
    ]


def _day_and_time(at: datetime | None) -> datetime | None:
    """Return school time without its zone, which spreadsheets do not know, and whole minutes."""
    if at is None:
        return None
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0)


def as_csv(written: Iterable[list[Cell]]) -> Iterator[bytes]:
    """Return a CSV file piece by piece: UTF-8 with the mark that Excel needs, lines as RFC 4180."""
    yield BOM.encode()
    every: Iterator[Iterable[Cell]] = chain([[name for name, _ in COLUMNS]], written)
    while some := list(islice(every, AT_ONCE // 4)):
        piece = StringIO(newline="")
        csv.writer(piece).writerows([_as_text(cell) for cell in line] for line in some)
        yield piece.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = str(cell)
    runs = text.startswith(RUN_AS_FORMULA) or text.lstrip().startswith(RUN_AS_FORMULA)
    return f"'{text}" if runs else text


def as_xlsx(written: Iterable[list[Cell]]) -> IO[bytes]:
    """Return an open XLSX file, at its beginning; it is gone once it is closed."""
    file = TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    # Constant memory: each row is written out before the next is read.
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Who has signed")
        formats = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for row, line in enumerate(written, start=1):
            for column, cell in enumerate(line):
                if isinstance(cell, date):  # a datetime is one too
                    sheet.write_datetime(row, column, cell, formats[type(cell)])
                elif isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                elif cell:
                    sheet.write_string(row, column, cell)
    file.seek(0)
    return file
