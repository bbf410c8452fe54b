"""Writing to those newly asked: one message each, in batches, whatever dies in between."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acknowledgements import actions, tasks
from acknowledgements.actions import invitations
from acknowledgements.models import Request
from acknowledgements.progress import Progress, progress_of
from notifications.delivery import deliver_all_due
from notifications.models import Message
from school.models import PersonalLink, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def batches_of_two(settings):
    settings.INVITATIONS_AT_A_TIME = 2


@pytest.fixture
def five_parents(db):
    return [factories.ParenthoodFactory().person for _ in range(5)]


def invited(opened):
    done = opened.requests.filter(invited_at__isnull=False)
    return done.values("person").distinct().count()


def test_opening_writes_to_the_first_and_a_worker_to_all_the_others(
    version, head, five_parents, batches_of_two, written_to
):
    opened = actions.open_round(version=version, by=head)
    at_first = invited(opened)
    the_rest = tasks.invite_newly_asked()

    assert (at_first, the_rest) == (2, 4)  # five parents and the Headteacher
    assert [written_to(parent) for parent in five_parents] == [["personal_link"]] * 5
    assert not Request.objects.to_invite().exists()


@pytest.mark.rule("A4")
def test_each_parent_gets_a_link_of_their_own_and_only_one(
    version, head, five_parents, batches_of_two, link_path, client
):
    actions.open_round(version=version, by=head)
    tasks.invite_newly_asked()

    links = PersonalLink.objects.filter(revoked_at=None)
    assert sorted(links.values_list("person", flat=True)) == [p.pk for p in five_parents]
    assert len({link_path(parent) for parent in five_parents}) == 5
    assert client.get(link_path(five_parents[4]), follow=True).status_code == 200


def test_the_worker_is_rung_for_only_once_the_round_stands_and_somebody_is_left(
    version, head, five_parents, batches_of_two, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as many:
        actions.open_round(version=version, by=head)
    tasks.invite_newly_asked()
    with django_capture_on_commit_callbacks() as few:
        actions.bring_up_to_date()

    assert invitations._ring in many
    assert invitations._ring not in few


def test_a_batch_that_dies_is_taken_up_again_and_writes_to_nobody_twice(
    version, head, five_parents, batches_of_two, fault, written_to
):
    opened = actions.open_round(version=version, by=head)
    with fault("school_personallink"):
        tasks.invite_newly_asked()

    after_the_fault = invited(opened)
    tasks.invite_newly_asked()

    assert after_the_fault == 2
    assert [written_to(parent) for parent in five_parents] == [["personal_link"]] * 5


@pytest.mark.rule("A2")
def test_somebody_who_replied_before_their_turn_is_not_written_to(
    version, head, five_parents, batches_of_two, written_to
):
    opened = actions.open_round(version=version, by=head)
    quick = factories.has_read(opened.requests.get(person=five_parents[4]))
    actions.sign(request=factories.has_read(quick), typed_name="Quick Signer", by=five_parents[4])

    tasks.invite_newly_asked()

    assert written_to(five_parents[4]) == []


@pytest.mark.rule("A5")
def test_somebody_who_leaves_before_their_turn_is_not_written_to(
    version, head, five_parents, batches_of_two, written_to
):
    actions.open_round(version=version, by=head)
    child = five_parents[4].children.get()
    child.left_on = timezone.localdate() - timedelta(days=1)
    child.save()

    tasks.invite_newly_asked()

    assert written_to(five_parents[4]) == []


@pytest.mark.rule("A4")
def test_a_court_restriction_put_in_before_their_turn_holds_at_once(
    version, head, five_parents, batches_of_two, written_to
):
    actions.open_round(version=version, by=head)
    five_parents[4].parenthoods.update(is_restricted=True)

    tasks.invite_newly_asked()

    assert written_to(five_parents[4]) == []


@pytest.mark.rule("A5")
def test_an_invitation_that_has_not_left_is_taken_back_from_a_leaver(
    version, head, class_teacher, written_to
):
    actions.open_round(version=version, by=head)
    class_teacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    actions.bring_up_to_date()
    gone = written_to(class_teacher)
    class_teacher.assignments.update(ends_on=None)
    actions.bring_up_to_date()

    assert gone == []
    assert written_to(class_teacher) == ["sign_waiting"]
    assert written_to(head) == ["sign_waiting"]


def test_a_leaver_who_is_still_asked_as_something_else_keeps_the_invitation(
    version, head, teacher_parent, written_to
):
    actions.open_round(version=version, by=head)
    teacher_parent.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    actions.bring_up_to_date()

    assert written_to(teacher_parent) == ["sign_waiting"]


def test_somebody_back_after_their_invitation_left_is_written_to_again(
    version, head, class_teacher, written_to
):
    actions.open_round(version=version, by=head)
    deliver_all_due()
    for ends_on in (timezone.localdate() - timedelta(days=1), None):
        class_teacher.assignments.update(ends_on=ends_on)
        actions.bring_up_to_date()

    assert written_to(class_teacher) == ["sign_waiting", "sign_waiting"]


def test_somebody_without_an_address_is_dealt_with_and_not_looked_at_again(version, head):
    tie = factories.ParenthoodFactory(person__email=None)

    opened = actions.open_round(version=version, by=head)

    assert opened.requests.get(person=tie.person).invited_at is not None
    assert tasks.invite_newly_asked() == 0


@pytest.mark.rule("A4")
def test_one_message_leads_to_three_rounds_and_two_children(
    head, parent, batches_of_two, written_to
):
    factories.ParenthoodFactory(person=parent)
    for _ in range(4):
        factories.RoleAssignmentFactory(role=Role.STAFF, starts_on=timezone.localdate())
    for _ in range(3):
        actions.open_round(version=factories.published(), by=head)
    tasks.invite_newly_asked()

    assert Request.objects.filter(person=parent, invited_at__isnull=False).count() == 6
    assert written_to(parent) == ["personal_link"]


def test_a_round_that_closed_meanwhile_is_written_of_to_nobody(
    version, head, five_parents, batches_of_two
):
    opened = actions.open_round(version=version, by=head)
    opened.closed_at = timezone.now()
    opened.save()

    assert tasks.invite_newly_asked() == 0


def test_progress_counts_people_and_not_requests(version, head, parent, batches_of_two):
    factories.ParenthoodFactory(person=parent)
    factories.ParenthoodFactory(person__email=None)
    factories.LeaveFactory(person=factories.RoleAssignmentFactory().person)
    others = [factories.ParenthoodFactory().person for _ in range(3)]

    opened = actions.open_round(version=version, by=head)
    first = progress_of([opened])[opened.pk]
    tasks.invite_newly_asked()
    last = progress_of([opened])[opened.pk]

    # The Headteacher, the parent of two, one without e-mail, one on leave, and the others.
    assert first == Progress(people=4 + len(others), written=2, on_leave=1, waiting=4)
    assert first.is_under_way
    assert last == Progress(people=7, written=5, without_email=1, on_leave=1)
    assert not last.is_under_way


def test_progress_of_many_rounds_is_one_query(head, five_parents, django_assert_num_queries):
    rounds = [actions.open_round(version=factories.published(), by=head) for _ in range(4)]

    with django_assert_num_queries(1):
        assert {each.people for each in progress_of(rounds).values()} == {6}


def test_a_batch_costs_the_same_however_many_are_still_to_come(version, head, settings):
    settings.INVITATIONS_AT_A_TIME = 3

    def cost(people):
        for _ in range(people):
            factories.ParenthoodFactory()
        actions.open_round(version=factories.published(), by=head)
        with CaptureQueriesContext(connection) as queries:
            invitations.invite_some()
        tasks.invite_newly_asked()
        Message.objects.update(sent_at=timezone.now())
        return len(queries)

    assert cost(10) == cost(40)


def test_messages_carry_no_name_of_a_child(version, head, five_parents):
    actions.open_round(version=version, by=head)

    for message in Message.objects.all():
        assert set(message.context) <= {"path", "days"}
