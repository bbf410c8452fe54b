"""Files to which no row leads: found, and removed once they are a day old.

No rollback takes a file away again, so a machine that stops in the middle can leave one behind that
nobody will ever open. It may be a picture of a child.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from audit import chain
from audit.models import Event
from incidents.models.evidence import DELETED, KeptFile
from packing.models import PackedFile
from school.errors import DomainError

log = logging.getLogger(__name__)

REMOVED = "portal.files.removed"
# Longer than any transaction: what somebody brings at this moment is on the disk before its row.
OLD_ENOUGH = timedelta(days=1)
AT_A_TIME = 200
# Kept under its own hash, so that a document brought once more finds the same file there again.
LEFT_ALONE = frozenset({"policies/"})

TOO_MANY = (
    "More files are without a row than with one, as when the files of one portal meet the database "
    "of another. Nothing was removed: make sure that the right database is in use."
)


class TooMany(DomainError):
    """So many files have no row that it is likelier that the rows are missing."""


@dataclass(frozen=True)
class Leftover:
    """A file to which no row leads: where it lies, its size in bytes and when it was written."""

    name: str
    size: int
    written_at: datetime


def file_fields() -> list[models.FileField]:
    """Return the fields of all rooms that point at files which this may remove."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return [
        field
        for field in fields
        if isinstance(field, models.FileField) and field.upload_to not in LEFT_ALONE
    ]


def leftovers() -> list[Leftover]:
    """Return the files that are a day old and have no row, in the order of their names."""
    return _sorted_out()[0]


def remove_leftovers(*, even_many: bool = False) -> list[Leftover]:
    """Remove them, and return those. Safe beside other workers.

    Raises TooMany, and removes nothing, where fewer files have a row than have none.
    """
    found, kept = _sorted_out()
    if len(found) > kept and not even_many:
        raise TooMany(TOO_MANY)
    removed = [
        leftover
        for start in range(0, len(found), AT_A_TIME)
        for leftover in _remove(found[start : start + AT_A_TIME])
    ]
    if removed:
        size = sum(leftover.size for leftover in removed)
        log.info("Removed files that no record leads to: %d, of %d bytes.", len(removed), size)
    return removed


def last_removal() -> Event | None:
    """Return when files were last removed, and in `facts` how many and of how many bytes."""
    return Event.objects.filter(action=REMOVED).order_by("sequence").last()


@transaction.atomic
def _remove(found: Sequence[Leftover]) -> list[Leftover]:
    """Remove these, looking once more, as another worker may have done it and rows can come."""
    chain.take_turn()
    known = _known([leftover.name for leftover in found])
    gone = [
        leftover
        for leftover in found
        if leftover.name not in known and default_storage.exists(leftover.name)
    ]
    for leftover in gone:
        default_storage.delete(leftover.name)
    if gone:
        chain.record(REMOVED, files=len(gone), bytes=sum(leftover.size for leftover in gone))
    return gone


def _sorted_out() -> tuple[list[Leftover], int]:
    """Return what has no row, and how many files have one."""
    old = sorted(_old_files(), key=lambda leftover: leftover.name)
    found = []
    for start in range(0, len(old), AT_A_TIME):
        some = old[start : start + AT_A_TIME]
        known = _known([leftover.name for leftover in some])
        found += [leftover for leftover in some if leftover.name not in known]
    return found, len(old) - len(found)


def _old_files() -> Iterator[Leftover]:
    before = timezone.now() - OLD_ENOUGH
    for folder in sorted({str(field.upload_to) for field in file_fields()}):
        for name in _names_in(folder):
            try:
                written_at = default_storage.get_modified_time(name)
                size = default_storage.size(name)
            except FileNotFoundError:
                continue  # taken away this moment, by whoever it belonged to
            if written_at < before:
                yield Leftover(name, size, written_at)


def _names_in(folder: str) -> list[str]:
    try:
        return [f"{folder}{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def _known(names: Sequence[str]) -> set[str]:
    """Return those of these names to which a row leads.

    In one statement: a file passes from a report on its way to its case, and two statements could
    miss it in both.
    """
    first, *others = (_rows(field, names) for field in file_fields())
    return set(first.union(*others, all=True))


def _rows(field: models.FileField, names: Sequence[str]) -> models.QuerySet:
    rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
    # What was thrown away, found harmful or removed, is to be gone although its row tells of it.
    if issubclass(field.model, PackedFile):
        rows = rows.filter(withdrawn_at=None)
    if issubclass(field.model, KeptFile):
        rows = rows.exclude(state__in=DELETED)
    return rows.order_by().values_list(field.name, flat=True)
