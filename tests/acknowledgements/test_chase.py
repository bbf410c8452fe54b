from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reminder, ReminderRun, Reply
from audit.models import Event
from notifications.models import Message
from school.access import NotAllowed
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A9")]


@pytest.fixture
def opened(version, head, class_teacher, parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def school_day(db):
    return school_calendar().add_school_days(timezone.localdate(), 1)


def test_one_press_reminds_everybody_who_has_not_replied(
    opened, head, class_teacher, parent, written_to, school_day
):
    actions.sign(
        request=factories.has_read(opened.requests.get(person=head)),
        typed_name="Helen Hart",
        by=head,
    )

    sent = actions.chase(chased=opened, by=head, on=school_day)

    assert sent == 2
    assert written_to(class_teacher)[-1] == written_to(parent)[-1] == "reminder"
    assert "reminder" not in written_to(head)


def test_it_counts_as_no_step_of_the_cadence(opened, head, school_day):
    actions.chase(chased=opened, by=head, on=school_day)

    assert not Reminder.objects.exists()


def test_it_works_once_a_day(opened, head, class_teacher, written_to, school_day):
    actions.chase(chased=opened, by=head, on=school_day)

    with pytest.raises(NotAllowed, match="reminded today already"):
        actions.chase(chased=opened, by=head, on=school_day)

    assert written_to(class_teacher).count("reminder") == 1


@pytest.mark.rule("A6")
def test_nobody_gets_two_reminders_on_one_day_by_two_rounds(
    opened, head, class_teacher, written_to, school_day
):
    another = actions.open_round(version=factories.published(), by=head)

    actions.chase(chased=opened, by=head, on=school_day)
    actions.chase(chased=another, by=head, on=school_day)

    assert written_to(class_teacher).count("reminder") == 1


@pytest.mark.rule("A6")
def test_it_waits_for_a_school_day(opened, head, school_day):
    closed = factories.ClosureDayFactory(day=school_day).day

    with pytest.raises(NotAllowed, match="school days only"):
        actions.chase(chased=opened, by=head, on=closed)


def test_a_closed_round_cannot_be_chased(opened, head, school_day):
    opened.closed_at = timezone.now()
    opened.save()

    with pytest.raises(NotAllowed, match="closed"):
        actions.chase(chased=opened, by=head, on=school_day)


@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "parent"])
def test_others_cannot_chase(who, opened, request, school_day):
    with pytest.raises(NotAllowed):
        actions.chase(chased=opened, by=request.getfixturevalue(who), on=school_day)


def test_the_chain_says_who_pressed_and_how_many_were_written_to(opened, head, school_day):
    sent = actions.chase(chased=opened, by=head, on=school_day)

    event = Event.objects.get(action="acknowledgements.round.chased")
    assert (event.actor_id, event.facts) == (str(head.pk), {"people": sent})


def test_a_fault_while_writing_leaves_the_press_undone(opened, head, fault, school_day):
    with fault("notifications_message"):
        actions.chase(chased=opened, by=head, on=school_day)

    opened.refresh_from_db()
    assert opened.chased_on is None


def test_the_day_after_it_works_again(opened, head, school_day):
    actions.chase(chased=opened, by=head, on=school_day)

    next_one = school_calendar().add_school_days(school_day + timedelta(days=1), 0)

    assert actions.chase(chased=opened, by=head, on=next_one) > 0


# --- many, and all of it at once ------------------------------------------------------------------


def test_those_whom_the_first_batch_did_not_reach_are_written_to_by_a_worker(
    opened, head, settings, school_day
):
    settings.REMINDERS_AT_A_TIME = 1
    waiting = set(opened.requests.values_list("person", flat=True))

    people = actions.chase(chased=opened, by=head, on=school_day)
    assert Message.objects.filter(template="reminder").count() == 1
    actions.carry_on_chasing(on=school_day)
    actions.carry_on_chasing(on=school_day)

    reminded = Message.objects.filter(template="reminder").values_list("recipient", flat=True)
    assert sorted(reminded) == sorted(waiting)
    assert people == len(waiting)
    assert ReminderRun.objects.get().finished_at is not None


@pytest.mark.rule("A6")
def test_who_answers_before_their_turn_comes_is_left_out(
    opened, head, parent, settings, school_day
):
    settings.REMINDERS_AT_A_TIME = 1
    actions.chase(chased=opened, by=head, on=school_day)
    opened.requests.update(reply=Reply.DECLINED, replied_at=timezone.now())

    assert actions.carry_on_chasing(on=school_day) == 0


@pytest.mark.rule("A6")
def test_a_press_that_was_not_finished_on_its_day_reminds_nobody_on_another(
    opened, head, settings, school_day
):
    settings.REMINDERS_AT_A_TIME = 1
    actions.chase(chased=opened, by=head, on=school_day)

    assert actions.carry_on_chasing(on=school_day + timedelta(days=1)) == 0
    assert ReminderRun.objects.get().finished_at is not None


@pytest.mark.rule("A5")
def test_nobody_on_leave_is_reminded_by_hand(opened, head, class_teacher, written_to, school_day):
    factories.LeaveFactory(person=class_teacher)

    actions.chase(chased=opened, by=head, on=school_day)

    assert "reminder" not in written_to(class_teacher)


@pytest.mark.rule("A6")
def test_one_press_for_everything_writes_once_to_each_person(
    opened, head, class_teacher, written_to, school_day
):
    actions.open_round(version=factories.published(), by=head)

    people = actions.chase_all(by=head, on=school_day)

    assert written_to(class_teacher).count("reminder") == 1
    assert Message.objects.filter(template="reminder").count() == people
    event = Event.objects.get(action="acknowledgements.rounds.chased")
    assert (event.actor_id, event.facts["people"]) == (str(head.pk), people)


def test_one_press_for_everything_works_once_a_day(opened, head, school_day):
    actions.chase_all(by=head, on=school_day)

    with pytest.raises(NotAllowed, match="reminded today already"):
        actions.chase_all(by=head, on=school_day)
    with pytest.raises(NotAllowed, match="reminded today already"):
        actions.chase(chased=opened, by=head, on=school_day)


def test_one_press_for_everything_needs_something_to_remind_of(head, school_day):
    with pytest.raises(NotAllowed, match="Nothing waits"):
        actions.chase_all(by=head, on=school_day)


@pytest.mark.rule("A6")
def test_one_press_for_everything_waits_for_a_school_day(opened, head, school_day):
    closed = factories.ClosureDayFactory(day=school_day).day

    with pytest.raises(NotAllowed, match="school days only"):
        actions.chase_all(by=head, on=closed)


@pytest.mark.parametrize("who", ["class_teacher", "governor", "chair", "clerk", "parent"])
def test_others_cannot_remind_of_everything(who, opened, request, school_day):
    with pytest.raises(NotAllowed):
        actions.chase_all(by=request.getfixturevalue(who), on=school_day)


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def pages(opened):
    return [
        reverse("acknowledgements:chase", args=[opened.pk]),
        reverse("acknowledgements:chase_all"),
    ]


def test_before_the_press_one_sees_how_many_who_and_the_email(
    opened, head, class_teacher, sign_in, pages
):
    actions.sign(
        request=factories.has_read(opened.requests.get(person=head)),
        typed_name="Helen Hart",
        by=head,
    )
    browser = sign_in(head)

    for address in pages:
        page = browser.get(address)
        people = [row.full_name for row in page.context["rows"]]
        assert class_teacher.full_name in people
        assert head.full_name not in people
        assert page.context["page"].paginator.count == len(people)
        if page.context["verdict"]:
            assert f"Remind {len(people)} people now" in page.text
            assert "Still waiting for you" in page.text
    assert not Message.objects.filter(template="reminder").exists()


def test_the_press_does_it_or_says_why_not(opened, head, sign_in, pages):
    answer = sign_in(head).post(pages[1], follow=True)

    if school_calendar().is_school_day(timezone.localdate()):
        assert "A reminder is on its way to" in answer.text
        again = sign_in(head).post(pages[1], follow=True)
        assert "reminded today already" in again.text
    else:
        assert "school days only" in answer.text


def test_others_cannot_know_of_the_pages(opened, cast, sign_in, pages):
    for who in (cast.parent, cast.class_teacher, cast.governor, cast.dsl):
        for address in pages:
            assert sign_in(who).get(address).status_code == 404
            assert sign_in(who).post(address).status_code == 404


@pytest.mark.parametrize("number", [0, 1])
def test_the_pages_cost_the_same_with_3_people_as_with_300(head, opened, sign_in, pages, number):
    browser = sign_in(head)

    def cost(people):
        for person in factories.PersonFactory.create_batch(people):
            factories.RequestFactory(round=opened, person=person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(pages[number]).status_code == 200
        return len(queries)

    assert cost(3) == cost(297)
