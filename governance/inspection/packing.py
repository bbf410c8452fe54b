"""Putting an inspector's file together, part by part."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import IO, NamedTuple

from django.utils.formats import date_format

from audit import chain
from governance.inspection.searching import Sieve
from governance.inspection.tables import TABLES, Table, in_force
from governance.models import TermlyReport
from packing.zips import Packer
from policies.models import Version
from policies.pdf.making import PdfNotMade, pdf_of
from policies.text import canonical_text

FORMAT = "inspection/1"
READ_ME = """\
{school}: evidence for an inspection
Made {made} for {by}

{listed}
manifest.json lists each file with its SHA-256. Anybody can compare a file with it. The school keeps
the SHA-256 of the whole; manage.py check_inspection FILE, where the portal runs, checks all of it.

There is nothing about any case in it. What was typed in titles and policies was searched for the
names of children and parents and the references of cases. {held}
"""
NOTHING_HELD = "Nothing had to be held back."
HELD = "Held back because it may hold some: {} in all. Ask the school about it."


class Part(NamedTuple):
    """One file to come: what it is, and what makes it; nothing where it is held back."""

    title: str
    make: Callable[[], tuple[str, bytes] | None]


class Listed(NamedTuple):
    """What somebody reads of it before it is made."""

    title: str
    files: int


def contents() -> list[Listed]:
    """Return what would be in it, in three queries."""
    return [
        Listed("Policies in force, each as a PDF", Version.objects.published().count()),
        *(Listed(table.title, 1) for table in TABLES),
        Listed("Reports to governors, as they were published", TermlyReport.objects.count()),
        Listed("A check of the record: whether anything in it was altered or removed", 1),
    ]


def pack(
    out: IO[bytes],
    *,
    school: str,
    made_at: datetime,
    made_for: str,
    sieve: Sieve,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the whole file as a ZIP. `tell` hears how many parts of how many are done.

    What the sieve holds back is counted there, and the file says how much it is.
    """
    parts = list(_parts(sieve))
    packer, listed = Packer(out, made_at), []
    tell(0, len(parts))
    for done, part in enumerate(parts, start=1):
        if made := part.make():
            path, content = made
            packer.add(path, content)
            listed.append(f"{path}\n    {part.title}")
        tell(done, len(parts))
    held = HELD.format(len(sieve.held)) if sieve.held else NOTHING_HELD
    when = f"{date_format(made_at)} at {made_at:%H:%M}"
    said = {"school": school, "made": when, "by": made_for, "held": held}
    packer.add("read-me.txt", READ_ME.format(listed="\n".join(listed), **said).encode())
    packer.close({"format": FORMAT, "made_at": made_at.isoformat(timespec="seconds")})


def _parts(sieve: Sieve) -> Iterator[Part]:
    for pk, title in in_force().values_list("pk", "title"):
        yield Part(f"The policy “{title}”", partial(_policy, pk, sieve))
    for table in TABLES:
        yield Part(table.title, partial(_table, table, sieve))
    for pk in TermlyReport.objects.values_list("pk", flat=True):
        yield Part("A report to governors", partial(_report, pk, sieve))
    yield Part("A check of the record of events", _record)


def _policy(pk: int, sieve: Sieve) -> tuple[str, bytes] | None:
    """Return a policy as a PDF; where no typeface has its letters, as plain data."""
    version = Version.objects.with_text().get(pk=pk)
    if not sieve.policy(version):
        return None
    path = f"policies/{version.policy.slug}-version-{version.number}"
    try:
        return f"{path}.pdf", pdf_of(version, list(version.sections.all()))
    except PdfNotMade:
        return f"{path}.json", canonical_text(version).encode()


def _table(table: Table, sieve: Sieve) -> tuple[str, bytes]:
    return table.path, table.as_csv(sieve.words)


def _report(pk: int, sieve: Sieve) -> tuple[str, bytes] | None:
    report = TermlyReport.objects.select_related("term").get(pk=pk)
    if not sieve.report(report):
        return None
    return f"termly-reports/{report.term.last_on}.pdf", bytes(report.pdf)


def _record() -> tuple[str, bytes]:
    """Return whether the record is sound, and not how many events are in it.

    Of two files made one after the other the difference would tell its maker that others were busy,
    with a case about the maker perhaps (I4).
    """
    report = chain.verify()
    found = (
        "Every event follows from the one before it. Nothing was altered, added or removed."
        if report.sound
        else f"NOT sound. {report.fault}"
    )
    words = (
        "All that people do here is recorded as an event, each sealed with the hash of the one\n"
        "before. The whole record was checked when this file was made.\n\n"
        f"{found}\nHash of the last event: {report.head}\n"
    )
    return "record-of-events.txt", words.encode()
