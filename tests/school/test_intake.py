"""The September intake as a list: two parents a child, siblings, some without e-mail."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consents import actions as pictures
from notifications.models import Message
from school import actions
from school.models import Child, Parenthood, Person, PersonalLink
from school.people_import import COLUMNS
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]

FAMILIES = 45


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def first_day(today):
    return today + timedelta(days=20)


def line(name, email, child, joins_on, *, class_name="Robins", restricted="", responsible=""):
    return f"{name},{email},parent,,,{child},{class_name},{joins_on},,{responsible},{restricted}"


@pytest.fixture
def intake(first_day):
    """A file of 45 families: each two parents; every fifth has twins; some have no e-mail."""
    lines = [",".join(COLUMNS)]
    for number in range(FAMILIES):
        children = ["Ada", "Bo"] if number % 5 == 0 else ["Ada"]
        for child in children:
            for parent in ("Anna", "Ben"):
                has_email = not (parent == "Ben" and number % 9 == 0)
                email = f"{parent}{number}@families.example" if has_email else ""
                name = f"{parent} Family{number}"
                lines.append(line(name, email, f"{child} Family{number}", first_day))
    return "\n".join(lines).encode()


def test_a_whole_intake_goes_in_and_nothing_is_sent_before_the_day(intake, office, first_day):
    upload = actions.preview_people(content=intake, file_name="intake.csv", by=office)

    actions.apply_people_import(upload=upload, by=office)
    pictures.invite(now=timezone.now() + timedelta(hours=2))

    assert Child.objects.filter(admitted_on=first_day).count() == FAMILIES + 9
    assert Person.objects.filter(full_name__contains="Family").count() == 2 * FAMILIES
    assert Parenthood.objects.count() == 2 * (FAMILIES + 9)
    assert not Message.objects.filter(recipient__full_name__contains="Family").exists()
    assert not PersonalLink.objects.exists()


def test_on_the_day_each_parent_with_an_address_gets_one_link(intake, office, today):
    upload = actions.preview_people(content=intake, file_name="intake.csv", by=office)
    actions.apply_people_import(upload=upload, by=office)
    Child.objects.update(admitted_on=today)  # the day has come

    pictures.bring_asking_up_to_date()
    pictures.invite(now=timezone.now() + timedelta(hours=2))

    sent = Message.objects.filter(template="personal_link")
    assert sent.count() == 2 * FAMILIES - 5
    assert sent.values("recipient").distinct().count() == sent.count()


def test_the_preview_says_how_many_links_will_be_sent_and_when(intake, office, sign_in, first_day):
    upload = actions.preview_people(content=intake, file_name="intake.csv", by=office)

    page = sign_in(office).get(f"/school/people/import/{upload.pk}/").text

    assert "Links to parents" in page
    assert f"{2 * FAMILIES - 5} links by e-mail" in page
    assert "5 parents without an e-mail address: print theirs" in page
    assert f"On {first_day:%A} {first_day.day}" in page
    assert "Once the list is in" not in page


def links(*lines):
    plan = actions.plan_of("\n".join([",".join(COLUMNS), *lines]), by=None)
    assert not plan.faults
    return plan.links(date(2026, 9, 1))


def test_children_who_are_here_already_bring_links_at_once_and_others_on_their_day():
    found = links(
        line("Anna Lee", "anna@x.example", "Ada Lee", "2026-06-01"),
        line("Anna Lee", "anna@x.example", "Bo Lee", "2026-09-07"),
        line("Ben Lee", "", "Bo Lee", "2026-09-07"),
        line("Cara Day", "cara@x.example", "Di Day", "2027-01-04"),
    )

    assert (found.now.by_email, found.now.without_email) == (1, 0)
    assert [(one.day, one.by_email, one.without_email) for one in found.later] == [
        (date(2026, 9, 7), 1, 1),
        (date(2027, 1, 4), 1, 0),
    ]


def test_those_who_may_not_be_asked_are_not_counted():
    found = links(
        line("Anna Lee", "anna@x.example", "Ada Lee", "2026-09-07", restricted="yes"),
        line("Ben Lee", "ben@x.example", "Ada Lee", "2026-09-07", responsible="no"),
    )

    assert not found


def test_a_list_without_parents_speaks_of_no_links(office, sign_in):
    upload = actions.preview_people(
        content=b"full_name,email,role\nTom New,tom@x.example,staff\n",
        file_name="staff.csv",
        by=office,
    )

    assert "Links to parents" not in sign_in(office).get(f"/school/people/import/{upload.pk}/").text


def test_parents_who_are_known_already_are_not_counted_twice(today):
    tie = factories.ParenthoodFactory(child__full_name="Ada Lee", person__email="anna@x.example")
    joined = tie.child.admitted_on

    found = links(line(tie.person.full_name, "anna@x.example", "Ada Lee", joined))

    assert not found
