from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from acknowledgements import actions, receipts
from acknowledgements.models import Acknowledgement, Capacity, Method
from audit.models import Event
from policies.models import State
from school.access import NotAllowed
from school.errors import WrongState
from school.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(version, head, class_teacher, parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def request_of(opened):
    return lambda person: factories.has_read(
        opened.requests.filter(person=person).order_by("pk").first()
    )


@pytest.mark.rule("A1")
def test_a_sign_off_holds_everything_that_was_agreed(version, class_teacher, request_of):
    before = timezone.now()

    signed = actions.sign(
        request=request_of(class_teacher), typed_name="Tom Thistle", by=class_teacher
    )

    signed.refresh_from_db()
    assert signed.person == signed.recorded_by == class_teacher
    assert (signed.capacity, signed.version, signed.child) == (Capacity.STAFF, version, None)
    assert signed.text_sha256 == version.text_sha256
    assert signed.sentence == version.sign_off_text
    assert signed.typed_name == "Tom Thistle"
    assert before <= signed.signed_at <= timezone.now()
    assert signed.method == Method.ONLINE


@pytest.mark.rule("A1")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE acknowledgements_acknowledgement SET typed_name = 'Somebody else'",
        "DELETE FROM acknowledgements_acknowledgement",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_sign_off(
    statement, class_teacher, request_of
):
    actions.sign(request=request_of(class_teacher), typed_name="Tom Thistle", by=class_teacher)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Acknowledgement.objects.get().typed_name == "Tom Thistle"


@pytest.mark.rule("A1")
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
def test_replacing_a_sign_off_is_no_way_round(class_teacher, request_of):
    signed = actions.sign(
        request=request_of(class_teacher), typed_name="Tom Thistle", by=class_teacher
    )
    columns = [f.column for f in Acknowledgement._meta.concrete_fields if f.column != "id"]
    forged = ["'x'" if column == "typed_name" else column for column in columns]

    for key in ("id", "id + 1"):  # the same row, or another with the same request
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT OR REPLACE INTO {Acknowledgement._meta.db_table} "
                f"(id, {', '.join(columns)}) SELECT {key}, {', '.join(forged)} "
                f"FROM {Acknowledgement._meta.db_table}"
            )

    assert Acknowledgement.objects.get() == signed
    assert Acknowledgement.objects.get().typed_name == "Tom Thistle"


@pytest.mark.rule("A2")
def test_a_second_click_returns_the_first_sign_off(class_teacher, request_of):
    asked = request_of(class_teacher)

    first = actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)
    second = actions.sign(request=asked, typed_name="T. Thistle", by=class_teacher)

    assert second == first
    assert Acknowledgement.objects.get().typed_name == "Tom Thistle"
    assert Event.objects.filter(action="acknowledgements.acknowledgement.signed").count() == 1


@pytest.mark.rule("A2")
def test_nobody_signs_for_somebody_else_not_even_the_headteacher(head, class_teacher, request_of):
    with pytest.raises(NotAllowed):
        actions.sign(request=request_of(class_teacher), typed_name="Tom Thistle", by=head)

    assert not Acknowledgement.objects.exists()


@pytest.mark.rule("A2")
@pytest.mark.parametrize("state", [State.SUPERSEDED, State.WITHDRAWN])
def test_a_version_that_is_no_longer_in_force_cannot_be_signed(
    state, version, class_teacher, request_of
):
    version.state = state
    version.save()

    with pytest.raises(WrongState, match="no longer in force"):
        actions.sign(request=request_of(class_teacher), typed_name="Tom", by=class_teacher)


@pytest.mark.rule("A2")
@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_a_version_that_is_not_yet_in_force_cannot_be_signed(state, class_teacher):
    version = factories.VersionFactory(state=state)
    asked = factories.RequestFactory(round__version=version, person=class_teacher)

    with pytest.raises(WrongState, match="no longer in force"):
        actions.sign(request=asked, typed_name="Tom", by=class_teacher)


@pytest.mark.rule("A2")
def test_a_closed_round_cannot_be_signed(opened, class_teacher, request_of):
    opened.closed_at = timezone.now()
    opened.save()

    with pytest.raises(WrongState, match="no longer in force"):
        actions.sign(request=request_of(class_teacher), typed_name="Tom", by=class_teacher)


@pytest.mark.rule("A2")
def test_a_stopped_request_cannot_be_signed(class_teacher, request_of):
    asked = request_of(class_teacher)
    asked.stopped_at = timezone.now()
    asked.save()

    with pytest.raises(WrongState, match="no longer asked"):
        actions.sign(request=asked, typed_name="Tom", by=class_teacher)


@pytest.mark.rule("A2")
def test_somebody_outside_the_audience_cannot_sign_even_with_a_request(class_teacher):
    version = factories.published(audiences=["governors"])
    asked = factories.RequestFactory(round__version=version, person=class_teacher)

    with pytest.raises(WrongState, match="no longer asked"):
        actions.sign(request=asked, typed_name="Tom", by=class_teacher)


@pytest.mark.rule("A4")
def test_a_parent_restricted_a_moment_ago_cannot_sign_for_that_child(parent, request_of):
    sibling = factories.ParenthoodFactory(person=parent)
    asked = request_of(parent)
    parent.parenthoods.exclude(pk=sibling.pk).update(is_restricted=True)

    with pytest.raises(WrongState, match="no longer asked"):
        actions.sign(request=asked, typed_name="Pat", by=parent)


def test_one_person_signs_once_in_each_capacity(version, head, teacher_parent):
    opened = actions.open_round(version=version, by=head)

    for asked in opened.requests.filter(person=teacher_parent):
        actions.sign(request=factories.has_read(asked), typed_name="Tess Parry", by=teacher_parent)

    signed = Acknowledgement.objects.filter(person=teacher_parent)
    assert {s.capacity for s in signed} == {Capacity.STAFF, Capacity.PARENT}


@pytest.mark.rule("A4")
def test_brothers_and_sisters_are_signed_for_in_one_go(version, head, parent):
    factories.ParenthoodFactory(person=parent)
    opened = actions.open_round(version=version, by=head)
    other_policy = actions.open_round(version=factories.published(), by=head)

    signed = actions.sign_for_family(
        request=factories.has_read(opened.requests.filter(person=parent).first()),
        typed_name="Pat Parker",
        by=parent,
    )

    assert {s.child for s in signed} == set(parent.children.all())
    assert not Acknowledgement.objects.filter(request__round=other_policy).exists()


def test_a_sibling_signed_for_before_stays_as_it_was(version, head, parent):
    factories.ParenthoodFactory(person=parent)
    opened = actions.open_round(version=version, by=head)
    first, second = opened.requests.filter(person=parent).order_by("pk")
    factories.has_read(first)
    actions.sign(request=first, typed_name="Pat Parker", by=parent)

    actions.sign_for_family(request=second, typed_name="P. Parker", by=parent)

    assert first.acknowledgement.typed_name == "Pat Parker"
    assert second.acknowledgement.typed_name == "P. Parker"


@pytest.mark.rule("A4")
def test_one_parents_signature_is_not_the_other_parents(version, head, parent, other_parent):
    factories.ParenthoodFactory(person=other_parent, child=parent.children.get())
    opened = actions.open_round(version=version, by=head)

    actions.sign_for_family(
        request=factories.has_read(opened.requests.get(person=parent)),
        typed_name="Pat Parker",
        by=parent,
    )

    assert not Acknowledgement.objects.filter(person=other_parent).exists()


@pytest.mark.rule("A1")
def test_a_sign_off_survives_every_later_version(version, head, class_teacher, request_of):
    actions.sign(request=request_of(class_teacher), typed_name="Tom Thistle", by=class_teacher)
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    later = factories.published(policy=version.policy, number=2)
    later_round = actions.open_round(version=later, by=head)
    asked = factories.has_read(later_round.requests.get(person=class_teacher))

    actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)

    assert {s.version.number for s in Acknowledgement.objects.all()} == {1, 2}


def test_the_chain_says_who_signed_which_text_without_a_name(version, class_teacher, request_of):
    signed = actions.sign(
        request=request_of(class_teacher), typed_name="Tom Thistle", by=class_teacher
    )

    event = Event.objects.get(action="acknowledgements.acknowledgement.signed")
    assert (event.actor_id, event.target_id) == (str(class_teacher.pk), str(signed.pk))
    assert event.facts == {
        "version": version.pk,
        "capacity": "staff",
        "text_sha256": version.text_sha256,
        "receipt": receipts.digest_of(Acknowledgement.objects.get()),
    }


def test_a_fault_after_the_first_write_leaves_no_sign_off(class_teacher, request_of, fault):
    asked = request_of(class_teacher)

    with fault("audit_event"):
        actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)

    assert not Acknowledgement.objects.exists()


def test_a_fault_at_the_second_child_leaves_the_first_unsigned_too(version, head, parent, fault):
    factories.ParenthoodFactory(person=parent)
    opened = actions.open_round(version=version, by=head)
    asked = factories.has_read(opened.requests.filter(person=parent).first())

    with fault("audit_event"):
        actions.sign_for_family(request=asked, typed_name="Pat Parker", by=parent)

    assert not Acknowledgement.objects.exists()


def test_a_role_that_ended_yesterday_signs_nothing_today(class_teacher, request_of):
    asked = request_of(class_teacher)
    class_teacher.assignments.filter(role=Role.STAFF).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(WrongState, match="no longer asked"):
        actions.sign(request=asked, typed_name="Tom", by=class_teacher)
