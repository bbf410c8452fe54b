"""Putting an inspector's file together, part by part."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, NamedTuple

from django.utils.formats import date_format

from audit import chain
from governance.inspection.tables import TABLES, in_force
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
the SHA-256 of the whole.

There is nothing about any case in it, and no child and no parent is named.
"""


class Part(NamedTuple):
    """One file to come: what makes it, and what it is."""

    path: str
    title: str
    make: Callable[[], tuple[str, bytes]]


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
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write the whole file as a ZIP. `tell` hears how many parts of how many are done."""
    parts = list(_parts())
    packer, listed = Packer(out, made_at), []
    tell(0, len(parts))
    for done, part in enumerate(parts, start=1):
        path, content = part.make()
        packer.add(path, content)
        listed.append(f"{path}\n    {part.title}")
        tell(done, len(parts))
    made = f"{date_format(made_at)} at {made_at:%H:%M}"
    read_me = READ_ME.format(school=school, made=made, by=made_for, listed="\n".join(listed))
    packer.add("read-me.txt", read_me.encode())
    packer.close({"format": FORMAT, "made_at": made_at.isoformat(timespec="seconds")})


def _parts() -> Iterator[Part]:
    for pk, title in in_force().values_list("pk", "title"):
        yield Part("", f"The policy “{title}”", lambda pk=pk: _policy(pk))  # type: ignore[misc]
    for table in TABLES:
        path, make = table.path, table.as_csv
        yield Part(path, table.title, lambda path=path, make=make: (path, make()))  # type: ignore[misc]
    for pk in TermlyReport.objects.values_list("pk", flat=True):
        yield Part("", "A report to governors", lambda pk=pk: _report(pk))  # type: ignore[misc]
    yield Part("record-of-events.txt", "A check of the record of events", _record)


def _policy(pk: int) -> tuple[str, bytes]:
    """Return a policy as a PDF; where no typeface has its letters, as plain data."""
    version = Version.objects.with_text().get(pk=pk)
    path = f"policies/{version.policy.slug}-version-{version.number}"
    try:
        return f"{path}.pdf", pdf_of(version, list(version.sections.all()))
    except PdfNotMade:
        return f"{path}.json", canonical_text(version).encode()


def _report(pk: int) -> tuple[str, bytes]:
    report = TermlyReport.objects.select_related("term").get(pk=pk)
    return f"termly-reports/{report.term.last_on}.pdf", bytes(report.pdf)


def _record() -> tuple[str, bytes]:
    """Return whether the record is whole, without how long it is.

    Between two files its length would count what others did, on cases about whoever asks too (I4).
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
