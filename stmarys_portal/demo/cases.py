"""Invented cases for the demonstration: terms that are past, and a desk with work on it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from governance import actions as governors
from governance.actions.referrals import Shares
from incidents import actions as cases
from incidents.actions import ReportDetails
from incidents.bullying import describes_procedure
from incidents.models import Case, CaseClock, CaseEntry, Kind, Report, SubjectKind
from incidents.queries import procedure_clauses
from school.models import Person, Service
from stmarys_portal.demo.calendar import school_year_of, terms_of, weekday
from stmarys_portal.demo.cast import DOMAIN, HEADTEACHER


@dataclass(frozen=True)
class PastKind:
    """One kind of case, and how many each half-term of a year saw."""

    kind: Kind
    subject_kind: SubjectKind
    what: str
    outcome: str
    a_term: tuple[int, ...]
    service: str = ""


IN_A_YEAR = (
    PastKind(
        Kind.COMMENT,
        SubjectKind.PARENT_FAMILY,
        "A comment about a member of staff in a parents' group chat.",
        "talk",
        (8, 6, 9, 5, 7, 10),
        "WhatsApp",
    ),
    PastKind(
        Kind.IMAGE,
        SubjectKind.PARENT_FAMILY,
        "A picture of the school play with other people's children in it.",
        "request_to_remove",
        (6, 9, 5, 7, 6, 8),
        "Facebook",
    ),
    PastKind(
        Kind.CYBERBULLYING,
        SubjectKind.PUPIL,
        "Unkind voice messages between two children on a game.",
        "talk_with_family",
        (2, 3, 5, 3, 2, 4),
        "Roblox",
    ),
    PastKind(
        Kind.BREACH,
        SubjectKind.PARENT_FAMILY,
        "A class list was copied into a group chat.",
        "talk",
        (3, 1, 4, 2, 3, 1),
        "WhatsApp",
    ),
    PastKind(
        Kind.PUPIL_ACCESS,
        SubjectKind.PUPIL,
        "A child brought a phone and showed videos in the playground.",
        "talk_with_family",
        (1, 2, 0, 1, 0, 2),
        "YouTube",
    ),
    PastKind(
        Kind.CONCERN,
        SubjectKind.UNKNOWN,
        "A question about which apps the class uses.",
        "answered",
        (5, 6, 2, 5, 6, 1),
    ),
)
ANSWER = "Thank you for telling us. We have talked with those it concerns and it is settled."


BEFORE_THE_PORTAL = "Both families were asked in, and we looked again after a week."


def create_cases(today: date) -> None:
    """Put closed cases behind the school, term by term, and a few open ones on its desks."""
    head = person(HEADTEACHER.mailbox)
    year = school_year_of(today)
    for place, term in [*enumerate(terms_of(year - 1)), *enumerate(terms_of(year))]:
        if term.ends_on >= today:
            break
        for past in IN_A_YEAR:
            for number in range(past.a_term[place]):
                day = term.starts_on + timedelta(days=2 + 3 * number)
                date_back(close_one(past, head, day), day)
    create_open_cases(today, head)


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{DOMAIN}")


def close_one(past: PastKind, head: Person, day: date) -> Case:
    details = ReportDetails(
        what_happened=past.what,
        kind=past.kind,
        subject_kind=past.subject_kind,
        happened_on=day,
        service=past.service,
        outside_school=False,
    )
    case = cases.receive_report(details=details, reporter=None).case
    cases.triage_case(
        case=case,
        by=head,
        kind=past.kind,
        subject_kind=past.subject_kind,
        outside_school=False,
    )
    if past.kind == Kind.CYBERBULLYING:
        cases.note_motive(case=case, by=head, motives=["none"])
        cases.take_procedure(case=case, by=head, why_none=BEFORE_THE_PORTAL)
    return cases.close_case(case=case, by=head, outcome=past.outcome, explanation=ANSWER)


def date_back(case: Case, day: date) -> None:
    """Move a closed case to a day in the past."""
    begin_earlier(case, day)
    received_at = Case.objects.get(pk=case.pk).received_at
    Case.objects.filter(pk=case.pk).update(closed_at=received_at + timedelta(days=4))


def begin_earlier(case: Case, day: date) -> None:
    """Move a case, its clocks and all that was written on it to begin on a day in the past."""
    morning = timezone.make_aware(datetime.combine(day, time(9, 30)))
    earlier = case.received_at - morning
    days = timezone.localdate(case.received_at) - day  # what is due stays due at its time of day
    Case.objects.filter(pk=case.pk).update(received_at=morning, due_at=F("due_at") - days)
    Report.objects.filter(case=case).update(received_at=morning)
    CaseEntry.objects.filter(case=case).update(at=F("at") - earlier)
    CaseClock.objects.filter(case=case).update(
        counts_from=morning, due_at=F("due_at") - days, met_at=F("met_at") - earlier
    )


def create_open_cases(today: date, head: Person) -> None:
    cases.receive_report(
        details=ReportDetails(
            what_happened=(
                "My son came home upset. Somebody in his class has been sending him nasty voice "
                "messages through a game, after school and at the weekend."
            ),
            kind=Kind.CYBERBULLYING,
            subject_kind=SubjectKind.PUPIL,
            outside_school=True,
            service="Roblox",
            known_service=service("Roblox"),
        ),
        reporter=person("sophie.bell"),
    )
    photos = cases.receive_report(
        details=ReportDetails(
            what_happened="Photos of the harvest service are on a public page. My child is in two.",
            kind=Kind.IMAGE,
            subject_kind=SubjectKind.PARENT_FAMILY,
            happened_on=today - timedelta(days=8),
            outside_school=True,
            service="Facebook",
            known_service=service("Facebook"),
        ),
        reporter=None,
    )
    begin_earlier(photos.case, today - timedelta(days=7))
    video = cases.receive_report(
        details=ReportDetails(
            what_happened="A class video was put on an app that is not on the staff list.",
            kind=Kind.UNAPPROVED_SERVICE,
            subject_kind=SubjectKind.STAFF,
            happened_on=weekday(today - timedelta(days=1), look=-1),
            outside_school=False,
        ),
        reporter=None,
    )
    answer_for_staff(video.case, head)
    cases.receive_report(
        details=ReportDetails(
            what_happened="The Headteacher answered a parent on a public page, by name.",
            kind=Kind.BREACH,
            subject_kind=SubjectKind.HEADTEACHER,
            happened_on=today - timedelta(days=3),
            outside_school=True,
        ),
        reporter=None,
    )
    follow_procedure(today, head)
    refer_one(today, head)
    ask_again(today, head)


def ask_again(today: date, head: Person) -> None:
    """Close one more, and have whoever told us ask to have it looked at again."""
    case = close_one(IN_A_YEAR[0], head, today - timedelta(days=5))
    cases.ask_for_review(
        case=case, by=None, words="There were two comments, and only one has been taken down."
    )


def service(name: str) -> Service | None:
    return Service.objects.filter(name=name).first()


def answer_for_staff(case: Case, head: Person) -> None:
    """Take one about staff past the four questions: a low-level concern, to be written down."""
    case = cases.triage_case(
        case=case,
        by=head,
        kind=case.kind,
        subject_kind=case.subject_kind,
        outside_school=False,
    )
    cases.answer_harm_questions(
        case=case,
        by=head,
        harmed="no",
        offence="no",
        risk="no",
        unsuitable="no",
        why="The video shows a class song, and no child by name. It is about the app only.",
    )


def follow_procedure(today: date, head: Person) -> None:
    """Take one of bullying online half way along the steps of the anti-bullying policy."""
    details = ReportDetails(
        what_happened="Three children made a group chat to laugh at a fourth, who is in my class.",
        kind=Kind.CYBERBULLYING,
        subject_kind=SubjectKind.PUPIL,
        outside_school=True,
        service="WhatsApp",
    )
    case = cases.receive_report(details=details, reporter=None).case
    case = cases.triage_case(
        case=case, by=head, kind=case.kind, subject_kind=case.subject_kind, outside_school=True
    )
    case = cases.judge_remit(
        case=case,
        by=head,
        grounds=["orderly_running", "threat"],
        why="The child does not want to come in, and the others talk of it in class.",
    )
    case = cases.start_investigation(case=case, by=head, words="See the family first.")
    cases.note_motive(case=case, by=head, motives=["disability"])
    steps = [c for c in procedure_clauses(case) if describes_procedure(c.section.heading)]
    cases.take_procedure(case=case, by=head, clauses=steps)
    cases.settle_steps(
        case=case,
        by=head,
        steps=case.procedure_steps.all()[:2],
        was_done=True,
        done_on=today,
        done_by="The class teacher",
    )
    cases.record_contact(
        case=case,
        by=head,
        body="police",
        was_made=False,
        reason="The children are six. Their families work with us.",
    )


def refer_one(today: date, head: Person) -> None:
    """Put one case before three governors, as far as it would have come in a week."""
    details = ReportDetails(
        what_happened="A page in the school's name says untrue things about the staff.",
        kind=Kind.COMMENT,
        subject_kind=SubjectKind.UNKNOWN,
        happened_on=today - timedelta(days=8),
        outside_school=True,
        service="Facebook",
    )
    case = cases.receive_report(details=details, reporter=None).case
    case = cases.triage_case(
        case=case, by=head, kind=case.kind, subject_kind=case.subject_kind, outside_school=True
    )
    case = cases.judge_remit(
        case=case,
        by=head,
        grounds=["reputation"],
        why="The page uses the school's name and crest, and families read it.",
    )
    asked = [person(name) for name in ("grace.adeyemi", "peter.holloway", "nadia.rahman")]
    referral = governors.draft_referral(
        case=case,
        governors=asked,
        summary="A public page in the school's name makes untrue statements about staff.",
        question="Should the governors seek legal advice about having the page taken down?",
        options="Seek legal advice\nAsk the platform once more\nLeave it",
        shares=Shares(report=True),
        by=head,
    )
    governors.share_referral(referral=referral, by=head)
    advice = governors.seek_advice(
        referral=referral,
        by=asked[0],
        deciders=asked,
        decided_on=today,
        why="The page names staff, and the platform has not answered us.",
        from_whom="The local authority's legal services",
    )
    governors.add_to_advice(
        advice=advice,
        by=asked[0],
        words="Write to the platform with the pages marked, and keep dated copies of them.",
        received_on=today,
    )
