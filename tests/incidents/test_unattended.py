"""I3: nothing is ever left with nobody, nor with the person it is about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from incidents.actions import pass_on_unattended
from incidents.models import Case, State
from notifications.models import Message
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
