"""How many files, and how much of them, come in from whom (I11).

Nothing is counted by who or where somebody is: a report that is not sent yet counts for itself,
and all of those together may not fill the disk.
"""

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from school.errors import DomainError
from uploads import IMAGES, Kind, Limits

MB = 1024 * 1024


def evidence_limits() -> Limits:
    """Return what may be chosen in one go."""
    return Limits(
        kinds=frozenset({*IMAGES, Kind.PDF, Kind.TEXT}),
        most_bytes=settings.EVIDENCE_FILE_BYTES,
        most_files=settings.EVIDENCE_FILES_AT_ONCE,
    )


def in_words(most: int) -> str:
    """Return what may be added, and how many files altogether, as the hint of a field."""
    limits = evidence_limits()
    return (
        f"Pictures (such as screenshots), PDF or text, up to {limits.size_in_words} each: "
        f"{limits.most_files} at once, and {most} altogether."
    )


def require_room_in_report(kept: QuerySet, *, files: int, size: int) -> None:
    """Raise DomainError where these files are more than one report takes."""
    _require(
        kept,
        files=files,
        size=size,
        most_files=settings.EVIDENCE_FILES_A_REPORT,
        most_bytes=settings.EVIDENCE_BYTES_A_REPORT,
        instead="Tell us about the others in words.",
    )


def require_room_in_case(kept: QuerySet, *, files: int, size: int) -> None:
    """Raise DomainError where these files are more than one case takes."""
    _require(
        kept,
        files=files,
        size=size,
        most_files=settings.EVIDENCE_FILES_A_CASE,
        most_bytes=settings.EVIDENCE_BYTES_A_CASE,
        instead="Keep the others outside, and note where.",
    )


def require_room_for_unsent(held: QuerySet, *, size: int) -> None:
    """Raise DomainError where files of reports that were never sent fill what there is for them."""
    if _sum(held)[1] + size > settings.EVIDENCE_BYTES_UNSENT:
        raise DomainError(
            "We cannot take files at this moment. Please go on without them: you can add them "
            "later, with the code that you get at the end."
        )


def _require(
    kept: QuerySet, *, files: int, size: int, most_files: int, most_bytes: int, instead: str
) -> None:
    number, total = _sum(kept)
    if number + files > most_files:
        room = "one file" if most_files == 1 else f"{most_files} files"
        raise DomainError(f"There is room for {room} altogether. {instead}")
    if total + size > most_bytes:
        raise DomainError(f"These files together are larger than {most_bytes // MB} MB. {instead}")


def _sum(kept: QuerySet) -> tuple[int, int]:
    found = kept.aggregate(number=Count("pk"), total=Sum("size"))
    return found["number"], found["total"] or 0
