"""Adding evidence to a case, looking at it, and handing out an original (I11)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from audit import chain
from incidents import evidence as reading
from incidents import limits, permissions
from incidents.actions import files, handover
from incidents.actions.words_only import say_words_only
from incidents.models import Case, EntryKind, Evidence, EvidenceLook, FileState
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Person
from uploads.fields import Upload

WORDS_ONLY = (
    "A picture in this case may show a child without clothes, so no files are added to it. Please "
    "say it in words."
)


def add_evidence(
    *,
    case: Case,
    by: Person,
    uploads: Sequence[Upload],
    caption: str = "",
    happened_on: date | None = None,
    words_only: bool = False,
) -> list[Evidence]:
    """Add files to a case for those who handle it. Raises Harmful once the good ones are kept.

    With `words_only`, where one may show a child without clothes, nothing is added and what is
    there is put away; what was written of it stays.
    """
    require(permissions.can_add_evidence(by, case))
    if words_only:
        _keep_words_only(case, by, caption, happened_on)
        return []
    return _add(case, uploads, by, caption=caption, happened_on=happened_on)


@transaction.atomic
def _keep_words_only(case: Case, by: Person, caption: str, happened_on: date | None) -> None:
    said = say_words_only(case=case, by=by, words=caption)
    if caption.strip() or happened_on:
        handover.add_entry(
            said.case,
            by=by,
            title="What the files were to show",
            words=caption,
            kind=EntryKind.NOTE,
            happened_on=happened_on,
        )


def add_evidence_as_reporter(
    *,
    case: Case,
    by: Person | None,
    uploads: Sequence[Upload],
    caption: str = "",
) -> list[Evidence]:
    """Add files that the reporter brings; `by` is their account, or None for one with a code."""
    if case.report.reporter != by:
        raise NotAllowed("Only whoever told us can add to this.")
    return _add(case, uploads, by, caption=caption, from_reporter=True)


def _add(
    case: Case,
    uploads: Sequence[Upload],
    by: Person | None,
    *,
    caption: str,
    happened_on: date | None = None,
    from_reporter: bool = False,
) -> list[Evidence]:
    if not uploads:
        raise DomainError("Choose a file first.")
    _require_room(case, uploads, from_reporter=from_reporter)
    found = files.scanned(uploads)
    refuse_harmful(case, by, found.harmful)
    if found.good:
        made = [
            files.new_file(
                Evidence,
                upload,
                case=case,
                added_by=by,
                from_reporter=from_reporter,
                caption=caption,
                happened_on=happened_on,
                **fields,
            )
            for upload, fields in found.good
        ]
        brought = [upload for upload, _ in found.good]
        with files.put_away(list(zip(made, brought, strict=True))), transaction.atomic():
            _keep(case, made, by, from_reporter=from_reporter)
    found.require_none_harmful()
    return made


def _keep(case: Case, made: list[Evidence], by: Person | None, *, from_reporter: bool) -> None:
    case = handover.locked(case)
    if by is not None and not from_reporter:
        require(permissions.can_add_evidence(by, case))
    if reading.is_words_only(case):
        raise DomainError(WORDS_ONLY)
    number_and_save(case, made)
    event = chain.record(
        "incidents.evidence.added",
        by=by,
        on=case,
        numbers=[row.number for row in made],
        sha256=[row.sha256 for row in made],
    )
    title = f"Added {in_words(made)}"
    if from_reporter:
        title = f"The person who told us added {in_words(made)}"
    handover.add_entry(case, by=by, title=title, words=made[0].caption)
    handover.tell_team(case, event, but=by)


def number_and_save(case: Case, made: Sequence[Evidence]) -> None:
    """Give each its number in the case, which is held under lock, and save it."""
    last = Evidence.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    for number, row in enumerate(made, start=last + 1):
        row.case, row.number = case, number
        row.save(force_insert=True)


def in_words(made: Sequence[Evidence]) -> str:
    """Return the numbers, as the end of a sentence."""
    numbers = [str(row.number) for row in made]
    *first, last = numbers
    return f"evidence {', '.join(first)} and {last}" if first else f"evidence {last}"


def _require_room(case: Case, uploads: Sequence[Upload], *, from_reporter: bool) -> None:
    if reading.is_words_only(case):
        raise DomainError(WORDS_ONLY)
    size = sum(upload.examined.size for upload in uploads)
    kept = Evidence.objects.filter(case=case).exclude(state=FileState.REMOVED)
    if from_reporter:
        limits.require_room_in_report(kept.from_reporter(), files=len(uploads), size=size)
    limits.require_room_in_case(kept, files=len(uploads), size=size)


@transaction.atomic
def refuse_harmful(case: Case | None, by: Person | None, harmful: Sequence[files.Finding]) -> None:
    """Keep on record that files were refused: which by their hash, and what was found in them."""
    if case is not None and harmful:
        case = handover.locked(case)  # the case before the chain, as every step does
    for upload, found in harmful:
        sha256 = upload.examined.sha256
        chain.record("incidents.evidence.refused", by=by, on=case, sha256=sha256, found=found)
        if case is not None:
            words = f"The virus scanner found “{found}” in it. The file was not kept."
            handover.add_entry(case, by=by, title="A harmful file was refused", words=words)


@transaction.atomic
def look_at_evidence(*, evidence: Evidence, by: Person) -> bytes:
    """Return the copy of a piece of evidence, and keep who looked at it."""
    case = handover.locked(evidence.case)
    require(permissions.can_read(by, case))
    copy = reading.read_copy(evidence)
    EvidenceLook.objects.create(evidence=evidence, by=by)
    chain.record("incidents.evidence.viewed", by=by, on=case, number=evidence.number)
    return copy


@transaction.atomic
def show_shared_copy(*, evidence: Evidence, by: Person) -> bytes:
    """Return a copy to somebody with whom `governance` found it shared, and keep that they looked.

    They may not know of the rest of the case. Raises DomainError for one that may not be shown.
    """
    case = handover.locked(evidence.case)
    copy = reading.read_copy(evidence)
    EvidenceLook.objects.create(evidence=evidence, by=by)
    chain.record("incidents.evidence.viewed", by=by, on=case, number=evidence.number)
    return copy


@transaction.atomic
def open_original(*, evidence: Evidence, by: Person, reason: str) -> bytes:
    """Hand out the sealed original to somebody who handles the case and says why they need it.

    It says more than the copy, such as where a picture was taken. Raises Altered where it is not
    what came in.
    """
    case = handover.locked(evidence.case)
    require(permissions.can_open_original(by, case))
    if not reason.strip():
        raise DomainError("Say why you need the original: it is kept with the case.")
    original = reading.read_original(evidence)
    EvidenceLook.objects.create(evidence=evidence, by=by, was_original=True, reason=reason)
    handover.add_entry(
        case, by=by, title=f"Took the original of evidence {evidence.number}", words=reason
    )
    chain.record("incidents.evidence.original_opened", by=by, on=case, number=evidence.number)
    return original
