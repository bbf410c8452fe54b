from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Capacity, Reminder, Request, Round
from audit.models import Event
from notifications.delivery import deliver_all_due
from notifications.models import Message
from policies.actions import withdraw_version
from policies.models import Channel, Publicity, State
from policies.signals import version_published
from school.errors import WrongState
from school.models import PersonalLink, Role
from school.signals import people_changed
from school.terms import school_calendar
from tests import factories

pytestmark = pytest.mark.django_db


def places(opened):
    """Return who is asked now, as (person, capacity, child)."""
    live = Request.objects.live().filter(round=opened)
    return {(r.person, r.capacity, r.child) for r in live.select_related("person", "child")}


def correction_of(version):
    """Return a next version of the same policy, in force, that need not be signed again."""
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    return factories.published(
        policy=version.policy, number=version.number + 1, must_be_signed=False
    )


def next_version_of(version):
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    return factories.published(policy=version.policy, number=version.number + 1)


def test_a_version_sent_to_the_parents_of_a_child_who_joins_is_made_known_so(version, cast):
    enrolment = Publicity.objects.filter(channel=Channel.ENROLMENT)
    actions.open_round(version=version, by=cast.headteacher)
    factories.RoleAssignmentFactory(role=Role.STAFF)
    factories.ParenthoodFactory(person__email=None)
    actions.bring_up_to_date()
    assert not enrolment.exists()

    factories.ParenthoodFactory()
    actions.bring_up_to_date()
    factories.ParenthoodFactory()
    actions.bring_up_to_date()

    assert [entry.version for entry in enrolment] == [version]


@pytest.mark.rule("A1")
def test_publishing_asks_everybody_in_the_audiences_once_per_capacity_and_per_child(version, cast):
    second_child = factories.ParenthoodFactory(person=cast.parent).child

    opened = actions.open_round(version=version, by=cast.headteacher)

    asked = places(opened)
    assert {p for p, capacity, _ in asked if capacity == Capacity.STAFF} == {
        cast.headteacher,
        cast.deputy,
        cast.dsl,
        cast.office,
        cast.class_teacher,
        cast.teacher_parent,
    }
    assert {p for p, capacity, _ in asked if capacity == Capacity.GOVERNOR} == {
        cast.chair,
        cast.clerk,
        cast.governor,
    }
    assert {p for p, capacity, _ in asked if capacity == Capacity.VOLUNTEER} == {cast.volunteer}
    assert {c for p, capacity, c in asked if p == cast.parent} == {*cast.parent.children.all()}
    assert second_child in {c for _, _, c in asked}
    assert (cast.teacher_parent, Capacity.PARENT, cast.teacher_parent.children.get()) in asked
    assert cast.outsider not in {p for p, _, _ in asked}


def test_only_the_audiences_of_the_version_are_asked(cast):
    for_governors = factories.published(audiences=["governors"])

    opened = actions.open_round(version=for_governors, by=cast.headteacher)

    assert {capacity for _, capacity, _ in places(opened)} == {Capacity.GOVERNOR}


def test_a_round_is_due_in_ten_school_days(version, head):
    factories.TermFactory(
        starts_on=timezone.localdate() - timedelta(days=30),
        ends_on=timezone.localdate() + timedelta(days=60),
    )
    opened = actions.open_round(version=version, by=head)

    assert opened.due_on == school_calendar().add_school_days(timezone.localdate(), 10)
    assert set(Request.objects.values_list("due_on", flat=True)) == {opened.due_on}


@pytest.mark.rule("A2")
@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_no_round_opens_for_a_version_that_is_not_in_force(state, head):
    if state in (State.SUPERSEDED, State.WITHDRAWN):
        version = factories.published()
        version.state = state
        version.save()
    else:
        version = factories.VersionFactory(state=state)

    with pytest.raises(WrongState):
        actions.open_round(version=version, by=head)

    assert not Round.objects.exists()


def test_opening_again_changes_nothing_and_writes_to_nobody(version, head, parent):
    first = actions.open_round(version=version, by=head)
    messages = Message.objects.count()

    again = actions.open_round(version=version, by=head)

    assert again == first
    assert Message.objects.count() == messages


def test_the_published_signal_opens_a_round_only_where_a_signature_is_asked(head, class_teacher):
    asks, asks_not = factories.published(), factories.published(must_be_signed=False)

    version_published.send(sender=type(asks), version=asks, by=head)
    version_published.send(sender=type(asks), version=asks_not, by=head)

    assert [r.version for r in Round.objects.all()] == [asks]


def test_a_newer_version_closes_the_round_of_the_one_before(version, head, class_teacher):
    earlier = actions.open_round(version=version, by=head)

    later = actions.open_round(version=next_version_of(version), by=head)

    earlier.refresh_from_db()
    assert earlier.closed_at is not None
    assert later.closed_at is None
    assert not Request.objects.live().filter(round=earlier).exists()


@pytest.mark.rule("A1")
def test_after_a_material_change_even_those_who_had_signed_are_asked(version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)
    actions.sign(
        request=factories.has_read(opened.requests.get(person=class_teacher)),
        typed_name="T",
        by=class_teacher,
    )

    later = actions.open_round(version=next_version_of(version), by=head)

    assert later.requests.filter(person=class_teacher).exists()


@pytest.mark.rule("P5")
def test_after_a_correction_only_those_who_had_not_signed_are_asked_to_sign_it(
    version, head, class_teacher, volunteer
):
    opened = actions.open_round(version=version, by=head)
    actions.sign(
        request=factories.has_read(opened.requests.get(person=class_teacher)),
        typed_name="T",
        by=class_teacher,
    )
    corrected = correction_of(version)

    version_published.send(sender=type(version), version=corrected, by=head)
    actions.bring_up_to_date()

    asked = {r.person for r in Request.objects.live()}
    assert volunteer in asked
    assert class_teacher not in asked


@pytest.mark.rule("A4")
def test_a_parent_is_asked_from_the_day_the_child_joins_and_not_before(version, head):
    tie = factories.ParenthoodFactory(child__admitted_on=timezone.localdate() + timedelta(days=1))

    opened = actions.open_round(version=version, by=head)
    before = places(opened)
    tie.child.admitted_on = timezone.localdate()
    tie.child.save()
    actions.bring_up_to_date()

    assert tie.person not in {p for p, _, _ in before}
    assert (tie.person, Capacity.PARENT, tie.child) in places(opened)


@pytest.mark.rule("A4")
def test_a_parent_under_a_court_restriction_is_neither_asked_nor_written_to(
    version, head, written_to
):
    tie = factories.ParenthoodFactory(is_restricted=True)

    opened = actions.open_round(version=version, by=head)

    assert tie.person not in {p for p, _, _ in places(opened)}
    assert written_to(tie.person) == []


@pytest.mark.rule("A4")
def test_one_email_covers_all_of_a_parents_children(version, head, parent, written_to):
    factories.ParenthoodFactory(person=parent)

    actions.open_round(version=version, by=head)

    assert written_to(parent) == ["personal_link"]
    assert PersonalLink.objects.filter(person=parent).count() == 1


@pytest.mark.rule("A4")
def test_two_separated_parents_each_get_a_link_of_their_own(version, head, parent, other_parent):
    child = parent.children.get()
    factories.ParenthoodFactory(person=other_parent, child=child)

    actions.open_round(version=version, by=head)

    links = PersonalLink.objects.filter(person__in=[parent, other_parent])
    assert {link.person for link in links} == {parent, other_parent}


def test_members_of_the_school_are_led_to_the_portal_even_where_they_are_parents(
    version, head, teacher_parent, governor, written_to
):
    actions.open_round(version=version, by=head)

    assert written_to(teacher_parent) == ["sign_waiting"]
    assert written_to(governor) == ["sign_waiting"]
    assert not PersonalLink.objects.filter(person=teacher_parent).exists()


def test_somebody_without_an_address_is_asked_all_the_same(version, head):
    tie = factories.ParenthoodFactory(person__email=None)

    opened = actions.open_round(version=version, by=head)

    assert tie.person in {p for p, _, _ in places(opened)}
    assert not PersonalLink.objects.filter(person=tie.person).exists()


@pytest.mark.rule("A5")
@pytest.mark.parametrize("role", [Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER])
def test_a_newcomer_inherits_every_open_round_in_one_email(role, head, written_to):
    for _ in range(3):
        actions.open_round(version=factories.published(), by=head)
    newcomer = factories.RoleAssignmentFactory(role=role, starts_on=timezone.localdate()).person

    people_changed.send(sender=Role, by=head)

    assert Request.objects.outstanding().filter(person=newcomer).count() == 3
    assert written_to(newcomer) == ["sign_waiting"]


@pytest.mark.rule("A5")
def test_a_leavers_requests_stop_the_same_day_and_start_again_on_return(
    version, head, class_teacher
):
    opened = actions.open_round(version=version, by=head)
    role = class_teacher.assignments.get()
    role.ends_on = timezone.localdate() - timedelta(days=1)
    role.save()

    people_changed.send(sender=Role, by=head)
    after_leaving = places(opened)
    role.ends_on = None
    role.save()
    people_changed.send(sender=Role, by=head)

    assert class_teacher not in {p for p, _, _ in after_leaving}
    assert (class_teacher, Capacity.STAFF, None) in places(opened)
    assert opened.requests.filter(person=class_teacher).count() == 1


@pytest.mark.rule("A5")
@pytest.mark.parametrize("how", ["left", "restricted", "inactive"])
def test_a_parent_stops_being_asked_and_their_link_ends(how, version, head, parent):
    opened = actions.open_round(version=version, by=head)
    tie = parent.parenthoods.get()
    if how == "left":
        tie.child.left_on = timezone.localdate() - timedelta(days=1)
        tie.child.save()
    elif how == "restricted":
        tie.is_restricted = True
        tie.save()
    else:
        parent.is_active = False
        parent.save()

    actions.bring_up_to_date(by=head)

    assert parent not in {p for p, _, _ in places(opened)}
    assert PersonalLink.objects.get(person=parent).revoked_at is not None


@pytest.mark.rule("A4")
@pytest.mark.parametrize("first_has_left", [True, False])
def test_a_parent_restricted_by_mistake_gets_a_new_link_once_it_is_put_right(
    first_has_left, version, head, parent, link_path, client
):
    actions.open_round(version=version, by=head)
    if first_has_left:
        deliver_all_due()
    for mistaken in (True, False):
        parent.parenthoods.update(is_restricted=mistaken)
        actions.bring_up_to_date(by=head)

    page = client.get(link_path(parent), follow=True)

    assert page.status_code == 200
    assert "Social media policy" in page.text


@pytest.mark.rule("A1")
def test_a_leavers_sign_off_stays(version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)
    request = opened.requests.get(person=class_teacher)
    actions.sign(request=factories.has_read(request), typed_name="Tom Thistle", by=class_teacher)
    class_teacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    actions.bring_up_to_date()

    request.refresh_from_db()
    assert request.acknowledgement.typed_name == "Tom Thistle"
    assert request.stopped_at is None


def test_a_second_child_who_joins_later_is_told_of_in_a_new_email(
    version, head, parent, written_to
):
    actions.open_round(version=version, by=head)
    deliver_all_due()
    factories.ParenthoodFactory(person=parent)

    actions.bring_up_to_date()
    deliver_all_due()
    actions.bring_up_to_date()

    assert written_to(parent) == ["personal_link", "personal_link"]


@pytest.mark.rule("A4")
def test_two_policies_at_once_make_one_email_whose_link_shows_both(
    version, head, parent, class_teacher, written_to, link_path, client
):
    actions.open_round(version=version, by=head)
    actions.open_round(version=factories.published(policy__title="Anti-bullying"), by=head)

    assert written_to(parent) == ["personal_link"]
    assert written_to(class_teacher) == ["sign_waiting"]
    page = client.get(link_path(parent), follow=True)
    assert "Social media policy" in page.text
    assert "Anti-bullying" in page.text


def test_a_round_whose_version_is_withdrawn_closes(version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)

    withdraw_version(version=version, by=head, why="We work in another way now.")

    opened.refresh_from_db()
    assert opened.closed_at is not None


def test_bringing_up_to_date_when_nothing_changed_writes_nothing(version, cast):
    actions.open_round(version=version, by=cast.headteacher)
    counts = [m.objects.count() for m in (Request, Message, Event, PersonalLink)]

    actions.bring_up_to_date()

    assert [m.objects.count() for m in (Request, Message, Event, PersonalLink)] == counts


def test_the_chain_says_who_opened_the_round_and_names_nobody(version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)

    event = Event.objects.get(action="acknowledgements.round.opened")
    assert event.actor_id == str(head.pk)
    assert event.target_id == str(opened.pk)
    assert event.facts == {"version": version.pk, "asked": opened.requests.count()}


def test_opening_costs_the_same_number_of_statements_for_3_people_as_for_60(head):
    def cost(people):
        for _ in range(people // 3):
            factories.ParenthoodFactory()
            factories.RoleAssignmentFactory(role=Role.STAFF)
            factories.RoleAssignmentFactory(role=Role.VOLUNTEER)
        version = factories.published()
        with CaptureQueriesContext(connection) as queries:
            actions.open_round(version=version, by=head)
        return len(queries)

    cost(3)  # the first event of all also starts the chain
    assert cost(3) == cost(60)


def test_bringing_up_to_date_costs_the_same_for_3_newcomers_as_for_60(version, head):
    actions.open_round(version=version, by=head)

    def cost(people):
        for _ in range(people // 2):
            factories.ParenthoodFactory()
            factories.RoleAssignmentFactory(role=Role.STAFF)
        with CaptureQueriesContext(connection) as queries:
            actions.bring_up_to_date()
        return len(queries)

    cost(4)  # the first newcomers' is recorded once for the version (M12)
    assert cost(4) == cost(60)


@pytest.mark.parametrize("table", ["audit_event", "notifications_message"])
def test_a_fault_after_the_first_write_leaves_nothing_half_opened(
    table, version, head, class_teacher, fault
):
    with fault(table):
        actions.open_round(version=version, by=head)

    assert not Round.objects.exists()
    assert not Request.objects.exists()
    assert not Message.objects.exists()


def test_reminders_already_sent_are_not_sent_again_to_somebody_who_comes_back(
    version, head, class_teacher
):
    opened = actions.open_round(version=version, by=head)
    request = opened.requests.get(person=class_teacher)
    Reminder.objects.create(request=request, step=3, sent_on=date(2026, 11, 1))
    class_teacher.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    actions.bring_up_to_date()
    class_teacher.assignments.update(ends_on=None)

    actions.bring_up_to_date()

    actions.remind(on=timezone.localdate() + timedelta(days=63))
    assert request.reminders.count() == 1
