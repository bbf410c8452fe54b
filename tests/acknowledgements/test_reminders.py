from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.actions import reminders
from acknowledgements.models import Reminder, ReminderRun, Reply, Request, SignOffSettings
from acknowledgements.outlook import outlook, people_of
from acknowledgements.tasks import ask_and_remind
from notifications import delivery
from notifications.models import Message
from school.models import PersonalLink
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6")]


def school_day(number):
    """Return the school day so many after today."""
    return school_calendar().add_school_days(timezone.localdate(), number)


def weekend():
    today = timezone.localdate()
    return next(d for n in range(20, 30) if (d := today + timedelta(days=n)).weekday() == 5)


def remind_every_day_until(last):
    day = timezone.localdate()
    while day <= last:
        actions.remind(on=day)
        day += timedelta(days=1)


@pytest.fixture
def opened(version, head, class_teacher, parent):
    return actions.open_round(version=version, by=head)


def test_three_reminders_go_and_then_no_more(opened, class_teacher, written_to):
    remind_every_day_until(school_day(25))

    assert written_to(class_teacher) == ["sign_waiting", "reminder", "reminder", "reminder"]
    days = Reminder.objects.filter(request__person=class_teacher).order_by("step")
    assert [r.sent_on for r in days] == [school_day(3), school_day(7), school_day(9)]


def test_the_cadence_is_a_setting(opened, class_teacher, written_to):
    SignOffSettings.objects.create(pk=1, cadence=[1])

    remind_every_day_until(school_day(12))

    assert written_to(class_teacher) == ["sign_waiting", "reminder"]
    assert Reminder.objects.get(request__person=class_teacher).sent_on == school_day(1)


def test_nothing_goes_on_a_weekend_or_a_closure(opened):
    closed = factories.ClosureDayFactory(day=school_day(3)).day

    assert actions.remind(on=closed) == 0
    assert actions.remind(on=weekend()) == 0


def test_what_waits_in_several_rounds_comes_in_one_email(opened, head, class_teacher, written_to):
    actions.open_round(version=factories.published(), by=head)

    actions.remind(on=school_day(3))

    assert written_to(class_teacher).count("reminder") == 1
    assert Reminder.objects.filter(request__person=class_teacher).count() == 2


def test_running_again_on_the_same_day_sends_nothing(opened):
    first = actions.remind(on=school_day(3))

    assert first > 0
    assert actions.remind(on=school_day(3)) == 0


def test_after_days_of_silence_only_one_step_is_made_up_for(opened, class_teacher, written_to):
    actions.remind(on=school_day(8))

    assert written_to(class_teacher) == ["sign_waiting", "reminder"]
    assert Reminder.objects.get(request__person=class_teacher).step == 2


def test_nobody_is_reminded_of_what_they_signed(opened, class_teacher, written_to):
    request = opened.requests.get(person=class_teacher)
    actions.sign(request=factories.has_read(request), typed_name="Tom Thistle", by=class_teacher)

    remind_every_day_until(school_day(12))

    assert "reminder" not in written_to(class_teacher)
    assert not request.reminders.exists()


def test_a_reminder_still_waiting_for_the_mail_server_is_taken_back_on_signing(
    opened, class_teacher, written_to
):
    actions.remind(on=school_day(3))
    asked = Request.objects.get(person=class_teacher)

    actions.sign(
        request=factories.has_read(asked), typed_name=class_teacher.full_name, by=class_teacher
    )

    assert written_to(class_teacher) == ["sign_waiting"]


def test_nobody_is_reminded_after_they_stopped_being_asked(opened, class_teacher, written_to):
    class_teacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    actions.bring_up_to_date()

    actions.remind(on=school_day(3))

    assert "reminder" not in written_to(class_teacher)


def test_a_reminder_brings_a_parent_a_link_that_works(opened, parent, link_path, client):
    actions.remind(on=school_day(3))

    assert client.get(link_path(parent), follow=True).status_code == 200
    assert PersonalLink.objects.usable(timezone.now()).filter(person=parent).count() == 1


def test_somebody_without_an_address_gets_no_reminder_and_spends_no_step(version, head):
    person = factories.ParenthoodFactory(person__email=None).person
    actions.open_round(version=version, by=head)

    actions.remind(on=school_day(3))

    assert not Reminder.objects.filter(request__person=person).exists()


def test_the_head_is_told_how_many_once_the_date_has_passed_and_once_only(opened, head, written_to):
    remind_every_day_until(school_day(10))
    before = written_to(head).count("not_replied")

    remind_every_day_until(school_day(14))

    told = Message.objects.get(recipient=head, template="not_replied")
    assert before == 0
    assert told.context["count"] == Request.objects.outstanding().count()
    assert set(told.context) == {"path", "count"}


def test_the_head_is_not_told_when_everybody_has_signed(version, head, written_to):
    opened = actions.open_round(version=version, by=head)
    for request in opened.requests.all():
        actions.sign(request=factories.has_read(request), typed_name="A Name", by=request.person)

    remind_every_day_until(school_day(14))

    assert "not_replied" not in written_to(head)


def test_a_fault_after_the_claim_gives_the_step_back(opened, class_teacher, written_to, fault):
    with fault("notifications_message"):
        actions.remind(on=school_day(3))
    assert not Reminder.objects.exists()

    actions.remind(on=school_day(3))
    assert "reminder" in written_to(class_teacher)


def test_the_daily_task_asks_newcomers_too(version, head):
    actions.open_round(version=version, by=head)
    newcomer = factories.RoleAssignmentFactory().person

    ask_and_remind()

    assert Request.objects.outstanding().filter(person=newcomer).exists()


def test_a_day_that_is_done_is_left_alone_and_one_that_was_stopped_is_carried_on(
    opened, class_teacher, written_to, fault
):
    day = school_day(3).isoformat()
    with fault("notifications_message"):
        ask_and_remind(day)
    assert not actions.is_reminded(school_day(3))

    assert ask_and_remind(day) > 0
    assert actions.is_reminded(school_day(3))
    assert ask_and_remind(day) == 0
    assert written_to(class_teacher).count("reminder") == 1


def test_what_a_stopped_run_had_sent_is_not_sent_again_and_the_rest_is(
    opened, settings, monkeypatch
):
    settings.REMINDERS_AT_A_TIME = 1
    expected = people_of(one for one, _ in outlook(school_day(3)).due())
    stop_after(monkeypatch, batches=2)
    with pytest.raises(Stopped):
        actions.remind(on=school_day(3))
    assert Message.objects.filter(template="reminder").count() == 2
    monkeypatch.undo()

    actions.remind(on=school_day(3))

    reminded = Message.objects.filter(template="reminder").values_list("recipient", flat=True)
    assert sorted(reminded) == sorted(expected)
    run = ReminderRun.objects.get(on=school_day(3))
    assert (run.reminded, run.finished_at is not None) == (len(expected), True)


class Stopped(Exception):
    """The process ends here, as at a power cut."""


def stop_after(monkeypatch, *, batches):
    """Let so many batches be written, and end the process at the next."""
    write, written = reminders.write_reminders, []

    def write_or_stop(people, on):
        if len(written) == batches:
            raise Stopped
        written.append(on)
        return write(people, on)

    monkeypatch.setattr(reminders, "write_reminders", write_or_stop)


@pytest.mark.rule("A5")
def test_whoever_is_on_leave_is_not_reminded_and_is_once_they_are_back(
    opened, class_teacher, written_to
):
    away = factories.LeaveFactory(person=class_teacher, ends_on=school_day(8))
    remind_every_day_until(school_day(8))
    assert "reminder" not in written_to(class_teacher)

    remind_every_day_until(school_day(25))

    back = away.ends_on + timedelta(days=1)
    due = [school_calendar().add_school_days(back, days) for days in (3, 7, 9)]
    taken = Reminder.objects.filter(request__person=class_teacher).order_by("step")
    assert [one.sent_on for one in taken] == due


def test_nobody_is_reminded_of_a_question_that_waits_or_of_what_they_declined(
    opened, class_teacher, head, written_to
):
    now = timezone.now()
    opened.requests.filter(person=class_teacher).update(reply=Reply.QUESTION, replied_at=now)
    opened.requests.filter(person=head).update(reply=Reply.DECLINED, replied_at=now)

    remind_every_day_until(school_day(12))

    assert "reminder" not in written_to(class_teacher) + written_to(head)


def test_a_reminder_that_a_worker_holds_already_stays_behind_when_somebody_signs(
    opened, class_teacher, mailoutbox
):
    actions.remind(on=school_day(3))
    waiting = Message.objects.get(recipient=class_teacher, template="reminder")
    held = delivery.claim(waiting.pk)
    asked = Request.objects.get(person=class_teacher)
    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher)

    assert delivery.deliver(held) is False

    assert mailoutbox == []
    assert not Message.objects.filter(pk=waiting.pk).exists()


def test_a_reminder_leaves_while_anything_still_waits(opened, head, class_teacher, mailoutbox):
    actions.open_round(version=factories.published(), by=head)
    actions.remind(on=school_day(3))
    asked = opened.requests.get(person=class_teacher)
    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher)
    waiting = Message.objects.get(recipient=class_teacher, template="reminder")

    assert delivery.deliver(delivery.claim(waiting.pk)) is True

    assert [letter.to for letter in mailoutbox] == [[class_teacher.email]]


@pytest.mark.rule("A5")
def test_a_reminder_stays_behind_when_leave_begins_before_it_leaves(
    opened, class_teacher, mailoutbox
):
    actions.remind(on=school_day(3))
    factories.LeaveFactory(person=class_teacher)
    waiting = Message.objects.get(recipient=class_teacher, template="reminder")

    assert delivery.deliver(delivery.claim(waiting.pk)) is False

    assert mailoutbox == []


def test_a_parent_asked_about_no_child_any_more_is_not_reminded(opened, parent, written_to):
    # Changed behind the portal's back, so that nothing has brought the round up to date.
    parent.parenthoods.update(is_restricted=True)

    actions.remind(on=school_day(3))

    assert "reminder" not in written_to(parent)


def test_those_on_leave_are_not_among_those_whom_the_head_is_told_of(opened, head, class_teacher):
    factories.LeaveFactory(person=class_teacher)

    remind_every_day_until(school_day(14))

    told = Message.objects.get(recipient=head, template="not_replied")
    waiting = Request.objects.no_reply().exclude(person=class_teacher)
    assert told.context["count"] == waiting.count()


def test_reminding_many_asks_the_database_as_often_as_reminding_few(head):
    def asked(people):
        opened = actions.open_round(version=factories.published(), by=head)
        for person in factories.PersonFactory.create_batch(people):
            factories.RequestFactory(round=opened, person=person)
        with CaptureQueriesContext(connection) as queries:
            actions.remind(on=school_day(3))
        for model in (Reminder, ReminderRun, Message, Request):
            model.objects.all().delete()
        # SQLite takes a bulk insert in parts of a thousand values: these are not counted.
        return [one["sql"] for one in queries if not one["sql"].startswith("INSERT")]

    few, many = asked(3), asked(250)

    assert len(few) == len(many)
