from datetime import timedelta

import pytest
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reminder
from audit.models import Event
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
    actions.sign(request=opened.requests.get(person=head), typed_name="Helen Hart", by=head)

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
