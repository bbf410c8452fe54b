"""A report arrives: it is kept as told, and opens a case in the right hands (I1 to I4)."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import chain
from incidents import codes, promises
from incidents.actions import clocks, handover, held_files, words_only
from incidents.models import Case, Kind, Report, SubjectKind
from school.models import Person, Service


@dataclass(frozen=True)
class ReportDetails:
    """What the form asked. Name and e-mail stay empty when the reporter wants to be anonymous."""

    what_happened: str
    kind: str = Kind.BREACH
    subject_kind: str = SubjectKind.UNKNOWN
    subject_name: str = ""
    happened_on: date | None = None
    outside_school: bool | None = None
    service: str = ""
    known_service: Service | None = None
    link: str = ""
    child_in_danger: bool = False
    reporter_name: str = ""
    reporter_email: str = ""
    # What was added to the report on its way, by the mark of its draft; and what it shows.
    draft: uuid.UUID | None = None
    files: tuple[uuid.UUID, ...] = ()
    files_show: str = ""
    # A picture may show a child without clothes: then there are no files, and this in words.
    words_only: bool = False
    picture_in_words: str = ""
    # The form's own random mark: the same one twice is one report pressed twice.
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


class Received(NamedTuple):
    """The case that was opened. `code` is empty for reporters with an account: they sign in."""

    case: Case
    reference: str
    code: str


def receive_report(*, details: ReportDetails, reporter: Person | None, code: str = "") -> Received:
    """Keep a report, open its case, route it, and tell whoever handles it.

    `reporter` is None for everybody who did not ask to be known by their account: nothing then
    ties the report to them. `code` is the follow-up code to give out; a fresh one by default. The
    same submission again changes nothing and returns the first case, with the code if it was that.
    """
    code = "" if reporter else code or codes.new_code()
    try:
        with transaction.atomic():
            return _open_case(details, reporter, code)
    except IntegrityError:
        if (known := report_sent_before(details.submission)) is None:
            raise
        return same_again(known, code)


def report_sent_before(submission: uuid.UUID) -> Report | None:
    return Report.objects.select_related("case").filter(submission=submission).first()


def same_again(report: Report, code: str) -> Received:
    """Return what its first sending returned, without the code unless it is the report's own."""
    is_its_code = bool(code) and report.code_hash == codes.hash_code(code)
    return Received(report.case, report.case.reference, code if is_its_code else "")


def _open_case(details: ReportDetails, reporter: Person | None, code: str) -> Received:
    now = timezone.now()
    case = Case(
        reference=_fresh_reference(),
        kind=details.kind,
        subject_kind=details.subject_kind,
        outside_school=details.outside_school,
        child_at_risk=details.child_in_danger or details.words_only,
        received_at=now,
    )
    case.save(force_insert=True)
    Report.objects.create(
        case=case,
        received_at=now,
        what_happened=details.what_happened,
        happened_on=details.happened_on,
        outside_school=details.outside_school,
        service=details.service,
        known_service=details.known_service,
        link=details.link,
        subject_name=details.subject_name,
        child_in_danger=details.child_in_danger,
        reporter=reporter,
        reporter_name=details.reporter_name,
        reporter_email=details.reporter_email,
        code_hash=codes.hash_code(code) if code else "",
        submission=details.submission,
    )
    handover.note_possible_subjects(case, details.subject_name)
    handover.route(case)
    clocks.start(case)
    case.save()
    handover.add_entry(case, by=None, title="Received", words=case.routing_because)
    numbers = _keep_files(case, details, reporter)
    event = chain.record(
        "incidents.report.received",
        by=reporter,
        on=case,
        kind=case.kind,
        rule=case.routing_rule,
        handling_role=case.handling_role,
        evidence=numbers,
        words_only=details.words_only,
    )
    handover.tell(case.team(), case, once=f"case-received:{event.sequence}")
    handover.tell_reporter(
        case,
        template="report_received",
        once=f"report-received:{event.sequence}",
        says={"read_within": promises.read_within()},
    )
    return Received(case, case.reference, code)


def _keep_files(case: Case, details: ReportDetails, reporter: Person | None) -> list[int]:
    """Keep what came with the report, or that there must be no files; return their numbers."""
    if details.words_only:
        words_only.note_at_intake(
            case, by=reporter, words=details.picture_in_words, at=case.received_at
        )
        return []
    if details.draft is None or not details.files:
        return []
    taken = held_files.take_over(
        case,
        draft=details.draft,
        chosen=details.files,
        by=reporter,
        caption=details.files_show,
    )
    return [evidence.number for evidence in taken]


def _fresh_reference() -> str:
    while Case.objects.filter(reference=(reference := codes.new_reference())).exists():
        pass
    return reference
