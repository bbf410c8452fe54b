"""The office's page about children who join: each parent, and how far they have come (A4)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents import actions as pictures
from consents.models import Purpose
from notifications.models import Message
from school.actions import change_person
from school.links import new_link
from school.models import PersonalLink, Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]

SOON, LATELY = "/joining/", "/joining/?show=lately"


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def joined(today):
    """Return a way to add somebody to the page: `joined(days, **tie)` joins that many days on."""

    def joined(days=-1, **tie):
        child = factories.ChildFactory(admitted_on=today + timedelta(days=days))
        return factories.ParenthoodFactory(child=child, **tie)

    return joined


@pytest.fixture
def look(office, sign_in):
    """Return a way to read the page as the office does."""

    def look(page=LATELY):
        return sign_in(office).get(page).text

    return look


def word_for(page, tie):
    """Return the state shown beside one parent."""
    name = re.escape(tie.person.full_name)
    return re.search(rf"<strong>{name}</strong> <span class=\"tag[^>]*>(.*?)</span>", page)[1]


def test_those_who_join_soon_are_not_asked_yet_and_the_page_says_when(joined, look, today):
    tie = joined(5)

    page = look(SOON)

    assert tie.child.full_name in page
    assert word_for(page, tie).startswith("Gets the link on")
    assert "Send the link now" not in page
    assert "Print a link<" not in page
    assert tie.child.full_name not in look(LATELY)


@pytest.mark.parametrize(
    ("tie", "word"),
    [
        ({"is_restricted": True}, "Court restriction: not asked"),
        ({"has_responsibility": False}, "No parental responsibility: not asked"),
        ({"person__is_active": False}, "Not asked"),
        ({"person__email": None}, "No e-mail"),
        ({}, "Link goes out within the hour"),
    ],
)
def test_each_parent_has_a_word_that_says_where_they_stand(tie, word, joined, look):
    tie = joined(**tie)

    assert word_for(look(), tie) == word


def test_somebody_who_works_here_signs_in(joined, look):
    tie = joined()
    factories.RoleAssignmentFactory(person=tie.person, role=Role.STAFF)

    assert word_for(look(), tie) == "Works here and signs in"


def test_a_link_goes_from_sent_to_opened_to_done(joined, look, client, today):
    tie = joined()
    link, path = new_link(tie.person)
    link.save()
    sent = look()
    client.get(path, follow=True)
    opened = look()
    pictures.answer_for_children(
        answers={(tie.child.pk, purpose.value): False for purpose in Purpose}, by=tie.person
    )

    assert word_for(sent, tie) == "Not opened yet"
    assert "Sent on" in sent
    assert word_for(opened, tie) == "Opened"
    assert "opened on" in opened
    assert "0 of 1 thing done" in opened
    assert word_for(look(), tie) == "All done"


@pytest.mark.parametrize(
    ("field", "word"), [("expires_at", "Link has run out"), ("revoked_at", "Link ended")]
)
def test_a_link_that_has_ended_says_so(field, word, joined, look):
    tie = joined()
    link, _ = new_link(tie.person)
    setattr(link, field, timezone.now())
    link.save()

    assert word_for(look(), tie) == word


def test_the_office_sends_a_link_again_and_stays_where_it_was(joined, office, sign_in):
    tie = joined()
    older, _ = new_link(tie.person)
    older.save()

    answer = sign_in(office).post(f"/joining/{tie.person_id}/send/?show=lately&page=1", follow=True)

    assert f"A new link is on its way to {tie.person.full_name}" in answer.text
    assert answer.request["QUERY_STRING"] == "show=lately&page=1"
    older.refresh_from_db()
    assert older.revoked_at is not None
    assert Message.objects.get().address == tie.person.email


@pytest.mark.parametrize(
    ("tie", "words"),
    [
        ({"person__email": None}, "Print a link to hand over"),
        ({"is_restricted": True}, "for a parent with a child at the school"),
    ],
)
def test_where_no_link_can_be_sent_it_says_why(tie, words, joined, office, sign_in):
    tie = joined(**tie)

    answer = sign_in(office).post(f"/joining/{tie.person_id}/send/", follow=True)

    assert words in answer.text
    assert not Message.objects.exists()


def test_a_wrong_address_is_corrected_and_the_link_sent_again_at_once(joined, office, client):
    tie = joined()
    older, wrong = new_link(tie.person)
    older.save()

    change_person(
        person=tie.person, full_name=tie.person.full_name, email="right@example.test", by=office
    )

    assert client.get(wrong, follow=True).status_code == 410
    letter = Message.objects.get(recipient=tie.person)
    assert (letter.template, letter.address) == ("personal_link", "right@example.test")
    assert client.get(letter.context["path"], follow=True).status_code == 200


def test_an_address_added_for_somebody_who_had_none_brings_their_link(joined, office):
    tie = joined(person__email=None)

    change_person(person=tie.person, full_name="Anna Lee", email="anna@example.test", by=office)

    assert Message.objects.get(recipient=tie.person).address == "anna@example.test"


def test_where_nothing_waits_a_corrected_address_brings_no_letter(joined, office):
    tie = joined()
    pictures.answer_for_children(
        answers={(tie.child.pk, purpose.value): False for purpose in Purpose}, by=tie.person
    )
    link, _ = new_link(tie.person)
    link.save()

    change_person(
        person=tie.person, full_name=tie.person.full_name, email="right@example.test", by=office
    )

    assert not Message.objects.exists()
    assert PersonalLink.objects.get().revoked_at is not None


def test_before_the_child_joins_a_corrected_address_brings_no_letter(joined, office):
    tie = joined(3)

    change_person(person=tie.person, full_name="Anna Lee", email="right@example.test", by=office)

    assert not Message.objects.exists()


def test_one_class_is_shown_by_itself(joined, look):
    owls = factories.SchoolClassFactory(name="Owls")
    here, there = joined(), joined()
    here.child.school_class = owls
    here.child.save()

    page = look(f"{LATELY}&school_class={owls.pk}")

    assert here.child.full_name in page
    assert there.child.full_name not in page
    assert there.child.full_name in look(f"{LATELY}&school_class=nonsense")  # every class


def test_who_has_left_again_or_joined_long_ago_is_not_there(joined, look, today):
    left, long_ago = joined(-9), joined(-200)
    left.child.left_on = today - timedelta(days=1)
    left.child.save()

    page = look()

    assert left.child.full_name not in page
    assert long_ago.child.full_name not in page
    assert "No child joined in the last twelve weeks" in page


def test_a_child_without_a_parent_is_marked(look, today):
    factories.ChildFactory(admitted_on=today)

    assert "No parent is written down yet" in look()


@pytest.mark.rule("S3")
@pytest.mark.parametrize("who", ["parent", "class_teacher", "governor", "clerk"])
def test_the_page_and_its_button_are_for_the_office(who, joined, request, sign_in):
    tie = joined()
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(SOON).status_code == 403
    assert browser.post(f"/joining/{tie.person_id}/send/").status_code == 403
    assert not Message.objects.exists()


def test_sending_to_nobody_is_not_found_and_needs_a_press(joined, office, sign_in):
    tie = joined()

    assert sign_in(office).post("/joining/99999/send/").status_code == 404
    assert sign_in(office).get(f"/joining/{tie.person_id}/send/").status_code == 405


def test_the_page_costs_the_same_with_three_children_as_with_twenty(joined, office, sign_in):
    browser = sign_in(office)

    def cost(more):
        for _ in range(more):
            tie = joined()
            factories.ParenthoodFactory(child=tie.child)
            new_link(tie.person)[0].save()
        with CaptureQueriesContext(connection) as queries:
            browser.get(LATELY)
        return len(queries)

    assert cost(3) == cost(17)


def test_a_long_list_is_turned_page_by_page(joined, look):
    for _ in range(27):
        joined()

    assert "Page 1 of 2" in look()
    assert "Page 2 of 2" in look(f"{LATELY}&page=2")
