"""When parents are reminded of minimum ages (row M8): once a term, planned by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from acknowledgements import actions, ages
from acknowledgements.models import AgeReminder, SignOffSettings
from acknowledgements.tasks import remind_of_ages
from audit.models import Event
from school.calendar import SchoolCalendar
from tests import factories

AUTUMN = (date(2026, 9, 2), date(2026, 10, 23))


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.rule("A6")
def test_it_goes_on_the_first_school_day_of_the_second_week():
    school = SchoolCalendar(terms=(AUTUMN,), closed=frozenset({date(2026, 9, 7)}))

    day = ages.day_in_term(
        starts_on=AUTUMN[0], ends_on=AUTUMN[1], today=AUTUMN[0], last_on=None, calendar=school
    )

    assert day == date(2026, 9, 8)  # the Monday is a training day


def test_the_weeks_before_and_after_a_half_term_are_one_term():
    after = (date(2026, 11, 2), date(2026, 12, 18))
    spring = (date(2027, 1, 4), date(2027, 2, 12))
    school = SchoolCalendar(terms=(AUTUMN, after, spring))

    def day(term, last_on):
        return ages.day_in_term(
            starts_on=term[0], ends_on=term[1], today=term[0], last_on=last_on, calendar=school
        )

    assert day(after, date(2026, 9, 7)) is None
    assert day(spring, date(2026, 9, 7)) == date(2027, 1, 11)


def test_a_term_entered_late_gives_two_days_of_notice_and_none_when_it_is_nearly_over():
    school = SchoolCalendar(terms=(AUTUMN,))

    def day(today):
        return ages.day_in_term(
            starts_on=AUTUMN[0], ends_on=AUTUMN[1], today=today, last_on=None, calendar=school
        )

    assert day(date(2026, 10, 8)) == date(2026, 10, 12)
    assert day(date(2026, 10, 22)) is None


@pytest.mark.rule("A6")
@given(
    begins=st.integers(0, 60),
    length=st.integers(0, 60),
    now=st.integers(0, 80),
    closed=st.integers(0, 2**120 - 1),
)
def test_its_day_is_always_a_school_day_of_that_term(begins, length, now, closed):
    days = [date(2026, 9, 1) + timedelta(days=number) for number in range(140)]
    term = days[begins], days[begins + length]
    off = frozenset(day for number, day in enumerate(days) if closed >> number & 1)
    school = SchoolCalendar(terms=(term,), closed=off)
    today = max(days[now], term[0])

    day = ages.day_in_term(
        starts_on=term[0], ends_on=term[1], today=today, last_on=None, calendar=school
    )

    assert day is None or (school.is_school_day(day) and today < day <= term[1])


# --- planned by itself ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_is_planned_when_a_term_begins_and_one_only():
    term = factories.TermFactory(starts_on=AUTUMN[0], ends_on=AUTUMN[1])

    first = actions.prepare_age_reminder(on=AUTUMN[0])
    second = actions.prepare_age_reminder(on=AUTUMN[0] + timedelta(days=1))

    assert second is None
    assert (first.term, first.prepared_by) == (term, None)
    assert first.send_on == date(2026, 9, 7)
    assert Event.objects.filter(action="acknowledgements.age_reminder.planned").count() == 1


@pytest.mark.django_db
def test_none_is_planned_where_it_is_switched_off_or_outside_a_term():
    factories.TermFactory(starts_on=AUTUMN[0], ends_on=AUTUMN[1])
    assert actions.prepare_age_reminder(on=AUTUMN[0] - timedelta(days=1)) is None

    SignOffSettings.objects.create(pk=1, reminds_of_ages=False)
    assert actions.prepare_age_reminder(on=AUTUMN[0]) is None


@pytest.mark.django_db
def test_one_that_was_called_off_is_not_planned_again(head):
    factories.TermFactory(starts_on=AUTUMN[0], ends_on=AUTUMN[1])
    actions.cancel_age_reminder(reminder=actions.prepare_age_reminder(on=AUTUMN[0]), by=head)

    assert actions.prepare_age_reminder(on=AUTUMN[0] + timedelta(days=2)) is None


@pytest.mark.django_db
def test_the_daily_task_plans_and_sends(parent):
    factories.TermFactory(
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=60)
    )

    assert remind_of_ages() == 0
    assert AgeReminder.objects.get().send_on > timezone.localdate()
