"""Putting files away and asking the virus scanner about them; what they belong to is elsewhere.

The scanner is asked before the transaction of whatever keeps the file, which must not wait for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from incidents.models.evidence import FileState, KeptFile
from school.errors import DomainError
from uploads import scanning
from uploads.fields import Upload

File = TypeVar("File", bound=KeptFile)


class Harmful(DomainError):
    """The virus scanner found something in some of the files. The others were kept."""


class Finding(NamedTuple):
    """What the scanner calls the harm it found, and in which file."""

    upload: Upload
    found: str


class Scanned(NamedTuple):
    """Files that may be kept, each with the fields that say what the scanner thinks, and others."""

    good: list[tuple[Upload, dict[str, Any]]]
    harmful: list[Finding]

    def require_none_harmful(self) -> None:
        """Raise Harmful with a sentence for each file that was refused."""
        if self.harmful:
            names = ", ".join(finding.upload.name for finding in self.harmful)
            raise Harmful(
                f"Our virus scanner found something harmful, so we did not keep this: {names}. "
                "Take a picture of what it shows, and add that."
            )


def scanned(uploads: Iterable[Upload]) -> Scanned:
    """Ask the scanner about each file.

    Without a scanner a file is ready; where one is set up and does not answer, it has to wait.
    """
    sorted_out = Scanned([], [])
    for upload in uploads:
        state, at, found = _asked(upload.content)
        if found:
            sorted_out.harmful.append(Finding(upload, found))
        else:
            sorted_out.good.append((upload, {"state": state, "scanned_at": at}))
    return sorted_out


def _asked(content: bytes) -> tuple[FileState, datetime | None, str]:
    """Return what state a file is in by the scanner's word, since when, and what it found."""
    if not scanning.is_set_up():
        return FileState.READY, None, ""
    try:
        found = scanning.scan(content)
    except scanning.ScannerAway:
        return FileState.WAITING, None, ""
    if found:
        return FileState.HARMFUL, None, found
    return FileState.READY, timezone.now(), ""


def new_file(model: type[File], upload: Upload, **fields: Any) -> File:
    """Return a row for a file, with nothing written yet."""
    return model(
        file_name=upload.name,
        file_kind=upload.examined.kind.name,
        copy_kind=upload.copy.kind.name,
        size=upload.examined.size,
        sha256=upload.examined.sha256,
        **fields,
    )


@contextmanager
def put_away(files: Sequence[tuple[KeptFile, Upload]]) -> Iterator[None]:
    """Write each file and its copy under names of our own; where what follows fails, keep none."""
    try:
        for kept, upload in files:
            kept.original.save(_own_name(upload.examined.kind.ending), _of(upload.content), False)
            kept.copy.save(_own_name(upload.copy.kind.ending), _of(upload.copy.content), False)
        yield
    except BaseException:
        delete_files([kept for kept, _ in files])
        raise


def delete_files(files: Iterable[KeptFile]) -> None:
    """Delete what is on the disk; the rows stay for whoever calls."""
    for kept in files:
        for file in (kept.original, kept.copy):
            if file:
                file.delete(save=False)


def ask_again(kept: KeptFile) -> tuple[FileState, datetime | None, str]:
    """Ask the scanner about a file that waits; where none is set up any more, it need not wait."""
    with kept.original.open("rb") as file:
        return _asked(file.read())


def _own_name(ending: str) -> str:
    return f"{uuid4().hex}{ending}"


def _of(content: bytes) -> ContentFile:
    return ContentFile(content)
