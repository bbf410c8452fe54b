"""Parents are reminded that some services are not for young children, and it is kept as proof.

Row M8 of what the policy owes; here under the rules that it keeps: school days and once only (A6),
who may be asked at all (A4), what an e-mail may say (S1), and nobody stuck without e-mail (A7).
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import AgeReminder, AgeReminderSent
from audit.models import Event
from notifications import delivery
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Service
from school.terms import school_calendar
from tests import factories

pytestmark = pytest.mark.django_db

LOG = reverse("acknowledgements:age_reminders")


def next_school_day():
    return school_calendar().add_school_days(timezone.localdate(), 1)


def sent_to(reminder):
    return set(reminder.sent.values_list("person", "by_email"))


@pytest.fixture
def planned(db):
    return factories.AgeReminderFactory(send_on=next_school_day())


@pytest.fixture
def services(db):
    Service.objects.all().delete()
    factories.ServiceFactory(name="ChatCat", minimum_age=16, note="Lowered from 18")
    factories.ServiceFactory(name="PicPuma")
    factories.ServiceFactory(name="Unknown", minimum_age=None, age_checked_on=None)


# --- to whom --------------------------------------------------------------------------------------


@pytest.mark.rule("A4")
def test_each_parent_who_may_be_asked_gets_one_however_many_children(planned, parent, other_parent):
    factories.ParenthoodFactory(person=parent)
    restricted = factories.ParenthoodFactory(is_restricted=True).person
    left = factories.ParenthoodFactory(child__left_on=date(2025, 7, 18)).person
    to_come = factories.ParenthoodFactory(child__admitted_on=date(2099, 9, 1)).person

    assert actions.send_age_reminders(on=planned.send_on) == 2

    assert sent_to(planned) == {(parent.pk, True), (other_parent.pk, True)}
    for nobody in (restricted, left, to_come):
        assert not Message.objects.filter(recipient=nobody).exists()


@pytest.mark.rule("A7")
def test_those_without_email_are_noted_for_a_letter(planned, parent, head, sign_in):
    child = factories.ChildFactory(full_name="Ada Paper")
    on_paper = factories.ParenthoodFactory(person__email=None, child=child).person

    actions.send_age_reminders(on=planned.send_on)

    assert sent_to(planned) == {(parent.pk, True), (on_paper.pk, False)}
    letter = sign_in(head).get(reverse("acknowledgements:age_letter", args=[planned.pk]))
    assert on_paper.full_name in letter.text
    assert "Ada Paper" in letter.text
    assert parent.full_name not in letter.text


@pytest.mark.rule("A6")
def test_it_waits_for_its_day_and_for_a_school_day(planned, parent):
    assert actions.send_age_reminders(on=planned.send_on - timedelta(days=1)) == 0

    closed = factories.ClosureDayFactory(day=planned.send_on).day
    assert actions.send_age_reminders(on=closed) == 0

    reopened = school_calendar().add_school_days(closed, 0)
    assert actions.send_age_reminders(on=reopened) == 1


@pytest.mark.rule("A6")
def test_nobody_gets_one_twice_and_what_was_stopped_is_carried_on(
    planned, settings, monkeypatch, parent, other_parent, teacher_parent
):
    settings.REMINDERS_AT_A_TIME = 1
    stop_at_the_second(monkeypatch)
    with pytest.raises(Stopped):
        actions.send_age_reminders(on=planned.send_on)
    planned.refresh_from_db()
    assert (planned.sent.count(), planned.finished_at) == (1, None)
    monkeypatch.undo()

    actions.send_age_reminders(on=planned.send_on)
    actions.send_age_reminders(on=planned.send_on)

    planned.refresh_from_db()
    assert planned.finished_at is not None
    assert AgeReminderSent.objects.count() == 3
    assert Message.objects.filter(template="minimum_ages").count() == 3


class Stopped(Exception):
    """The process ends here, as at a power cut."""


def stop_at_the_second(monkeypatch):
    queue, queued = actions.ages.outbox.enqueue_many, []

    def queue_or_stop(messages):
        if queued:
            raise Stopped
        queued.append(messages)
        return queue(messages)

    monkeypatch.setattr(actions.ages.outbox, "enqueue_many", queue_or_stop)


def test_sending_to_many_asks_the_database_as_often_as_sending_to_few():
    def asked(parents):
        reminder = factories.AgeReminderFactory(send_on=next_school_day())
        child = factories.ChildFactory()
        for _ in range(parents):
            factories.ParenthoodFactory(child=child)
        with CaptureQueriesContext(connection) as queries:
            actions.send_age_reminders(on=reminder.send_on)
        # SQLite takes a bulk insert in parts of a thousand values: these are not counted.
        return [one["sql"] for one in queries if not one["sql"].startswith("INSERT")]

    asked(1)  # the first event of all also begins the chain

    assert len(asked(3)) == len(asked(200))


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.rule("S1")
def test_the_email_says_the_ages_and_names_no_child(planned, services, parent, mailoutbox):
    actions.send_age_reminders(on=planned.send_on)
    message = Message.objects.get(recipient=parent)
    delivery.deliver(delivery.claim(message.pk))

    (letter,) = mailoutbox
    assert letter.subject == planned.title
    assert "- PicPuma: 13\n- ChatCat: 16 (Lowered from 18)" in letter.body
    assert "Unknown" not in letter.body
    assert "/school/ages/" in letter.body
    for child in parent.children.all():
        assert child.full_name not in letter.body


def test_what_it_said_stays_as_it_was_though_an_age_changes_later(planned, services, head, parent):
    actions.send_age_reminders(on=planned.send_on)
    Service.objects.filter(name="PicPuma").update(minimum_age=15)

    planned.refresh_from_db()

    assert [one["minimum_age"] for one in planned.services] == [13, 16]
    assert planned.services[0]["checked_on"] == "2026-11-01"


# --- beforehand -----------------------------------------------------------------------------------


def test_it_is_shown_as_parents_will_read_it(planned, services, parent, head, sign_in, mailoutbox):
    page = sign_in(head).get(reverse("acknowledgements:age_reminder", args=[planned.pk]))
    shown = page.context["letter"]

    actions.send_age_reminders(on=planned.send_on)
    delivery.deliver(delivery.claim(Message.objects.get(recipient=parent).pk))

    assert page.context["reach"] == (1, 0)
    assert (shown["subject"], shown["body"]) == (mailoutbox[0].subject, mailoutbox[0].body)


def test_its_words_and_its_day_can_be_changed(planned, office, sign_in):
    day = school_calendar().add_school_days(planned.send_on, 3)
    address = reverse("acknowledgements:age_reminder", args=[planned.pk])

    answer = sign_in(office).post(
        address, {"title": "Apps", "words": "Dear families", "send_on": day.isoformat()}
    )

    planned.refresh_from_db()
    assert answer.status_code == 302
    assert (planned.title, planned.words, planned.send_on) == ("Apps", "Dear families", day)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": ""}, "Write what the e-mail is about."),
        ({"words": ""}, "Write what the e-mail says."),
        ({"words": "x" * 3001}, "too long"),
        ({"send_on": "soon"}, "Write a date such as"),
        ({"send_on": "2020-01-06"}, "That day has passed"),
        ({"send_on": "saturday"}, "school days only"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(planned, office, sign_in, changed, says):
    day = timezone.localdate()
    saturday = next(d for n in range(7) if (d := day + timedelta(days=n)).weekday() == 5)
    filled = {"title": "Apps", "words": "Dear families", "send_on": planned.send_on.isoformat()}
    filled |= changed
    if filled["send_on"] == "saturday":
        filled["send_on"] = saturday.isoformat()

    page = sign_in(office).post(reverse("acknowledgements:age_reminder", args=[planned.pk]), filled)

    assert says in page.text
    assert page.context["form"]["title"].value() == filled["title"]
    planned.refresh_from_db()
    assert planned.title != "Apps"


def test_one_can_be_called_off_and_then_nobody_gets_it(planned, parent, head, sign_in):
    sign_in(head).post(reverse("acknowledgements:cancel_age_reminder", args=[planned.pk]))

    assert actions.send_age_reminders(on=planned.send_on) == 0
    assert Event.objects.filter(action="acknowledgements.age_reminder.cancelled").exists()


def test_one_can_be_planned_besides_and_sent_now(parent, office, sign_in):
    browser = sign_in(office)
    browser.post(reverse("acknowledgements:plan_age_reminder"))
    reminder = AgeReminder.objects.get()
    assert reminder.prepared_by == office

    answer = browser.post(
        reverse("acknowledgements:send_age_reminder", args=[reminder.pk]), follow=True
    )

    if school_calendar().is_school_day(timezone.localdate()):
        assert "It is on its way, for 1 parent or carer." in answer.text
        assert sent_to(reminder) == {(parent.pk, True)}
    else:
        assert "school days only" in answer.text
        assert sent_to(reminder) == set()


@pytest.mark.rule("A6")
def test_sent_now_it_still_keeps_to_school_days(planned, office, parent):
    closed = factories.ClosureDayFactory(day=planned.send_on).day

    with pytest.raises(NotAllowed, match="school days only"):
        actions.send_age_reminder(reminder=planned, by=office, on=closed)


def test_what_went_out_can_be_changed_by_nobody(planned, parent, head, sign_in):
    actions.send_age_reminders(on=planned.send_on)
    planned.refresh_from_db()
    browser = sign_in(head)

    for name in ("age_reminder", "cancel_age_reminder", "send_age_reminder"):
        browser.post(reverse(f"acknowledgements:{name}", args=[planned.pk]), {"title": "Other"})
    with pytest.raises(NotAllowed, match="has gone out"):
        actions.cancel_age_reminder(reminder=planned, by=head)
    with pytest.raises(NotAllowed, match="has gone out"):
        actions.send_age_reminder(reminder=planned, by=head, on=planned.send_on)

    again = AgeReminder.objects.get()
    assert (again.title, again.cancelled_at) == (planned.title, None)
    assert again.sent.count() == 1


@pytest.mark.parametrize("who", ["parent", "class_teacher", "governor", "chair", "clerk", "dsl"])
def test_others_can_do_nothing_with_it(who, planned, request, sign_in):
    person = request.getfixturevalue(who)
    browser = sign_in(person)

    for name in ("age_reminder", "age_letter"):
        assert (
            browser.get(reverse(f"acknowledgements:{name}", args=[planned.pk])).status_code == 404
        )
    for name in ("cancel_age_reminder", "send_age_reminder"):
        address = reverse(f"acknowledgements:{name}", args=[planned.pk])
        assert browser.post(address).status_code == 404
    assert browser.post(reverse("acknowledgements:plan_age_reminder")).status_code == 404
    with pytest.raises(NotAllowed):
        actions.plan_age_reminder(on=timezone.localdate(), by=person)
    with pytest.raises(NotAllowed):
        actions.change_age_reminder(
            reminder=planned,
            title="x",
            words="y",
            send_on=planned.send_on,
            by=person,
            on=timezone.localdate(),
        )


def test_the_action_itself_refuses_a_day_that_is_over(planned, head):
    with pytest.raises(DomainError, match="has passed"):
        actions.change_age_reminder(
            reminder=planned,
            title="x",
            words="y",
            send_on=date(2020, 1, 6),
            by=head,
            on=timezone.localdate(),
        )


def test_one_that_is_not_there_is_not_found(head, sign_in):
    browser = sign_in(head)

    assert browser.get(reverse("acknowledgements:age_reminder", args=[0])).status_code == 404
    assert (
        browser.post(reverse("acknowledgements:cancel_age_reminder", args=[0])).status_code == 404
    )


# --- the log --------------------------------------------------------------------------------------


def test_the_log_says_when_to_how_many_and_what_it_said(planned, services, parent, office, sign_in):
    on_paper = factories.ParenthoodFactory(person__email=None).person
    actions.send_age_reminders(on=planned.send_on)
    browser = sign_in(office)

    (entry,) = browser.get(LOG).context["page"]
    assert (entry.by_email, entry.on_paper) == (1, 1)
    page = browser.get(reverse("acknowledgements:age_reminder", args=[planned.pk]))
    assert "ChatCat: 16" in page.text
    assert parent.full_name in page.text
    paper = browser.get(reverse("acknowledgements:age_reminder", args=[planned.pk]) + "?paper")
    assert on_paper.full_name in paper.text


def test_the_pages_cost_the_same_with_3_as_with_300(head, sign_in):
    sent = factories.AgeReminderFactory(begun_at=timezone.now(), finished_at=timezone.now())
    browser = sign_in(head)
    addresses = [
        LOG,
        reverse("acknowledgements:age_reminder", args=[sent.pk]),
        reverse("acknowledgements:age_letter", args=[sent.pk]),
    ]

    def cost(number):
        factories.AgeReminderFactory.create_batch(
            number, begun_at=timezone.now(), finished_at=timezone.now()
        )
        for person in factories.PersonFactory.create_batch(number):
            AgeReminderSent.objects.create(reminder=sent, person=person, by_email=number % 2 == 0)
        with CaptureQueriesContext(connection) as queries:
            for address in addresses:
                assert browser.get(address).status_code == 200
        return len(queries)

    assert cost(3) == cost(297)


@pytest.mark.rule("A4")
@pytest.mark.parametrize("why", ["the parent has left", "the child has left", "a restriction"])
def test_who_may_be_asked_no_more_when_it_leaves_gets_none_and_is_in_no_log(
    why, planned, parent, other_parent
):
    actions.send_age_reminders(on=planned.send_on)
    if why == "the parent has left":
        parent.is_active = False
        parent.save()
    elif why == "the child has left":
        parent.children.update(left_on=timezone.localdate() - timedelta(days=1))
    else:
        parent.parenthoods.update(is_restricted=True)

    delivery.deliver_all_due()

    assert not Message.objects.filter(recipient=parent).exists()
    assert Message.objects.get(recipient=other_parent).sent_at is not None
    assert sent_to(planned) == {(other_parent.pk, True)}
