"""A4: each parent is asked on the day the child joins, in one letter, and not before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acknowledgements.actions import bring_up_to_date, open_round
from consents import actions
from consents.models import Asking, Purpose
from notifications.delivery import render
from notifications.models import Message
from school.actions import NewParent, add_child, change_child, change_parent
from school.links import hash_of
from school.models import PersonalLink, Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def join(office, today):
    """Return a way to add a child as the office does: `join("Ada Lee", parents)`."""

    def join(name, *parents, on=today):
        people = [NewParent(full_name=n, email=e) for n, e in parents]
        return add_child(
            full_name=name, school_class=None, admitted_on=on, parents=people, by=office
        )

    return join


ANNA, BEN = ("Anna Lee", "anna@example.test"), ("Ben Lee", "ben@example.test")
LATER = timedelta(hours=2)


def invite():
    """Write as the portal does a while after somebody was asked."""
    actions.bring_asking_up_to_date()
    return actions.invite(now=timezone.now() + LATER)


def letters(address):
    return list(Message.objects.filter(address=address).order_by("pk"))


def test_before_the_child_joins_nobody_is_asked_and_nothing_is_sent(join, today):
    join("Ada Lee", ANNA, BEN, on=today + timedelta(days=1))

    assert invite() == 0
    assert not Asking.objects.exists()
    assert not PersonalLink.objects.exists()
    assert not Message.objects.exists()


def test_on_the_day_each_parent_gets_a_link_of_their_own(join, client):
    join("Ada Lee", ANNA, BEN)

    assert invite() == 2

    paths = [letters(address)[0].context["path"] for _, address in (ANNA, BEN)]
    assert len(set(paths)) == 2
    for path, (name, _) in zip(paths, (ANNA, BEN), strict=True):
        assert f"Hello {name.split()[0]}" in client.get(path, follow=True).text


def test_the_day_comes_by_itself(join, today):
    child = join("Ada Lee", ANNA, on=today + timedelta(days=1))
    child.admitted_on = today  # the night passes
    child.save()

    assert invite() == 1
    assert invite() == 0


def test_nothing_is_sent_in_the_minutes_in_which_sign_off_may_write(join):
    join("Ada Lee", ANNA)

    assert actions.invite() == 0
    assert invite() == 1


def test_brothers_and_sisters_are_one_letter(join):
    join("Ada Lee", ANNA)
    join("Bo Lee", ANNA)

    assert invite() == 1
    assert len(letters("anna@example.test")) == 1


def test_whoever_sign_off_wrote_to_needs_no_second_letter(join, headteacher):
    open_round(version=factories.published(), by=headteacher)

    join("Ada Lee", ANNA)
    invite()

    assert [letter.template for letter in letters("anna@example.test")] == ["personal_link"]


def test_a_sister_who_joins_a_year_later_is_asked_about_in_a_new_letter(join):
    join("Ada Lee", ANNA)
    invite()
    Message.objects.update(created_at=timezone.now() - timedelta(days=300))

    join("Bo Lee", ANNA)

    assert invite() == 1
    assert PersonalLink.objects.filter(revoked_at=None).count() == 1  # the newest


def test_whoever_works_here_is_asked_at_their_own_page(join):
    teacher = factories.RoleAssignmentFactory(
        role=Role.STAFF, person__full_name="Anna Lee", person__email="anna@example.test"
    ).person
    join("Ada Lee", ANNA)

    assert invite() == 1
    (letter,) = letters(teacher.email)
    assert (letter.template, letter.context["path"]) == ("pictures_waiting", "/pictures/")
    assert not PersonalLink.objects.exists()


def test_without_an_address_nothing_is_sent_and_nobody_is_stuck(join):
    join("Ada Lee", ("Anna Lee", ""))

    assert invite() == 0
    assert not Asking.objects.to_invite().exists()


@pytest.mark.parametrize("field", ["is_restricted", "has_responsibility"])
def test_a_parent_who_may_not_be_asked_is_sent_nothing(field, office, today):
    parent = NewParent("Anna Lee", "anna@example.test", **{field: field == "is_restricted"})
    add_child(
        full_name="Ada Lee", school_class=None, admitted_on=today, parents=[parent], by=office
    )

    assert invite() == 0
    assert not Message.objects.exists()
    assert not PersonalLink.objects.exists()


def test_whoever_has_answered_everything_needs_no_letter(join, says_all):
    child = join("Ada Lee", ANNA)
    says_all(child.parents.get(), child)

    assert invite() == 0


def test_a_child_who_leaves_ends_the_asking_and_the_link(join, today, office, client):
    child = join("Ada Lee", ANNA, on=today - timedelta(days=30))
    invite()
    path = letters("anna@example.test")[0].context["path"]

    change_child(
        child=child,
        school_class=None,
        admitted_on=child.admitted_on,
        left_on=today - timedelta(days=1),
        by=office,
    )

    assert not Asking.objects.exists()
    assert PersonalLink.objects.get().revoked_at is not None
    assert client.get(path, follow=True).status_code == 410


def test_a_restriction_set_by_mistake_and_lifted_brings_a_new_link(join, office, client):
    child = join("Ada Lee", ANNA)
    invite()
    Message.objects.update(created_at=timezone.now() - timedelta(days=3))
    tie = child.parenthoods.get()
    for is_restricted in (True, False):
        change_parent(
            tie=tie,
            relationship="",
            has_responsibility=True,
            is_restricted=is_restricted,
            by=office,
        )

    assert invite() == 1
    newest = letters("anna@example.test")[-1].context["path"]
    assert client.get(newest, follow=True).status_code == 200


@pytest.mark.rule("S1")
def test_the_letter_names_no_child_and_no_parent(join):
    join("Ada Lee", ANNA, BEN)
    invite()

    for address, other in (("anna@example.test", "Ben"), ("ben@example.test", "Anna")):
        mail = render(letters(address)[0])
        text = f"{mail.subject} {mail.body}"
        assert "Ada" not in text
        assert other not in text


def test_only_the_hash_of_each_secret_is_kept(join):
    join("Ada Lee", ANNA)
    invite()

    token = letters("anna@example.test")[0].context["path"].rstrip("/").rsplit("/", 1)[1]
    assert PersonalLink.objects.get().token_hash == hash_of(token)


def test_asking_a_whole_intake_costs_no_more_statements_than_asking_three(today, office):
    def cost(families):
        for child in factories.ChildFactory.create_batch(families, admitted_on=today):
            factories.ParenthoodFactory.create_batch(2, child=child)
        with CaptureQueriesContext(connection) as queries:
            sent = invite()
        assert sent == families * 2
        return len(queries)

    assert cost(3) == cost(30)


def test_both_rooms_ask_the_same_parents(join, headteacher, today):
    """What sign-off asks and what is asked about pictures never drift apart."""
    opened = open_round(version=factories.published(), by=headteacher)
    join("Ada Lee", ANNA, BEN)
    join("Bo Lee", ANNA, on=today + timedelta(days=3))
    bring_up_to_date()
    actions.bring_asking_up_to_date()

    asked = set(opened.requests.exclude(child=None).values_list("child_id", "person_id"))
    assert asked == set(Asking.objects.values_list("child_id", "person_id"))
    assert len(Purpose) * len(asked) == 10
