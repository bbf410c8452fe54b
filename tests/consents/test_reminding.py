"""A6: open questions about pictures join the one reminder; silence stays a no (C1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions as sign_offs
from acknowledgements.actions import remind
from acknowledgements.models import Reply
from acknowledgements.outlook import outlook, people_of
from consents import actions
from consents.models import Asking, Purpose
from consents.queries import permissions_of
from notifications import delivery
from notifications.models import Message
from school.models import Role
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6")]


def school_day(number):
    return school_calendar().add_school_days(timezone.localdate(), number)


def remind_every_day_until(last):
    day = timezone.localdate()
    while day <= last:
        remind(on=day)
        day += timedelta(days=1)


def reminders(person):
    return Message.objects.filter(recipient=person, template="reminder")


def answer_all(person, child):
    answers = {(child.pk, purpose): False for purpose in Purpose}
    actions.answer_for_children(answers=answers, by=person)


@pytest.fixture
def child(parent):
    return parent.children.get()


@pytest.fixture
def asked(child):
    actions.bring_asking_up_to_date()
    return Asking.objects.get(child=child)


def test_a_parent_who_only_has_pictures_open_is_reminded_three_times_and_no_more(asked, parent):
    remind_every_day_until(school_day(12))

    days = [message.once.rpartition(":")[2] for message in reminders(parent).order_by("pk")]
    assert days == [str(school_day(number)) for number in (3, 7, 9)]
    asked.refresh_from_db()
    assert (asked.last_step, asked.reminded_on) == (3, school_day(9))


def test_pictures_and_policies_are_one_email_a_day_and_together_three(asked, parent, headteacher):
    sign_offs.open_round(version=factories.published(), by=headteacher)

    remind_every_day_until(school_day(12))

    assert reminders(parent).count() == 3


def test_signing_does_not_take_back_a_reminder_that_was_of_pictures_as_well(
    asked, parent, headteacher
):
    opened = sign_offs.open_round(version=factories.published(), by=headteacher)
    remind(on=school_day(3))
    request = factories.has_read(opened.requests.get(person=parent))

    sign_offs.sign(request=request, typed_name="Pat Parker", by=parent)
    delivery.deliver_all_due()

    assert reminders(parent).get().sent_at is not None


def test_answering_stops_it_at_once_even_when_it_waits_for_the_mail_server(asked, parent, child):
    remind(on=school_day(3))

    answer_all(parent, child)
    delivery.deliver_all_due()
    remind_every_day_until(school_day(12))

    assert not reminders(parent).exists()


def test_what_has_had_three_reminders_lets_no_other_one_leave(asked, parent, child, headteacher):
    opened = sign_offs.open_round(version=factories.published(), by=headteacher)
    opened.requests.update(asked_at=timezone.now() - timedelta(days=90))
    remind(on=school_day(1))  # the policy's last
    reminders(parent).delete()
    remind(on=school_day(3))  # of pictures
    answer_all(parent, child)

    delivery.deliver_all_due()

    assert opened.requests.get(person=parent).reply == Reply.NONE
    assert not reminders(parent).exists()


def test_half_an_answer_is_still_reminded_of(asked, parent, child):
    actions.answer_for_children(answers={(child.pk, Purpose.PRESS): True}, by=parent)

    assert remind(on=school_day(3)) == 1


@pytest.mark.rule("A4")
@pytest.mark.parametrize("why", ["restricted", "left", "away", "no address"])
def test_whom_nobody_may_write_to_is_not_reminded(why, asked, parent, child):
    if why == "restricted":
        parent.parenthoods.update(is_restricted=True)
    elif why == "left":
        child.left_on = timezone.localdate()
        child.save()
    elif why == "away":
        factories.LeaveFactory(person=parent)
    else:
        parent.email = None
        parent.save()

    assert remind(on=school_day(3)) == 0


def test_each_parent_is_reminded_for_themselves_and_never_of_the_other(asked, parent, child):
    other = factories.ParenthoodFactory(child=child).person
    actions.bring_asking_up_to_date()
    answer_all(parent, child)

    remind(on=school_day(3))

    assert reminders(other).count() == 1
    assert not reminders(parent).exists()


@pytest.mark.rule("C1")
def test_silence_stays_a_no_however_often_somebody_was_reminded(asked, child):
    remind_every_day_until(school_day(12))

    assert not any(permissions_of([child.pk]).values())


@pytest.mark.rule("S1")
def test_the_email_says_nothing_of_pictures_and_names_no_child(asked, parent, child):
    remind(on=school_day(3))

    email = delivery.render(reminders(parent).get())

    assert child.full_name not in email.subject + email.body
    assert "picture" not in email.subject + email.body


def test_the_calendar_and_the_days_preview_show_it_beforehand(asked, parent, office, sign_in):
    day = school_day(3)
    browser = sign_in(office)

    month = browser.get(reverse("acknowledgements:reminders"), {"month": f"{day:%Y-%m}"})
    preview = browser.get(reverse("acknowledgements:reminders_of", args=[day]))

    assert "Permissions for pictures" in month.text
    assert f"Permissions for pictures, for {parent.children.get()}" in preview.text
    assert parent.full_name in preview.text


@pytest.mark.rule("C3")
def test_nobody_sees_beforehand_which_parent_has_not_answered_another_family(
    parent, child, office, sign_in
):
    factories.SharedPictureFactory(children=[child], state="asking")
    day, browser = school_day(3), sign_in(office)

    month = browser.get(reverse("acknowledgements:reminders"), {"month": f"{day:%Y-%m}"})
    preview = browser.get(reverse("acknowledgements:reminders_of", args=[day]))

    for page in (month, preview):
        assert "Another family" not in page.text
        assert parent.full_name not in page.text
    assert "As things stand nobody is reminded on this day." in preview.text
    assert remind(on=day) == 1


def test_a_colleague_who_is_a_parent_as_well_is_reminded_too(asked, parent):
    factories.RoleAssignmentFactory(person=parent, role=Role.STAFF)

    assert remind(on=school_day(3)) == 1


def test_working_it_out_costs_the_same_however_many_wait(asked):
    def cost(families):
        factories.ParenthoodFactory.create_batch(families)
        actions.bring_asking_up_to_date()
        with CaptureQueriesContext(connection) as queries:
            due = outlook(school_day(3)).due()
        assert len(people_of(one for one, _ in due)) > families - 1
        return len(queries)

    assert cost(3) == cost(30)
