"""Newcomers sign at induction; whoever is on long leave is left in peace until the return (A5)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements import actions
from acknowledgements.actions.asking import Moment
from acknowledgements.models import Request, Round, SignOffSettings
from acknowledgements.tasks import invite_newly_asked
from school import actions as school
from school.calendar import SchoolCalendar
from school.models import Child, Role
from school.terms import school_calendar
from tests import factories
from tests.days import in_days, today

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5")]


def days(number):
    return in_days(number)


def school_days(number, since=None):
    return school_calendar().add_school_days(since or today(), number)


@pytest.fixture
def opened(version, head):
    """A round that opened a year ago, in which the Headteacher was asked."""
    opened = actions.open_round(version=version, by=head)
    Round.objects.update(opened_at=timezone.now() - timedelta(days=365), due_on=days(-350))
    Request.objects.update(asked_at=timezone.now() - timedelta(days=365), due_on=days(-350))
    return opened


def due_of(person):
    return Request.objects.get(person=person).due_on


# --- by when --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER])
def test_a_joiner_has_the_full_time_from_their_first_day(role, opened):
    person = factories.RoleAssignmentFactory(role=role, starts_on=today()).person

    actions.bring_up_to_date()

    assert due_of(person) == school_days(10)


def test_a_joiner_written_down_late_is_still_due_at_induction(opened):
    first_day = days(-7)
    person = factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=first_day).person
    tie = factories.ParenthoodFactory(child__admitted_on=first_day)

    actions.bring_up_to_date()

    assert due_of(person) == due_of(tie.person) == school_days(10, since=first_day)
    assert due_of(person) < school_days(10)


def test_a_joiner_written_down_far_too_late_has_the_full_time_from_today(opened):
    person = factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=days(-60)).person

    actions.bring_up_to_date()

    assert due_of(person) == school_days(10)


def test_somebody_long_here_who_is_asked_only_now_has_the_full_time_from_today(opened):
    tie = factories.ParenthoodFactory(child__admitted_on=days(-700), is_restricted=True)
    actions.bring_up_to_date()
    tie.is_restricted = False
    tie.save()

    actions.bring_up_to_date()

    assert due_of(tie.person) == school_days(10)


def test_nobody_is_asked_before_their_first_day(opened):
    person = factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=days(1)).person

    actions.bring_up_to_date()

    assert not Request.objects.filter(person=person).exists()


def test_a_joiner_of_a_round_that_runs_longer_has_until_its_own_day(version, head):
    opened = actions.open_round(version=version, by=head)
    Round.objects.update(due_on=days(90), opened_at=timezone.now() - timedelta(days=20))
    person = factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=days(-2)).person

    actions.bring_up_to_date()

    assert opened.requests.get(person=person).due_on == days(90)


def test_the_school_sets_how_many_school_days_there_are(version, head):
    SignOffSettings.objects.create(pk=1, due_school_days=4)

    opened = actions.open_round(version=version, by=head)

    assert opened.due_on == school_days(4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first_day=st.integers(-40, 0),
    opened_days_ago=st.integers(0, 60),
    school_days=st.integers(1, 20),
    closed=st.frozensets(st.integers(-60, 60), max_size=12),
)
def test_a_due_day_is_a_school_day_that_leaves_time_and_is_counted_from_the_first_day(
    first_day, opened_days_ago, school_days, closed
):
    calendar = SchoolCalendar(closed=frozenset(days(number) for number in closed))
    moment = Moment(calendar=calendar, school_days=school_days)
    opened = Round(opened_at=moment.now - timedelta(days=opened_days_ago), due_on=date(2000, 1, 1))

    due_on = due_in_python(moment.due_in(opened), days(first_day))

    assert calendar.is_school_day(due_on)
    assert due_on >= calendar.add_school_days(today(), min(3, school_days))
    assert due_on in (moment.due(days(first_day)), moment.due())
    if days(first_day) <= timezone.localdate(opened.opened_at):
        assert due_on == moment.due()


def due_in_python(case, first_day):
    """Read the SQL's CASE as the database would, for one first day."""
    for when in case.cases:
        ((_, least),) = when.condition.children
        if first_day >= least:
            return when.result.value
    return case.default.value


# --- long leave -----------------------------------------------------------------------------------


def away(person, first, last=None):
    return factories.LeaveFactory(
        person=person, starts_on=days(first), ends_on=None if last is None else days(last)
    )


def test_what_is_asked_during_leave_is_written_of_on_the_first_day_back(
    version, head, class_teacher, written_to
):
    leave = away(class_teacher, -30)
    opened = actions.open_round(version=version, by=head)
    meanwhile = (written_to(class_teacher), invite_newly_asked())

    school.end_leave(leave=leave, ends_on=days(-1), by=head)
    actions.bring_up_to_date()

    assert opened.requests.filter(person=class_teacher).exists()
    assert meanwhile == ([], 0)
    assert written_to(class_teacher) == ["sign_waiting"]


def test_a_last_day_that_comes_by_itself_brings_the_invitation_next_morning(
    version, head, class_teacher, written_to
):
    leave = away(class_teacher, -30, 0)
    actions.open_round(version=version, by=head)
    on_the_last_day = written_to(class_teacher)
    leave.ends_on = days(-1)
    leave.save()

    invite_newly_asked()

    assert on_the_last_day == []
    assert written_to(class_teacher) == ["sign_waiting"]


def test_the_full_time_is_counted_again_from_the_first_day_back(opened, head, class_teacher):
    actions.bring_up_to_date()
    Request.objects.update(
        asked_at=timezone.now() - timedelta(days=200), due_on=days(-190), invited_at=timezone.now()
    )
    away(class_teacher, -180, -3)

    actions.bring_up_to_date()
    actions.bring_up_to_date()

    assert due_of(class_teacher) == school_days(10, since=days(-2))
    assert due_of(head) == days(-190)


def test_what_was_asked_after_the_return_keeps_its_own_day(version, head, class_teacher):
    away(class_teacher, -30, -5)
    opened = actions.open_round(version=version, by=head)

    actions.bring_up_to_date()

    assert due_of(class_teacher) == opened.due_on


def test_leave_never_brings_a_due_day_forward(version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)
    Request.objects.update(due_on=days(90), asked_at=timezone.now() - timedelta(days=40))
    away(class_teacher, -30, -1)

    actions.bring_up_to_date()

    assert opened.requests.get(person=class_teacher).due_on == days(90)


def test_noting_and_ending_leave_are_followed_at_once(version, head, office, class_teacher):
    opened = actions.open_round(version=version, by=head)
    Request.objects.update(
        asked_at=timezone.now() - timedelta(days=100), due_on=days(-80), invited_at=timezone.now()
    )
    leave = school.note_leave(person=class_teacher, starts_on=days(-90), ends_on=None, by=office)
    on_leave = set(Request.objects.on_leave().values_list("person", flat=True))
    school.end_leave(leave=leave, ends_on=days(-1), by=office)

    assert on_leave == {class_teacher.pk}
    assert not Request.objects.on_leave().exists()
    assert opened.requests.get(person=class_teacher).due_on == school_days(10)


def test_returns_cost_the_same_for_1_person_as_for_20(opened, django_assert_max_num_queries):
    for number in range(20):
        away(factories.RoleAssignmentFactory(starts_on=days(-300)).person, -100, -1 - number % 7)

    with django_assert_max_num_queries(45):
        actions.bring_up_to_date()


# --- leaving --------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["role ended", "inactive", "child left", "responsibility lost"])
def test_a_leaver_stops_being_asked_by_the_daily_round_on_the_day_after(
    how, version, head, teacher_parent
):
    actions.open_round(version=version, by=head)
    child = teacher_parent.children.get()
    leave(how, teacher_parent, child)

    actions.bring_up_to_date()

    left = {
        "role ended": {"parent"},
        "inactive": set(),
        "child left": {"staff"},
        "responsibility lost": {"staff"},
    }
    live = Request.objects.live().filter(person=teacher_parent)
    assert set(live.values_list("capacity", flat=True)) == left[how]


def leave(how, person, child):
    if how == "role ended":
        person.assignments.update(ends_on=days(-1))
    elif how == "inactive":
        person.is_active = False
        person.save()
    elif how == "child left":
        Child.objects.filter(pk=child.pk).update(left_on=days(-1))
    else:
        person.parenthoods.update(has_responsibility=False)


def test_on_their_last_day_somebody_is_still_asked(version, head, class_teacher):
    actions.open_round(version=version, by=head)
    school.end_role(assignment=class_teacher.assignments.get(), ends_on=today(), by=head)

    assert Request.objects.live().filter(person=class_teacher).exists()


def test_the_signal_stops_a_leaver_at_once(version, head, class_teacher):
    actions.open_round(version=version, by=head)

    school.end_role(assignment=class_teacher.assignments.get(), ends_on=days(-1), by=head)

    stopped = Request.objects.get(person=class_teacher)
    assert stopped.stopped_at is not None
    assert stopped.stopped_why == "No longer in the audience of this policy."
