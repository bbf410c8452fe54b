from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from notifications.models import Message
from policies import actions
from policies.awaiting import reading_of
from policies.models import ApproverLevel, State, Version
from policies.signals import version_published, version_withdrawn
from policies.text import text_sha256
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.days import counted_now, in_days, tomorrow, yesterday

pytestmark = pytest.mark.django_db


def draft(author, **kwargs):
    return factories.VersionFactory(created_by=author, **kwargs)


def in_review(author, **kwargs):
    return draft(author, state=State.IN_REVIEW, **kwargs)


def approved(author, clerk, **kwargs):
    version = in_review(author, **kwargs)
    return actions.approve_version(
        version=version,
        by=clerk,
        approved_on=yesterday(),
        next_review_on=in_days(365),
        minute="26/14",
        reading=reading_of(version),
    )


@pytest.fixture
def heard():
    """Collect what the room told the rooms above."""
    told = []

    def listen(sender, version, by, **kwargs):
        told.append((version.pk, by.pk))

    version_published.connect(listen)
    version_withdrawn.connect(listen)
    yield told
    version_published.disconnect(listen)
    version_withdrawn.disconnect(listen)


# --- the whole way --------------------------------------------------------------------------------


@pytest.mark.rule("P2")
def test_a_version_goes_from_draft_to_publication_and_each_step_is_recorded(
    office, clerk, headteacher
):
    version = draft(office)

    approve(actions.submit_for_review(version=version, by=office), clerk)
    actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="It is new.")

    version.refresh_from_db()
    assert version.state == State.PUBLISHED
    assert version.approved_by == clerk
    assert version.approved_on == yesterday()
    assert version.approved_at_level == ApproverLevel.GOVERNING_BODY
    assert version.approval_minute == "26/14"
    assert version.published_by == headteacher
    assert version.text_sha256 == text_sha256(version)
    assert [(e.action, e.actor_id) for e in Event.objects.on(version)] == [
        ("policies.version.submitted", str(office.pk)),
        ("policies.version.approved", str(clerk.pk)),
        ("policies.version.published", str(headteacher.pk)),
    ]


# --- submit ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("governor")
def test_those_who_approve_are_told_of_a_submission_and_its_author_is_not(office, chair, clerk):
    version = draft(office)

    actions.submit_for_review(version=version, by=office)

    assert version.state == State.DRAFT  # the caller's copy is left alone
    assert set(Message.objects.values_list("recipient", flat=True)) == {chair.pk, clerk.pk}


@pytest.mark.usefixtures("chair")
def test_a_clerk_who_prepared_a_version_is_not_asked_to_approve_it(clerk, office, chair):
    version = draft(clerk)

    actions.submit_for_review(version=version, by=office)

    assert list(Message.objects.values_list("recipient", flat=True)) == [chair.pk]


def test_a_teacher_cannot_submit_a_draft(class_teacher, office):
    version = draft(office)

    with pytest.raises(NotAllowed, match="look after policies"):
        actions.submit_for_review(version=version, by=class_teacher)

    assert Version.objects.get().state == State.DRAFT


# --- send back ------------------------------------------------------------------------------------


def test_a_version_is_sent_back_with_a_comment_that_its_author_is_told_of(office, chair):
    version = in_review(office)

    actions.send_back(version=version, by=chair, why="  Say what a parent should do. ")

    assert Version.objects.get().state == State.DRAFT
    assert Event.objects.get().reason == "Say what a parent should do."
    assert Message.objects.get().recipient == office


def test_nothing_is_sent_back_without_a_comment(office, chair):
    version = in_review(office)

    with pytest.raises(DomainError, match="what has to change"):
        actions.send_back(version=version, by=chair, why="  ")

    assert Version.objects.get().state == State.IN_REVIEW


def test_a_comment_never_travels_by_mail(office, chair):
    version = in_review(office)

    actions.send_back(version=version, by=chair, why="Too long.")

    assert "Too long." not in str(Message.objects.get().context)


# --- approve --------------------------------------------------------------------------------------


@pytest.mark.rule("P2")
def test_the_governing_bodys_approval_names_its_minute(office, chair):
    version = in_review(office)

    with pytest.raises(DomainError, match="minute"):
        actions.approve_version(
            version=version,
            by=chair,
            approved_on=yesterday(),
            next_review_on=in_days(365),
            minute=" ",
            reading=reading_of(version),
        )

    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.rule("P2")
@pytest.mark.parametrize(
    ("level", "by"),
    [
        (ApproverLevel.COMMITTEE, "chair"),
        (ApproverLevel.ONE_GOVERNOR, "governor"),
        (ApproverLevel.HEADTEACHER, "headteacher"),
    ],
)
def test_other_levels_need_no_minute(cast, level, by):
    version = in_review(cast.office, policy__approver_level=level)

    actions.approve_version(
        version=version,
        by=getattr(cast, by),
        approved_on=yesterday(),
        next_review_on=in_days(365),
        committee="Standards",
        reading=reading_of(version),
    )

    assert Version.objects.get().approved_at_level == level


@pytest.mark.rule("P2")
def test_an_author_never_approves_alone(chair):
    version = in_review(chair)

    with pytest.raises(NotAllowed, match="You alone prepared"):
        approve(version, chair)


def approve(version, by, approved_on=None, next_review_on=None):
    return actions.approve_version(
        version=version,
        by=by,
        approved_on=approved_on or yesterday(),
        next_review_on=next_review_on or in_days(365),
        minute="26/14",
        reading=reading_of(version),
    )


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"approved_on": tomorrow}, "future"),
        ({"next_review_on": yesterday}, "after the approval"),
        ({"next_review_on": date(2020, 1, 1)}, "after the approval"),
    ],
)
def test_dates_that_cannot_be_are_refused(office, chair, days, sentence):
    version = in_review(office)

    with pytest.raises(DomainError, match=sentence):
        approve(version, chair, **counted_now(days))

    assert Version.objects.get().approved_on is None


@pytest.mark.usefixtures("headteacher")
def test_those_who_publish_are_told_of_an_approval(office, clerk, headteacher):
    version = in_review(office)

    approve(version, clerk)

    assert list(Message.objects.values_list("recipient", flat=True)) == [headteacher.pk]


# --- publish --------------------------------------------------------------------------------------


@pytest.mark.rule("P5")
@pytest.mark.parametrize("must_be_signed", [True, False])
def test_the_publisher_says_whether_it_is_signed_again_and_why(
    office, clerk, headteacher, must_be_signed
):
    version = approved(office, clerk)

    actions.publish_version(
        version=version, by=headteacher, must_be_signed=must_be_signed, why=" A spelling. "
    )

    version.refresh_from_db()
    assert version.must_be_signed is must_be_signed
    assert version.must_be_signed_why == "A spelling."


@pytest.mark.rule("P5")
def test_nothing_is_published_without_that_reason(office, clerk, headteacher):
    version = approved(office, clerk)

    with pytest.raises(DomainError, match="signed again"):
        actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="")

    assert Version.objects.get().state == State.APPROVED


@pytest.mark.rule("P3")
@pytest.mark.parametrize("missing", ["approved_by", "approved_on", "next_review_on"])
def test_nothing_is_published_without_approver_approval_date_and_review_date(
    office, clerk, headteacher, missing
):
    version = approved(office, clerk)
    setattr(version, missing, None)
    version.save()

    with pytest.raises(WrongState, match="Nothing is published without"):
        actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="New.")

    assert Version.objects.get().state == State.APPROVED


@pytest.mark.rule("P3")
@pytest.mark.parametrize(
    "missing", ["approved_by", "approved_on", "next_review_on", "published_at", "published_by"]
)
def test_the_database_too_refuses_an_incomplete_publication(office, clerk, missing):
    version = approved(office, clerk)
    version.state = State.PUBLISHED
    version.published_at, version.published_by = timezone.now(), clerk
    version.text_sha256 = "a" * 64
    setattr(version, missing, None)

    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_a_newer_version_takes_the_place_of_the_one_before(office, clerk, headteacher):
    before = factories.published()
    version = approved(office, clerk, policy=before.policy, number=2)

    actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="New.")

    before.refresh_from_db()
    assert before.state == State.SUPERSEDED
    assert before.superseded_at is not None
    assert before.policy.current() == version


def test_the_rooms_above_are_told_of_a_publication(office, clerk, headteacher, heard):
    version = approved(office, clerk)

    actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="New.")

    assert heard == [(version.pk, headteacher.pk)]


def test_a_fault_while_the_rooms_above_are_told_leaves_everything_as_it_was(
    office, clerk, headteacher
):
    before = factories.published()
    version = approved(office, clerk, policy=before.policy, number=2)
    events = Event.objects.count()

    def fail(**kwargs):
        raise RuntimeError("a room above has fallen over")

    version_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.publish_version(
                version=version, by=headteacher, must_be_signed=True, why="New."
            )
    finally:
        version_published.disconnect(fail)

    before.refresh_from_db()
    version.refresh_from_db()
    assert (before.state, version.state) == (State.PUBLISHED, State.APPROVED)
    assert version.published_at is None
    assert Event.objects.count() == events


def test_a_second_publication_finds_it_published(office, clerk, headteacher, heard):
    version = approved(office, clerk)
    actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="New.")

    with pytest.raises(WrongState, match="This one is published"):
        actions.publish_version(version=version, by=headteacher, must_be_signed=True, why="New.")

    assert len(heard) == 1


# --- withdraw -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_work_that_nobody_wants_is_withdrawn_and_makes_room(office, state, heard):
    version = draft(office, state=state)

    actions.withdraw_version(version=version, by=office, why="Two drafts became one.")

    assert Version.objects.get().state == State.WITHDRAWN
    assert Event.objects.get().reason == "Two drafts became one."
    assert heard == []


def test_a_version_in_force_is_withdrawn_by_whoever_could_publish_and_the_rooms_above_hear(
    headteacher, heard
):
    version = factories.published()

    actions.withdraw_version(version=version, by=headteacher, why="The law has changed.")

    version.refresh_from_db()
    assert version.state == State.WITHDRAWN
    assert version.policy.current() is None
    assert heard == [(version.pk, headteacher.pk)]


def test_the_office_cannot_take_a_version_out_of_force(office):
    version = factories.published()

    with pytest.raises(NotAllowed, match="publishes policies"):
        actions.withdraw_version(version=version, by=office, why="No.")


def test_nothing_is_withdrawn_without_a_reason(office):
    version = draft(office)

    with pytest.raises(DomainError, match="why"):
        actions.withdraw_version(version=version, by=office, why="")
