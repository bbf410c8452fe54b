"""Filling an empty portal with the demonstration school, through the same doors as real work.

People come from a CSV file, policies from documents, sign-offs and cases from the actions that the
pages use; only what must lie in the past is dated back afterwards. Everybody is invented.
"""

from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from acknowledgements import actions as sign_off
from acknowledgements.models import Capacity, Request
from acknowledgements.points import points_to_confirm
from consents import actions as pictures
from consents.models import Purpose
from consents.queries import children_of
from governance.history.counting import count_terms
from notifications.models import Message
from policies import actions as policies
from policies.awaiting import reading_of
from policies.importing import read_document
from policies.models import Version
from school import actions as people
from school.models import Person, Role, School, SchoolClass
from stmarys_portal.demo.calendar import create_calendar, school_year_of
from stmarys_portal.demo.cases import create_cases
from stmarys_portal.demo.cast import DOMAIN, HEADTEACHER
from stmarys_portal.demo.desk import create_desk
from stmarys_portal.demo.governors import publish_first_report, send_to_governors
from stmarys_portal.demo.photos import create_event_photos
from stmarys_portal.demo.register import create_register
from stmarys_portal.demo.shared import create_shared_pictures

FOLDER = Path(__file__).parent
SUMMARIES = {
    "social-media": (
        "How all of us at St Mary's use social media: kindly, and with care for one another.\n"
        "What we ask of staff, governors, volunteers and families, and what children may use.\n"
        "How to tell us when something is not right, and what we do about it."
    ),
    "anti-bullying": (
        "What bullying is, and how we help our children to be kind.\n"
        "Whom to tell, in school or at home.\n"
        "The steps we take when somebody is bullied, online too."
    ),
}
FOR_PUPILS = {
    "social-media": (
        "We are kind to each other, online too.\n"
        "We ask a grown-up before we go online.\n"
        "We do not tell anybody online where we live or which school we go to.\n"
        "We do not put pictures of our friends online.\n"
        "If something makes us sad or scared, we stop and tell a grown-up. We are never in "
        "trouble for telling."
    ),
    "anti-bullying": (
        "We use kind words and kind hands.\n"
        "If somebody is unkind to us, we say: stop, I do not like that.\n"
        "We tell a grown-up, and the grown-up helps.\n"
        "If we see that a friend is sad, we tell a grown-up too."
    ),
}
SIGNED_ALREADY = ("hannah.lowe", "bethan.rees", "safeguarding", "peter.holloway", "kwame.boateng")


@transaction.atomic
def build_demonstration() -> None:
    """Create the whole demonstration school, or nothing of it."""
    today = timezone.localdate()
    create_school()
    create_calendar(today)
    head = people.add_person(
        full_name=HEADTEACHER.name,
        email=HEADTEACHER.address,
        role=Role.HEADTEACHER,
        starts_on=date(school_year_of(today) - 3, 9, 1),
        by=None,
    )
    import_people(head)
    publish_policies(today)
    sign_some()
    join_some(today)
    answer_about_pictures()
    create_shared_pictures()
    create_register(today)
    create_event_photos(today)
    create_cases(today)
    create_desk(today, head)
    count_terms()
    send_to_governors(by=person("deputy"))
    publish_first_report(by=person("clerk"))
    forget_past_messages()


def create_school() -> None:
    School.objects.create(
        pk=1,
        office_phone="01632 960 001",
        office_email=f"office@{DOMAIN}",
        website="https://www.stmarys.example",
        safeguarding_phone="01632 960 002",
        lado_contact="01632 960 003, the county's designated officer",
    )


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{DOMAIN}")


def import_people(head: Person) -> None:
    file = FOLDER / "people.csv"
    upload = people.preview_people(content=file.read_bytes(), file_name=file.name, by=head)
    people.apply_people_import(upload=upload, by=head)


def publish_policies(today: date) -> None:
    """Take two documents from file to force: the deputy drafts, the governors approve."""
    for name in ("social-media.md", "anti-bullying.md"):
        publish(FOLDER / "policies" / name, today)


def publish(file: Path, today: date) -> Version:
    original = file.read_bytes()
    version = policies.draft_from_import(
        imported=read_document(original, name=file.name),
        original=original,
        original_name=file.name,
        slug=file.stem,
        by=person("deputy"),
    )
    version = policies.describe_draft(
        version=version,
        by=person("deputy"),
        summary=SUMMARIES[file.stem],
        audiences=version.audiences,
        sign_off_text=version.sign_off_text,
        approver_level=version.policy.approver_level,
        pupil_text=FOR_PUPILS[file.stem],
    )
    version = policies.submit_for_review(version=version, by=person("deputy"))
    policies.approve_version(
        version=version,
        by=person("clerk"),
        approved_on=today - timedelta(days=6),
        next_review_on=today + timedelta(days=359),
        minute="FGB 11/7",
        reading=reading_of(version),
    )
    policies.answer_expected(key=file.stem, policy=version.policy, why_none="", by=person("deputy"))
    return policies.publish_version(
        version=version,
        by=person(HEADTEACHER.mailbox),
        must_be_signed=True,
        why="This is the first version kept in the portal: everybody is asked to read it once.",
    )


def sign_some() -> None:
    """Let a few people have signed, so that the board shows both sides."""
    addresses = [f"{mailbox}@{DOMAIN}" for mailbox in SIGNED_ALREADY]
    waiting = Request.objects.outstanding().filter(person__email__in=addresses)
    for request in waiting.exclude(capacity=Capacity.PARENT).select_related(
        "person", "round__version"
    ):
        read_and_sign(request)


def read_and_sign(request: Request) -> None:
    """Do what signing takes: reach the end, confirm the points for staff, type a name."""
    person = request.person
    sign_off.reach_end(request=request, by=person)
    ticked = sign_off.Typed(ticked=points_to_confirm(request.round.version, request.capacity))
    sign_off.keep_reading(request=request, typed=ticked, by=person)
    sign_off.sign(request=request, typed_name=person.full_name, by=person)


def join_some(today: date) -> None:
    """Let one child have joined this week, and two brothers be about to."""
    office = person("office")
    robins = SchoolClass.objects.get(name="Robins")
    joining = (
        ("Freya Lind", today - timedelta(days=3), "Astrid Lind", "Jonas Lind"),
        ("Theo Marlow", today + timedelta(days=12), "Claire Marlow", "Rob Marlow"),
        ("Max Marlow", today + timedelta(days=12), "Claire Marlow", "Rob Marlow"),
    )
    for child, day, *parents in joining:
        written_down = [
            people.NewParent(full_name=name, email=f"{name.lower().replace(' ', '.')}@{DOMAIN}")
            for name in parents
        ]
        people.add_child(
            full_name=child,
            school_class=robins,
            admitted_on=day,
            parents=written_down,
            by=office,
        )


def answer_about_pictures() -> None:
    """Let some parents have answered: alike, in part, and against each other; one yes is gone."""
    every = [purpose.value for purpose in Purpose]
    answers = (
        ("imran.rahman", {"social_media": False, "press": False}),
        ("nadia.rahman", dict.fromkeys(every, True)),
        ("ana.costa", dict.fromkeys(every, True) | {"press": False}),
        ("liwei.chen", dict.fromkeys(every, False)),
        ("jack.turnbull", dict.fromkeys(every, True)),
        ("kelly.marsh", {"website": False}),
        ("marcus.bell", {"display": True}),
    )
    for mailbox, said in answers:
        parent = person(mailbox)
        pictures.answer_for_children(
            answers={
                (child.pk, purpose): is_yes
                for child in children_of(parent)
                for purpose, is_yes in said.items()
            },
            by=parent,
        )
    grandmother = Person.objects.get(full_name="Margaret Oduya")
    pictures.write_down(
        child=grandmother.children.get(),
        person=grandmother,
        answers={"display": True, "press": False},
        method="phone",
        given_on=timezone.localdate(),
        evidence="Rang the office; Joan Whitlock took the call",
        by=person("office"),
    )


def forget_past_messages() -> None:
    """Drop what the past would have sent, of its cases and of its people: it was sent then."""
    sent = ["case_waiting", "post_changed", "service_to_decide", "service_decided"]
    sent += ["photos_to_decide", "photos_decided"]
    Message.objects.filter(template__in=sent).delete()
