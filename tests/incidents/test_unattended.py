"""I3: nothing is ever left with nobody, nor with the person it is about."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from incidents import tasks
from incidents.actions import pass_on_unattended, unattended
from incidents.models import Case, State
from notifications.models import Message
from school.actions import end_role, note_leave
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_case, a_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I3")]


def ended_yesterday(person):
    person.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))


def who_can_open(case):
    return {p.pk for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


def test_a_case_whose_handler_left_goes_to_the_next_in_line_and_they_are_told(cast):
    case = a_report(subject_kind="headteacher").case
    ended_yesterday(cast.chair)

    assert pass_on_unattended() == 1

    assert who_can_open(case) == {cast.clerk.pk}
    assert Message.objects.filter(recipient=cast.clerk, template="case_waiting").exists()
    assert Event.objects.on(case).filter(action="incidents.case.passed_on").exists()
    assert case.entries.filter(title="Passed on").exists()


@pytest.mark.rule("I4")
def test_a_case_whose_subject_came_into_the_post_that_handles_it_leaves_the_post(cast):
    case = a_report(subject_kind="staff", subject_name="Tom Thistle").case
    ended_yesterday(cast.headteacher)
    factories.RoleAssignmentFactory(person=cast.class_teacher, role=Role.HEADTEACHER)

    pass_on_unattended()

    assert who_can_open(case) == {cast.chair.pk}
    assert not Message.objects.filter(recipient=cast.class_teacher).exists()


def test_a_case_that_waited_for_anybody_at_all_is_passed_on_once_there_is_somebody(db):
    case = a_report().case
    assert pass_on_unattended() == 0

    clerk = factories.RoleAssignmentFactory(role=Role.CLERK).person

    assert pass_on_unattended() == 1
    assert who_can_open(case) == {clerk.pk}


def test_a_case_in_somebodys_hands_stays_there(cast):
    kept = a_report(subject_kind="headteacher").case
    closed = a_case(State.CLOSED, handling_role=Role.OFFICE)
    ended_yesterday(cast.office)

    assert pass_on_unattended() == 0

    assert {each.handling_role for each in Case.objects.all()} == {Role.CHAIR, Role.OFFICE}
    assert {kept.pk, closed.pk} == set(Case.objects.values_list("pk", flat=True))


def test_looking_again_while_nobody_is_free_writes_to_nobody_and_adds_no_line(db):
    case = a_report().case

    for _ in range(3):
        pass_on_unattended()

    assert case.entries.count() == 1
    assert not Message.objects.exists()


def on_leave(person, **days):
    return factories.LeaveFactory(person=person, **days)


def test_while_the_head_is_on_leave_the_deputy_acts_and_gives_the_case_back_that_day(cast):
    case = a_report().case
    leave = on_leave(cast.headteacher)

    assert pass_on_unattended() == 1
    case.refresh_from_db()
    assert (case.handling_role, case.acting_for_role) == (Role.DEPUTY, Role.HEADTEACHER)
    assert "is away" in case.routing_because
    assert who_can_open(case) == {cast.deputy.pk}

    leave.ends_on = timezone.localdate() - timedelta(days=1)
    leave.save()
    assert pass_on_unattended() == 1
    case.refresh_from_db()
    assert (case.handling_role, case.acting_for_role) == (Role.HEADTEACHER, "")
    assert who_can_open(case) == {cast.headteacher.pk}


def test_a_report_that_comes_while_the_head_is_on_leave_goes_to_the_deputy_at_once(cast):
    on_leave(cast.headteacher)

    case = a_report().case

    assert who_can_open(case) == {cast.deputy.pk}
    assert pass_on_unattended() == 0


@pytest.mark.rule("I4")
def test_a_deputy_who_acts_never_gets_what_is_about_the_head_or_about_the_deputy(cast):
    on_leave(cast.headteacher)

    about_head = a_report(subject_kind="headteacher").case
    about_deputy = a_report(subject_kind="staff", subject_name="Mr Patel").case

    assert who_can_open(about_head) == {cast.chair.pk}
    assert who_can_open(about_deputy) == {cast.chair.pk}


def test_where_nobody_else_is_there_it_stays_with_somebody_on_leave(headteacher):
    case = a_report().case
    on_leave(headteacher)

    assert pass_on_unattended() == 0

    assert who_can_open(case) == {headteacher.pk}


def test_an_acting_head_has_every_case_of_the_post_for_as_long_as_the_role_is_given(cast):
    case = a_report().case
    on_leave(cast.headteacher)
    factories.RoleAssignmentFactory(
        person=cast.deputy,
        role=Role.HEADTEACHER,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(days=30),
    )

    assert pass_on_unattended() == 0

    assert cast.deputy.pk in who_can_open(case)


def test_a_safeguarding_lead_who_left_is_replaced_and_the_case_stays_with_its_handler(cast):
    case = a_report(child_in_danger=True, subject_kind="headteacher").case
    assert who_can_open(case) == {cast.chair.pk, cast.dsl.pk}
    ended_yesterday(cast.dsl)

    pass_on_unattended()

    case.refresh_from_db()
    assert (case.handling_role, case.besides_role) == (Role.CHAIR, "")
    new = factories.RoleAssignmentFactory(role=Role.DSL).person
    pass_on_unattended()
    assert who_can_open(case) == {cast.chair.pk, new.pk}
    assert Message.objects.filter(recipient=new, template="case_waiting").count() == 1


@pytest.mark.parametrize(
    ("about", "who", "then"),
    [
        ({}, "headteacher", "deputy"),
        ({"subject_kind": "headteacher"}, "chair", "clerk"),
        ({"subject_kind": "governor"}, "clerk", "chair"),
        ({"subject_kind": "staff", "subject_name": "Hart"}, "chair", "clerk"),
    ],
)
def test_the_cases_of_whoever_leaves_move_the_same_day(about, who, then, cast):
    case = a_report(**about).case
    assert who_can_open(case) == {getattr(cast, who).pk}
    leaver = getattr(cast, who)
    leaver.is_active = False
    leaver.save()

    pass_on_unattended()

    assert who_can_open(case) == {getattr(cast, then).pk}


def test_a_case_of_the_last_governor_left_goes_on_to_another_governor(governor):
    case = a_report(subject_kind="headteacher").case
    assert who_can_open(case) == {governor.pk}
    other = factories.RoleAssignmentFactory(role=Role.GOVERNOR).person
    ended_yesterday(governor)

    pass_on_unattended()

    assert who_can_open(case) == {other.pk}


def test_a_post_that_changes_hands_rings_for_its_cases_at_once(
    cast, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks.pass_on_unattended, "apply_async", lambda **kw: rung.append(kw))
    with django_capture_on_commit_callbacks(execute=True):
        end_role(
            assignment=cast.deputy.assignments.get(),
            ends_on=timezone.localdate(),
            by=cast.headteacher,
        )
    ended = len(rung)
    with django_capture_on_commit_callbacks(execute=True):
        note_leave(
            person=cast.headteacher,
            starts_on=timezone.localdate(),
            ends_on=None,
            by=cast.headteacher,
        )

    assert ended
    assert len(rung) > ended


def test_passing_on_thirty_cases_costs_as_many_queries_as_three(cast):
    def costs(number):
        for _ in range(number):
            a_report(child_in_danger=True)
        leave = on_leave(cast.headteacher)
        with CaptureQueriesContext(connection) as caught:
            assert pass_on_unattended() == Case.objects.count()
        leave.delete()
        pass_on_unattended()
        return len(caught)

    assert costs(3) == costs(27) <= 25


def test_a_batch_that_fails_half_way_leaves_every_case_where_it_was(cast, monkeypatch):
    case = a_report().case
    on_leave(cast.headteacher)
    monkeypatch.setattr(unattended, "_letters", lambda told: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        pass_on_unattended()

    assert who_can_open(case) == {cast.headteacher.pk}
    assert case.entries.count() == 1


def test_more_cases_than_a_batch_are_all_passed_on(cast, monkeypatch):
    monkeypatch.setattr(unattended, "BATCH", 2)
    cases = [a_report().case for _ in range(5)]
    on_leave(cast.headteacher)

    assert pass_on_unattended() == 5

    assert {who for case in cases for who in who_can_open(case)} == {cast.deputy.pk}
    assert Message.objects.filter(recipient=cast.deputy).count() == 5
