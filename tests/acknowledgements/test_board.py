from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.board import counts
from acknowledgements.board.tally import Tally
from acknowledgements.models import Capacity
from notifications.models import Message
from school.models import Role
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9")]

BOARD = "/sign-offs/board/"


@pytest.fixture
def opened(version, cast):
    return actions.open_round(version=version, by=cast.headteacher)


@pytest.fixture
def address(opened):
    return reverse("acknowledgements:board_round", args=[opened.pk])


def signs(opened, person):
    for asked in opened.requests.filter(person=person):
        actions.sign(request=factories.has_read(asked), typed_name=person.full_name, by=person)


def test_the_board_counts_signed_and_no_reply_by_capacity(opened, cast, sign_in):
    signs(opened, cast.class_teacher)
    signs(opened, cast.teacher_parent)

    coverage = counts.coverage_of([opened])[opened.pk]

    assert coverage.by_capacity[Capacity.STAFF] == Tally(signed=2, none=4)
    assert coverage.by_capacity[Capacity.PARENT] == Tally(signed=1, none=2)
    assert coverage.all == Tally(signed=3, none=10)
    page = sign_in(cast.headteacher).get(BOARD)
    assert "2 of 6" in page.text
    assert page.context["in_all"].all == coverage.all


def test_a_closed_round_does_not_say_that_everybody_replied(opened, address, cast, sign_in):
    opened.closed_at = timezone.now()
    opened.save()

    page = sign_in(cast.headteacher).get(address).text

    assert "Everybody has replied" not in page
    assert "Nobody is asked for this version any more." in page


def test_those_who_left_without_signing_are_not_counted(opened, cast):
    cast.class_teacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    actions.bring_up_to_date()

    assert counts.coverage_of([opened])[opened.pk].by_capacity[Capacity.STAFF].asked == 5


def test_a_round_in_which_nobody_is_asked_has_empty_counts():
    empty = factories.RoundFactory()

    assert counts.coverage_of([empty])[empty.pk].all == Tally()


def test_the_round_names_exactly_who_has_not_replied_and_who_has(opened, cast, address, sign_in):
    signs(opened, cast.class_teacher)
    browser = sign_in(cast.deputy)

    waiting = browser.get(address + "?state=none")
    signed = browser.get(address + "?state=signed")

    still_asked = opened.requests.exclude(person=cast.class_teacher)
    assert {r.pk for r in waiting.context["page"]} == {r.pk for r in still_asked}
    assert {r.person for r in signed.context["page"]} == {cast.class_teacher}


def test_somebody_without_an_address_is_marked_for_the_office(version, cast, sign_in):
    factories.ParenthoodFactory(person__email=None, person__full_name="Ned Noemail")
    opened = actions.open_round(version=version, by=cast.headteacher)

    page = sign_in(cast.office).get(reverse("acknowledgements:board_round", args=[opened.pk]))

    assert "Ned Noemail" in page.text
    assert "No e-mail address" in page.text


@pytest.mark.rule("S3")
@pytest.mark.parametrize(
    "who", ["class_teacher", "governor", "chair", "clerk", "dsl", "parent", "volunteer", "outsider"]
)
def test_for_everybody_else_there_is_no_board(who, opened, address, cast, sign_in):
    browser = sign_in(getattr(cast, who))

    answers = [
        browser.get(BOARD),
        browser.get(address),
        browser.post(reverse("acknowledgements:chase", args=[opened.pk])),
        browser.post(reverse("acknowledgements:send_link", args=[opened.pk, cast.parent.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_deputy_whose_role_ended_yesterday_sees_no_board(opened, cast, sign_in):
    cast.deputy.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert sign_in(cast.deputy).get(BOARD).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(address):
    assert Client().get(BOARD).status_code == 302
    assert Client().get(address).status_code == 302


def test_an_unknown_round_or_person_is_not_found(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    assert browser.get(reverse("acknowledgements:board_round", args=[0])).status_code == 404
    assert browser.post(reverse("acknowledgements:chase", args=[0])).status_code == 404
    for who in (0, cast.outsider.pk):
        address = reverse("acknowledgements:send_link", args=[opened.pk, who])
        assert browser.post(address).status_code == 404


def test_what_changes_things_is_post_only(opened, cast, sign_in):
    browser = sign_in(cast.headteacher)

    address = reverse("acknowledgements:send_link", args=[opened.pk, cast.parent.pk])
    assert browser.get(address).status_code == 405


def test_one_press_reminds_on_a_school_day_and_says_why_on_another(opened, address, cast, sign_in):
    browser = sign_in(cast.headteacher)

    pressed = browser.post(reverse("acknowledgements:chase", args=[opened.pk]), follow=True)

    if school_calendar().is_school_day(timezone.localdate()):
        assert "A reminder is on its way to" in pressed.text
        assert "reminded today already" in pressed.text
        assert Message.objects.filter(template="reminder").exists()
    else:
        assert "school days only" in pressed.text
        assert not Message.objects.filter(template="reminder").exists()


def test_a_second_press_says_that_it_was_done(opened, address, cast, sign_in):
    opened.chased_on = timezone.localdate()
    opened.save()

    page = sign_in(cast.headteacher).post(
        reverse("acknowledgements:chase", args=[opened.pk]), follow=True
    )

    assert "Everybody was reminded today already" in page.text
    assert not Message.objects.filter(template="reminder").exists()


def test_the_office_sends_one_parent_a_new_link(opened, cast, sign_in, written_to):
    page = sign_in(cast.office).post(
        reverse("acknowledgements:send_link", args=[opened.pk, cast.parent.pk]), follow=True
    )

    assert "A new link is on its way to Pat Parker" in page.text
    assert written_to(cast.parent) == ["personal_link", "personal_link"]


def test_a_link_that_cannot_be_sent_says_why(opened, cast, sign_in):
    no_address = factories.ParenthoodFactory(person__email=None).person
    actions.bring_up_to_date()
    cast.parent.parenthoods.update(is_restricted=True)
    browser = sign_in(cast.office)

    def sent_to(person):
        address = reverse("acknowledgements:send_link", args=[opened.pk, person.pk])
        return browser.post(address, follow=True).text

    assert "no e-mail address" in sent_to(no_address)
    assert "from the day the child joins" in sent_to(cast.parent)


def test_an_empty_board_says_what_will_appear(cast, sign_in):
    page = sign_in(cast.headteacher).get(BOARD)

    assert "Nobody has been asked to sign anything yet" in page.text


def test_the_list_of_names_is_in_pages(version, head, sign_in):
    for _ in range(30):
        factories.RoleAssignmentFactory(role=Role.STAFF)
    opened = actions.open_round(version=version, by=head)
    address = reverse("acknowledgements:board_round", args=[opened.pk])

    first = sign_in(head).get(address)
    second = sign_in(head).get(address + "?page=2")

    assert len(first.context["page"]) == 25
    assert len(second.context["page"]) == 6


def test_the_names_cost_the_same_with_3_as_with_60(head, sign_in):
    browser = sign_in(head)

    def cost(people):
        for _ in range(people // 3):
            factories.ParenthoodFactory()
            factories.RoleAssignmentFactory(role=Role.STAFF)
            factories.RoleAssignmentFactory(role=Role.GOVERNOR)
        opened = actions.open_round(version=factories.published(), by=head)
        address = reverse("acknowledgements:board_round", args=[opened.pk])
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        return len(captured)

    cost(3)
    assert cost(3) == cost(60)


def test_the_board_costs_the_same_with_3_rounds_as_with_33(cast, sign_in):
    browser = sign_in(cast.headteacher)

    def cost(rounds):
        for _ in range(rounds):
            actions.open_round(version=factories.published(), by=cast.headteacher)
        with CaptureQueriesContext(connection) as captured:
            browser.get(BOARD)
        return len(captured)

    cost(1)
    assert cost(2) == cost(30)
