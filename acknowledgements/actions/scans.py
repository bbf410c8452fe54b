"""Keeping scans of signed paper, and who looked at them (A7)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction

from acknowledgements.models import Scan
from acknowledgements.permissions import can_see_scan
from audit import chain
from school.access import require
from school.models import Person
from uploads.fields import Upload


@contextmanager
def kept_scan(upload: Upload | None, by: Person) -> Iterator[Scan | None]:
    """Keep a scan, if there is one, for what is recorded meanwhile; where that fails, keep none."""
    if upload is None:
        yield None
        return
    scan = Scan(
        file_name=upload.name,
        content_type=upload.examined.kind.media_type,
        sha256=upload.examined.sha256,
        copy_type=upload.copy.kind.media_type,
        uploaded_by=by,
    )
    try:
        # Names of our own: what the file was called may say anything.
        scan.file.save(f"original{upload.examined.kind.ending}", _file(upload.content), save=False)
        scan.copy.save(f"copy{upload.copy.kind.ending}", _file(upload.copy.content), save=False)
        scan.save(force_insert=True)
        chain.record("acknowledgements.scan.kept", by=by, on=scan, sha256=scan.sha256)
        yield scan
    except BaseException:
        for file in (scan.file, scan.copy):
            if file:
                file.delete(save=False)
        raise


@transaction.atomic
def look_at_scan(*, scan: Scan, by: Person) -> bytes:
    """Return the copy of a scan that may be shown, and record who looked."""
    require(can_see_scan(by, scan))
    chain.record("acknowledgements.scan.viewed", by=by, on=scan)
    with scan.copy.open("rb") as copy:
        shown: bytes = copy.read()
    return shown


def _file(content: bytes) -> ContentFile:
    return ContentFile(content)
