"""The register of services of the demonstration: approved, near its review, refused, waiting."""

from datetime import date, timedelta

from approvals import actions
from approvals.models import Approval
from school.models import Person
from stmarys_portal.demo.cast import DOMAIN, HEADTEACHER


def create_register(today: date) -> None:
    head = Person.objects.get(email=f"{HEADTEACHER.mailbox}@{DOMAIN}")
    wall = asked(
        "SchoolWall", "The school’s own posts about events", "The office", "Pictures of events", 13
    )
    actions.approve_service(
        approval=wall,
        review_on=today + timedelta(days=300),
        conditions="No names beside pictures. Pictures only with the Headteacher’s consent.",
        for_families="News and pictures of school events, posted by the school itself.",
        by=head,
    )
    reading = asked("ReadRaccoon", "Reading practice in class", "All classes", "First names", 4)
    actions.approve_service(
        approval=reading,
        review_on=today + timedelta(days=25),
        conditions="First names only.",
        pupils_may_use=True,
        for_families="Children practise reading with a grown-up beside them.",
        by=head,
    )
    chat = asked(
        "WhatsApp", "A group with the parents of the class", "Robins", "Numbers, names", 13
    )
    actions.refuse_service(
        approval=chat,
        reason="Everybody in it would see everybody’s number. Please use the newsletter.",
        by=head,
    )
    asked("QuizQuokka", "Quizzes at the end of a lesson", "Owls", "Nothing", 0)


def asked(name: str, purpose: str, used_by: str, data: str, age: int) -> Approval:
    teacher = Person.objects.get(email=f"hannah.lowe@{DOMAIN}")
    return actions.ask_for_service(
        wanted=actions.Wanted(
            name=name,
            purpose=purpose,
            used_by=used_by,
            data=data,
            dpia_reference="None needed" if data == "Nothing" else "DPIA register, 2026",
            owner=teacher,
            minimum_age=age,
        ),
        by=teacher,
    )
