"""A desk in the middle of a week, for the demonstration: one case with all that can be on one.

Pictures and papers, notes of each kind, a conversation, cases told twice, one that has waited too
long, and saved wording to reply with.
"""

from datetime import date, timedelta

from incidents import actions as cases
from incidents.actions import ReportDetails
from incidents.models import Case, Kind, SubjectKind, Visibility
from school.models import Person, Service
from stmarys_portal.demo.cast import DOMAIN
from stmarys_portal.demo.drawings import brought, chat, letter

WORDING = (
    (
        "We have read it",
        "Thank you for telling us. We have read what you wrote and are looking into it. You need "
        "not do anything more for now.",
    ),
    (
        "A question about when",
        "Thank you for telling us. Could you say on which day it was, as well as you remember?",
    ),
    (
        "Asking for it to be taken down",
        "We have asked for it to be taken down, and will look again in a few days.",
    ),
)
SCREENSHOT = (
    "Did you see what she did at pick-up?",
    "Typical. Somebody should say it to her face.",
    "I will put it on the class page tonight.",
)
LETTER = (
    "To St Mary's, by hand",
    "",
    "Other parents have shown me what is written about me",
    "in the chat of our year. I did not write back.",
    "",
    "I would like it to stop, and nobody to be in trouble.",
)


def create_desk(today: date, head: Person) -> None:
    save_wording(head)
    busy = a_case_with_everything(today, head)
    told_twice(busy, today, head)


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{DOMAIN}")


def save_wording(head: Person) -> None:
    for title, words in WORDING:
        cases.save_wording(by=head, title=title, words=words)


def a_case_with_everything(today: date, head: Person) -> Case:
    """Take a case that a parent told us of as far as a conversation, with pictures and papers."""
    case = told(
        "Unkind things are written about a mother in the chat of our year, and she has seen them.",
        today - timedelta(days=3),
        reporter=person("sophie.bell"),
    )
    case = cases.triage_case(
        case=case, by=head, kind=case.kind, subject_kind=case.subject_kind, outside_school=True
    )
    case = cases.judge_remit(
        case=case,
        by=head,
        grounds=["orderly_running"],
        why="Parents have begun to avoid each other at the gate, and children repeat it.",
    )
    case = cases.start_investigation(case=case, by=head, words="Ask to see the messages.")
    cases.take_on(case=case, by=head)
    cases.add_evidence(
        case=case,
        by=head,
        uploads=[brought("Screenshot 14.png", chat("Owls parents", SCREENSHOT))],
        caption="Three messages, as they were sent to us",
        happened_on=today - timedelta(days=3),
    )
    cases.add_evidence(
        case=case,
        by=head,
        uploads=[brought("letter.pdf", letter(LETTER))],
        caption="What the mother wrote to us by hand",
    )
    cases.write_to_reporter(case=case, by=head, words=WORDING[0][1])
    cases.reply_as_reporter(
        case=case, by=person("sophie.bell"), words="Thank you. It has been quieter since Monday."
    )
    cases.add_note(case=case, by=head, words="Both families come in on Thursday, one by one.")
    cases.add_note(
        case=case,
        by=head,
        words="For myself: begin with how the children are.",
        visibility=Visibility.OWN,
    )
    return case


def told_twice(busy: Case, today: date, head: Person) -> None:
    """Have the same thing told by somebody else too, and something like it: both are linked."""
    again = told("Our year's chat has become a place to run a parent down.", today)
    alike = told("Somebody shared a picture of a parent's car with a nasty line.", today)
    for case, is_repeat, why in (
        (again, True, "The same chat and the same days."),
        (alike, False, "The same group of parents, a week later."),
    ):
        cases.link_cases(case=case, by=head, reference=busy.reference, is_repeat=is_repeat, why=why)


def told(what: str, day: date, *, reporter: Person | None = None) -> Case:
    chat_app = Service.objects.filter(name="WhatsApp").first()
    details = ReportDetails(
        what_happened=what,
        kind=Kind.COMMENT,
        subject_kind=SubjectKind.PARENT_FAMILY,
        happened_on=day,
        outside_school=True,
        service="WhatsApp",
        known_service=chat_app,
    )
    return cases.receive_report(details=details, reporter=reporter).case
