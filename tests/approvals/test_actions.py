"""Asking for a service, deciding about it, looking again, withdrawing (C4, M19)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals import actions
from approvals.models import Approval, Step
from approvals.queries import uses_on
from audit.models import Event
from notifications.models import Message
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Service
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C4")]


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def wanted(owner, **changed):
    return actions.Wanted(
        **{
            "name": "ReadRaccoon",
            "purpose": "Reading practice",
            "used_by": "Robins",
            "data": "First names",
            "dpia_reference": "DPIA 7",
            "owner": owner,
            "minimum_age": 4,
        }
        | changed
    )


@pytest.fixture
def asked(class_teacher):
    return actions.ask_for_service(wanted=wanted(class_teacher), by=class_teacher)


@pytest.fixture
def approved(asked, headteacher):
    return actions.approve_service(approval=asked, review_on=in_days(200), by=headteacher)


def test_asking_tells_the_headteacher_and_puts_nothing_on_the_list(
    headteacher, chair, class_teacher
):
    asked = actions.ask_for_service(wanted=wanted(class_teacher), by=class_teacher)

    letter = Message.objects.get(template="service_to_decide")
    assert letter.recipient == headteacher
    assert asked.service is None
    assert not Service.objects.filter(name="ReadRaccoon").exists()
    assert Event.objects.filter(action="approvals.approval.asked").count() == 1


def test_the_headteachers_own_goes_to_the_chair_who_alone_decides(headteacher, chair):
    own = actions.ask_for_service(wanted=wanted(headteacher), by=headteacher)

    assert Message.objects.get(template="service_to_decide").recipient == chair
    with pytest.raises(NotAllowed, match="Nobody decides what they asked for"):
        actions.approve_service(approval=own, review_on=in_days(9), by=headteacher)
    assert actions.approve_service(approval=own, review_on=in_days(9), by=chair).state == "approved"


def test_asked_twice_it_is_one_request(class_teacher):
    for _ in range(2):
        actions.ask_for_service(wanted=wanted(class_teacher), by=class_teacher)

    assert Approval.objects.count() == 1


def test_the_age_that_the_list_knows_counts_and_not_what_was_typed(class_teacher):
    factories.ServiceFactory(name="PicPuma", minimum_age=13)

    asked = actions.ask_for_service(
        wanted=wanted(class_teacher, name="picpuma", minimum_age=3), by=class_teacher
    )

    assert (asked.name, asked.minimum_age) == ("PicPuma", 13)


@pytest.mark.parametrize("who", ["parent", "volunteer", "governor", "chair", "outsider"])
def test_only_staff_ask_and_only_staff_answer_for_it(who, class_teacher, request):
    other = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        actions.ask_for_service(wanted=wanted(class_teacher), by=other)
    with pytest.raises(DomainError, match="a member of staff"):
        actions.ask_for_service(wanted=wanted(other), by=class_teacher)


def test_approved_it_goes_on_the_list_with_its_age_and_the_asker_is_told(
    asked, headteacher, class_teacher
):
    actions.approve_service(
        approval=asked,
        review_on=in_days(200),
        conditions=" First names only. ",
        pupils_may_use=True,
        for_families="Reading at home",
        by=headteacher,
    )

    asked.refresh_from_db()
    assert (asked.service.name, asked.service.minimum_age) == ("ReadRaccoon", 4)
    assert asked.conditions == "First names only."
    assert [step.move for step in asked.steps.all()] == ["ask", "approve"]
    assert Message.objects.get(template="service_decided").recipient == class_teacher
    assert asked in Approval.objects.in_use()


@pytest.mark.rule("C4")
def test_pupils_cannot_use_what_is_for_older_ones_and_use_none_by_default(
    class_teacher, headteacher
):
    asked = actions.ask_for_service(wanted=wanted(class_teacher, minimum_age=13), by=class_teacher)

    with pytest.raises(DomainError, match="No child here is that old"):
        actions.approve_service(
            approval=asked, review_on=in_days(9), pupils_may_use=True, by=headteacher
        )
    approved = actions.approve_service(approval=asked, review_on=in_days(9), by=headteacher)
    assert approved.pupils_may_use is False


@pytest.mark.parametrize("day", [-1, 0])
def test_a_review_lies_ahead(day, asked, headteacher, class_teacher):
    with pytest.raises(DomainError, match="lies ahead"):
        actions.approve_service(approval=asked, review_on=in_days(day), by=headteacher)

    assert Approval.objects.get().state == "asked"


def test_a_review_is_no_slip_in_the_year_first_and_again(asked, headteacher):
    for given in (actions.approve_service, actions.renew_service):
        with pytest.raises(DomainError, match="within three years"):
            given(approval=asked, review_on=in_days(3 * 366 + 1), by=headteacher)
        asked = given(approval=asked, review_on=in_days(3 * 365), by=headteacher)


def test_no_needs_a_reason_and_withdrawing_as_well(asked, headteacher):
    with pytest.raises(DomainError, match="Write a reason"):
        actions.refuse_service(approval=asked, reason=" ", by=headteacher)
    approved = actions.approve_service(approval=asked, review_on=in_days(9), by=headteacher)
    with pytest.raises(DomainError, match="Write a reason"):
        actions.withdraw_service(approval=approved, reason="", by=headteacher)


def test_decided_twice_the_first_stands(asked, headteacher):
    actions.refuse_service(approval=asked, reason="It sells data.", by=headteacher)

    with pytest.raises(WrongState, match="was refused"):
        actions.approve_service(approval=asked, review_on=in_days(9), by=headteacher)


def test_withdrawn_it_may_be_chosen_no_more_and_what_was_said_stays(approved, headteacher):
    actions.withdraw_service(approval=approved, reason="It was sold.", by=headteacher)

    assert not Approval.objects.in_use().exists()
    assert [step.words for step in approved.steps.all()] == ["", "", "It was sold."]


def test_the_headteacher_withdraws_even_what_the_chair_approved_but_does_not_renew_it(
    headteacher, chair
):
    own = factories.ApprovalFactory(asked_by=headteacher)

    with pytest.raises(NotAllowed):
        actions.renew_service(approval=own, review_on=in_days(9), by=headteacher)
    ended = actions.withdraw_service(approval=own, reason="Not needed.", by=headteacher)
    assert ended.state == "withdrawn"


def test_past_its_review_nobody_may_choose_it_until_it_was_looked_at(approved, headteacher):
    Approval.objects.update(review_on=in_days(-1))
    assert not Approval.objects.in_use().exists()

    actions.renew_service(approval=approved, review_on=in_days(30), by=headteacher)

    assert Approval.objects.in_use().get() == approved


def test_what_was_said_can_be_neither_changed_nor_removed(approved):
    for write in (lambda: Step.objects.update(words="x"), lambda: Step.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_a_decision_that_fails_half_way_leaves_nothing(asked, headteacher, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("The disk is full.")

    monkeypatch.setattr("approvals.actions.deciding.chain.record", fail)
    with pytest.raises(OSError, match="full"):
        actions.approve_service(approval=asked, review_on=in_days(9), by=headteacher)

    assert Approval.objects.get().state == "asked"
    assert not Service.objects.filter(name="ReadRaccoon").exists()


# --- reviews --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "template"),
    [(62, None), (58, "due"), (29, "due"), (7, "due"), (0, "due"), (-1, "overdue")],
)
def test_owner_and_headteacher_are_told_once_a_step(
    before, template, approved, headteacher, class_teacher
):
    Message.objects.all().delete()

    for _ in range(2):
        actions.remind_of_reviews(on=approved.review_on - timedelta(days=before))

    told = [(letter.recipient, letter.template) for letter in Message.objects.all()]
    each = [] if template is None else [f"service_review_{template}"]
    assert sorted(told, key=str) == sorted(
        [(person, name) for person in (headteacher, class_teacher) for name in each], key=str
    )


def test_of_what_was_withdrawn_nobody_is_reminded(approved, headteacher):
    actions.withdraw_service(approval=approved, reason="Sold.", by=headteacher)
    actions.remind_of_reviews(on=approved.review_on)

    assert not Message.objects.filter(template__startswith="service_review").exists()


# --- what a handler is told -----------------------------------------------------------------------


def test_how_a_service_stood_on_a_day_for_each_purpose(approved, headteacher, class_teacher):
    other = actions.ask_for_service(
        wanted=wanted(class_teacher, purpose="Quizzes"), by=class_teacher
    )
    actions.refuse_service(approval=other, reason="No.", by=headteacher)

    found = uses_on(timezone.localdate(), service=None, name="readraccoon")

    assert [(use.approval.purpose, use.words) for use in found] == [
        ("Reading practice", "Approved"),
        ("Quizzes", "Refused"),
    ]
    assert uses_on(in_days(-1), service=None, name="readraccoon") == []
    assert uses_on(timezone.localdate(), service=None, name="") == []
