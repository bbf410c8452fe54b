"""How the school asks: who may set it, what is said beforehand, and what it does afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import AgeReminder, Reminder, SignOffSettings
from audit.models import Event
from school.access import NotAllowed
from school.errors import DomainError
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6")]

SETTINGS = reverse("acknowledgements:settings")
WANTED = {
    "cadence": [2, 5],
    "due_school_days": 8,
    "questions_to": None,
    "reminds_of_ages": True,
}


def school_day(number):
    return school_calendar().add_school_days(timezone.localdate(), number)


def filled(**changed):
    return {
        "first": "2",
        "second": "5",
        "third": "",
        "due_school_days": "8",
        "questions_to": "",
        "reminds_of_ages": "on",
    } | changed


@pytest.fixture
def browser(head, sign_in):
    return sign_in(head)


def test_the_form_shows_how_it_is_now(browser):
    page = browser.get(SETTINGS)

    assert page.context["form"].initial["third"] == 9
    assert "See what this changes" in page.text


def test_nothing_is_saved_before_the_head_has_seen_what_it_changes(browser, head, version):
    actions.open_round(version=version, by=head)

    page = browser.post(SETTINGS, filled())

    assert not SignOffSettings.objects.exists()
    assert "What this changes" in page.text
    assert page.context["before"].next_on == school_day(3)
    assert page.context["after"].next_on == school_day(2)
    assert page.context["after"].last_on == school_day(5)
    assert "nobody gets a fourth" in page.text


def test_saved_it_holds_and_is_on_record(browser, head):
    page = browser.post(SETTINGS, filled(sure="1", reminds_of_ages="False"), follow=True)

    kept = SignOffSettings.current()
    assert (kept.cadence, kept.due_school_days) == ([2, 5], 8)
    assert kept.reminds_of_ages is False
    assert "Reminders go by this from now on" in page.text
    event = Event.objects.get(action="acknowledgements.settings.changed")
    assert event.actor_id == str(head.pk)
    assert event.facts["changed"]["cadence"] == [[3, 7, 9], [2, 5]]


def test_one_can_go_back_and_change_something_with_nothing_lost(browser):
    page = browser.post(SETTINGS, filled(again="1"))

    assert page.context["form"]["second"].value() == "5"
    assert "See what this changes" in page.text
    assert not SignOffSettings.objects.exists()


def test_what_is_the_same_already_has_nothing_to_save(browser):
    page = browser.post(SETTINGS, filled(first=3, second=7, third=9, due_school_days=10))

    assert "There is nothing to save" in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first": ""}, "first"),
        ({"first": "0"}, "first"),
        ({"first": "soon"}, "first"),
        ({"second": "61"}, "second"),
        ({"first": "5", "second": "5"}, "second"),
        ({"first": "5", "second": "3"}, "second"),
        ({"second": "", "third": "9"}, "second"),
        ({"third": "4"}, "third"),
        ({"due_school_days": "0"}, "due_school_days"),
        ({"questions_to": "999999"}, "questions_to"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept_as_typed(browser, wrong, field):
    page = browser.post(SETTINGS, filled(**wrong, sure="1"))

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    kept = {"first": "2", "second": "5", "due_school_days": "8"} | wrong
    form = page.context["form"]
    assert {name: form[name].value() for name in kept} == kept
    assert not SignOffSettings.objects.exists()


@pytest.mark.parametrize("who", ["parent", "class_teacher", "governor", "chair", "clerk", "dsl"])
def test_others_cannot_know_of_it(who, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(SETTINGS).status_code == 404
    assert browser.post(SETTINGS, filled(sure="1")).status_code == 404


@pytest.mark.parametrize("who", ["office", "deputy"])
def test_the_office_and_the_deputy_are_told_why_they_cannot(who, head, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(SETTINGS).status_code == 403
    assert browser.post(SETTINGS, filled(sure="1")).status_code == 403
    assert not SignOffSettings.objects.exists()


def test_the_deputy_sets_it_while_the_head_is_on_leave_or_there_is_none(
    deputy, head, office, sign_in
):
    factories.LeaveFactory(person=head)
    assert sign_in(deputy).get(SETTINGS).status_code == 200

    head.leave.all().delete()
    head.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert sign_in(deputy).get(SETTINGS).status_code == 200
    assert sign_in(office).get(SETTINGS).status_code == 403


def test_the_action_asks_again_who_may(deputy, head):
    with pytest.raises(NotAllowed):
        actions.change_settings(**WANTED, by=deputy)


@pytest.mark.parametrize("cadence", [[], [1, 2, 3, 4], [3, 2], [0], [61]])
def test_no_cadence_that_breaks_the_rule_is_ever_kept(head, cadence):
    with pytest.raises(DomainError):
        actions.change_settings(**WANTED | {"cadence": cadence}, by=head)

    assert not SignOffSettings.objects.exists()


@pytest.mark.rule("A10")
def test_questions_go_to_somebody_who_works_here_and_to_nobody_else(head, office, governor):
    actions.change_settings(**WANTED | {"questions_to": office}, by=head)
    assert SignOffSettings.current().questions_to == office

    with pytest.raises(NotAllowed, match="works here"):
        actions.change_settings(**WANTED | {"questions_to": governor}, by=head)


def test_a_step_taken_stays_taken_by_a_new_cadence(head, version, class_teacher):
    actions.open_round(version=version, by=head)
    actions.remind(on=school_day(3))

    actions.change_settings(**WANTED | {"cadence": [1, 4]}, by=head)
    for number in range(4, 12):
        actions.remind(on=school_day(number))

    taken = Reminder.objects.filter(request__person=class_teacher).order_by("step")
    assert [(one.step, one.sent_on) for one in taken] == [(1, school_day(3)), (2, school_day(4))]


def test_switching_the_reminder_of_ages_off_calls_the_planned_one_off(head, office, browser):
    planned = factories.AgeReminderFactory(send_on=school_day(4))
    by_hand = factories.AgeReminderFactory(send_on=school_day(4), prepared_by=office)

    page = browser.post(SETTINGS, filled(reminds_of_ages=""))
    assert "is called off" in page.text

    actions.change_settings(**WANTED | {"reminds_of_ages": False}, by=head)
    assert list(AgeReminder.objects.to_come()) == [by_hand]
    assert planned.pk != by_hand.pk


def test_a_fault_while_recording_leaves_everything_as_it_was(head, fault):
    with fault("audit_event"):
        actions.change_settings(**WANTED, by=head)

    assert SignOffSettings.current().cadence == [3, 7, 9]
