"""Reading a list of people: from the bytes of a CSV file to rows, and to what is wrong with them.

A school's spreadsheet arrives in many shapes: with or without a byte-order mark, in UTF-8 or in
Windows' own encoding, with commas or semicolons, with headings as people say them. All of these
are read alike. What cannot be read is named by line and column in a sentence. Nothing here looks
at the database; `people_plan.py` compares the rows with who is known already.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from school.errors import BadFile
from school.models import Role, RoleAssignment

LARGEST = 2 * 1024 * 1024
COLUMNS = (
    "full_name",
    "email",
    "role",
    "starts_on",
    "ends_on",
    "child_name",
    "class",
    "joins_on",
    "relationship",
    "parental_responsibility",
    "court_restriction",
)
NEEDED = ("full_name", "email", "role")
FAMILY = COLUMNS[COLUMNS.index("child_name") :]
SPOKEN = {
    "name": "full_name",
    "person": "full_name",
    "e mail": "email",
    "email address": "email",
    "e mail address": "email",
    "start": "starts_on",
    "starts": "starts_on",
    "start date": "starts_on",
    "end": "ends_on",
    "ends": "ends_on",
    "end date": "ends_on",
    "leaves on": "ends_on",
    "child": "child_name",
    "childs name": "child_name",
    "class name": "class",
    "joins": "joins_on",
    "joining date": "joins_on",
    "admission date": "joins_on",
    "relation": "relationship",
    "responsibility": "parental_responsibility",
    "restriction": "court_restriction",
}
YES_NO = dict.fromkeys(("yes", "y", "true", "1"), True) | dict.fromkeys(
    ("no", "n", "false", "0"), False
)
LONGEST = {"full_name": 120, "email": 254, "child_name": 120, "class": 60, "relationship": 40}
NEEDED_BY_A_PARENT = "A parent's line needs this. Fill it in."
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
BRITISH_DATE = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell (or, without a column, with a line)."""

    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = f"Line {self.line}, {self.column}" if self.column else f"Line {self.line}"
        return f"{place}: {self.problem}"


@dataclass(frozen=True)
class Row:
    """One good line of the list. What was left blank is empty or None."""

    line: int
    full_name: str
    email: str
    role: str
    starts_on: date | None = None
    ends_on: date | None = None
    child_name: str = ""
    class_name: str = ""
    joins_on: date | None = None
    relationship: str = ""
    has_responsibility: bool | None = None
    is_restricted: bool | None = None


@dataclass(frozen=True)
class PeopleList:
    """What a file says: the lines that can be read, and the faults of the others."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def decode(content: bytes) -> str:
    """Return the text of an uploaded file, or raise BadFile with what to do about it."""
    if not content.strip():
        raise BadFile("The file is empty.")
    if len(content) > LARGEST:
        raise BadFile("The file is larger than 2 MB. Split it into smaller lists.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile(
            "This is a spreadsheet. Open it and save it as “CSV UTF-8”, then choose that file."
        )
    text = _text(content)
    if any(_is_binary(character) for character in text):
        raise BadFile(
            "This is not a list in text form. Save it as “CSV UTF-8”, then choose that file."
        )
    return text


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise BadFile(
            "The letters in this file cannot be read. Save it as “CSV UTF-8”, then choose that "
            "file."
        ) from None


def _is_binary(character: str) -> bool:
    code = ord(character)
    return (code < 32 and character not in "\t\r\n") or 127 <= code < 160


def parse(text: str) -> PeopleList:
    """Return the rows and faults of a list. Raises BadFile when it is no list of people at all."""
    lines = _lines(text)
    number, headings = next(lines, (1, []))
    columns = [column_called(heading) for heading in headings]
    if faults := _heading_faults(number, headings, columns):
        return PeopleList((), tuple(faults))
    rows, bad = [], []
    for number, cells in lines:
        reader = _RowReader(number, columns, cells)
        row = reader.row()
        bad.extend(reader.faults)
        if not reader.faults:
            rows.append(row)
    if not rows and not bad:
        raise BadFile("The file has headings, but nobody is on the list below them.")
    return PeopleList(tuple(rows), tuple(bad))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each line that has something on it, with the number it begins at in the file."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadFile(
                f"Line {number}: a quotation mark is opened and not closed, or stands in the wrong "
                "place. Put the whole cell between two of them."
            ) from None
        cells = [" ".join(cell.split()) for cell in cells]
        if any(cells):
            yield number, cells
        number = reader.line_num + 1


def column_called(heading: str) -> str:
    """Return the column that a heading means, or nothing: “E-mail address” means `email`."""
    spoken = re.sub(r"[\s_-]+", " ", heading.casefold().replace("'", "").replace("’", "")).strip()
    written = spoken.replace(" ", "_")
    return written if written in COLUMNS else SPOKEN.get(spoken, "")


def _heading_faults(number: int, headings: list[str], columns: list[str]) -> list[Fault]:
    faults = []
    for heading, column in zip(headings, columns, strict=True):
        if not column:
            said = f"“{heading}” is not a column of this list." if heading else "It has no heading."
            faults.append(Fault(number, "headings", f"{said} The columns are: {_listed()}."))
        elif columns.count(column) > 1:
            faults.append(Fault(number, column, f"“{heading}”: there are two of this column."))
    faults.extend(
        Fault(number, needed, "This column is missing. The first line must name the columns.")
        for needed in NEEDED
        if needed not in columns
    )
    return faults


def _listed() -> str:
    return ", ".join(COLUMNS)


class _RowReader:
    """Reads one line's cells, noting each fault and going on to the next cell."""

    def __init__(self, line: int, columns: list[str], cells: list[str]) -> None:
        self.line = line
        self.cells = dict(zip(columns, cells, strict=False))
        self.faults: list[Fault] = []
        if any(cells[len(columns) :]):
            self.note("", "There are more cells than headings. Is a comma missing its quotes?")

    def row(self) -> Row:
        if not self.cells.get("full_name"):
            self.note("full_name", "The name is missing.")
        role = self.role()
        row = Row(
            line=self.line,
            full_name=self.words("full_name"),
            email=self.email(),
            role=role,
            starts_on=self.day("starts_on"),
            ends_on=self.day("ends_on"),
            child_name=self.words("child_name"),
            class_name=self.words("class"),
            joins_on=self.day("joins_on"),
            relationship=self.words("relationship"),
            has_responsibility=self.yes_or_no("parental_responsibility"),
            is_restricted=self.yes_or_no("court_restriction"),
        )
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            self.note("ends_on", "The last day comes before the first.")
        if role:
            self.check_family(role)
        return row

    def note(self, column: str, problem: str) -> None:
        self.faults.append(Fault(self.line, column, problem))

    def words(self, column: str) -> str:
        given = self.cells.get(column, "")
        if len(given) > LONGEST[column]:
            self.note(column, f"This is longer than {LONGEST[column]} letters.")
            return ""
        return given

    def email(self) -> str:
        given = self.words("email").lower()
        try:
            if given:
                validate_email(given)
        except ValidationError:
            self.note("email", f"“{given}” is not an e-mail address. Leave it blank if none.")
        return given

    def role(self) -> str:
        given = self.cells.get("role", "")
        for role in Role:
            if given.casefold() in (role.value, role.label.casefold()):
                return role.value
        known = ", ".join([*(role.value for role in RoleAssignment.ASSIGNABLE), Role.PARENT.value])
        said = f"“{given[:60]}” is not a role" if given else "The role is missing"
        self.note("role", f"{said}. Write one of: {known}.")
        return ""

    def day(self, column: str) -> date | None:
        given = self.cells.get(column, "")
        if not given:
            return None
        found = ISO_DATE.fullmatch(given) or BRITISH_DATE.fullmatch(given)
        try:
            if found:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            pass  # such as 31 February: said below, like anything else that is no date
        self.note(column, f"“{given[:60]}” is not a date. Write it as 2026-09-01 or 01/09/2026.")
        return None

    def yes_or_no(self, column: str) -> bool | None:
        given = self.cells.get(column, "")
        if given and given.casefold() not in YES_NO:
            self.note(column, f"“{given[:60]}” is neither yes nor no.")
        return YES_NO.get(given.casefold())

    def check_family(self, role: str) -> None:
        if role == Role.PARENT:
            for column in ("child_name", "class", "joins_on"):
                if not self.cells.get(column):
                    self.note(column, NEEDED_BY_A_PARENT)
            return
        for column in FAMILY:
            if self.cells.get(column):
                self.note(column, "Only a parent's line has this. Leave it blank, or write parent.")
