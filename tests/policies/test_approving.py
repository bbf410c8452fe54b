"""G5: who approves what at which level, and a meeting that approves twelve."""

import csv
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from audit.models import Event
from notifications.models import Message
from policies import actions, permissions
from policies.actions.approving import READ_IT_AGAIN
from policies.awaiting import awaiting, reading_of
from policies.models import ApproverLevel, State, Version
from policies.text import text_sha256
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.conftest import CAST
from tests.days import counted_now, in_days, tomorrow, yesterday
from tests.policies.approving import (
    GOVERNING_BODY,
    at_meeting,
    decision,
    in_review,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G5")]

TABLE = Path(__file__).parent.parent / "rules" / "approving.csv"


def standing(level: str, state: str, author):
    if state in (State.PUBLISHED, State.SUPERSEDED):
        make = factories.published if state == State.PUBLISHED else factories.superseded
        return make(created_by=author, policy__approver_level=level)
    return in_review(author, level, state=state)


def answer_to(deed) -> str:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except NotAllowed:
        return "no right"
    except WrongState:
        return "not now"
    return "yes"


@pytest.mark.rule("P2")
@pytest.mark.parametrize("level", ApproverLevel.values)
def test_who_approves_and_sends_back_what_in_which_state(level, cast, office):
    with TABLE.open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["approved by"] == level]
    assert {row["where it stands"] for row in rows} == set(State.values)

    wrong = []
    for row in rows:
        version = standing(level, row["where it stands"], factories.PersonFactory())
        for name in CAST:
            by = getattr(cast, name)
            facts = {"approved_on": yesterday(), "next_review_on": in_days(365)}
            named = {"minute": "26/14", "committee": "Standards"}

            facts |= {"reading": reading_of(version)}

            def approve(version=version, by=by, facts=facts | named):
                actions.approve_version(version=version, by=by, **facts)

            def send_back(version=version, by=by):
                actions.send_back(version=version, by=by, why="Say more.")

            answers = {answer_to(approve), answer_to(send_back)}
            if answers != {row[name]}:
                wrong.append((row["where it stands"], name, answers))

    assert wrong == []


@pytest.mark.rule("P2")
@pytest.mark.parametrize("level", ApproverLevel)
def test_each_approver_finds_what_is_theirs_and_nobody_else_finds_anything(level, cast):
    version = in_review(factories.PersonFactory(), level)

    finds = {name for name in CAST if awaiting(getattr(cast, name))}

    assert finds == {n for n in CAST if permissions.can_approve(getattr(cast, n), version)}


def test_twelve_policies_are_approved_at_once_and_each_is_its_own_decision(
    office, clerk, headteacher
):
    versions = [in_review(office) for _ in range(12)]
    versions[3].policy.review_months = 24
    versions[3].policy.save()

    outcomes = at_meeting(versions, clerk, approved_on=yesterday())

    assert [one.fault for one in outcomes] == [""] * 12
    for version in versions:
        version.refresh_from_db()
        assert (version.state, version.approved_by) == (State.APPROVED, clerk)
        assert (version.approved_on, version.approval_minute) == (yesterday(), "26/14")
        assert version.text_sha256 == text_sha256(version)
        assert Event.objects.on(version).get().action == "policies.version.approved"
        assert version.next_review_on == version.policy.next_review_after(yesterday())
    assert [m.template for m in Message.objects.all()] == ["policies_to_publish"]
    assert Message.objects.get().recipient == headteacher


def test_one_policy_can_have_its_own_minute_and_review_day(office, clerk):
    usual, own = in_review(office), in_review(office)
    day = in_days(100)

    actions.approve_at_meeting(
        level=GOVERNING_BODY,
        decisions=[decision(usual), decision(own, minute="26/15", next_review_on=day)],
        approved_on=yesterday(),
        minute="26/14",
        by=clerk,
    )

    usual.refresh_from_db()
    own.refresh_from_db()
    assert (usual.approval_minute, own.approval_minute) == ("26/14", "26/15")
    assert own.next_review_on == day


@pytest.mark.rule("P2")
def test_what_cannot_be_approved_is_named_with_its_reason_and_holds_up_no_other(office, clerk):
    fine, own, withdrawn, read_again, moved, last = (
        in_review(clerk if number == 1 else office) for number in range(6)
    )
    decisions = [decision(v) for v in (fine, own, withdrawn, read_again, moved, last)]
    actions.withdraw_version(version=withdrawn, by=office, why="Not needed.")
    read_again.submitted_at = timezone.now()
    read_again.save()
    moved.policy.approver_level = ApproverLevel.COMMITTEE
    moved.policy.save()

    outcomes = actions.approve_at_meeting(
        level=GOVERNING_BODY,
        decisions=decisions,
        approved_on=yesterday(),
        minute="26/14",
        by=clerk,
    )

    said = [one.fault for one in outcomes]
    assert (said[0], said[5]) == ("", "")
    assert "You alone prepared" in said[1]
    assert "This one is withdrawn." in said[2]
    assert said[3] == READ_IT_AGAIN
    assert "a committee of governors" in said[4]
    approved = set(Version.objects.filter(state=State.APPROVED))
    assert approved == {fine, last}


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("level", [GOVERNING_BODY, ApproverLevel.COMMITTEE])
def test_a_meeting_approves_only_what_is_in_review(level, state, office, clerk):
    version = standing(level, state, office)

    (outcome,) = at_meeting([version], clerk, level=level, committee="Standards")

    assert (outcome.fault == "") == (state == State.IN_REVIEW)


@pytest.mark.parametrize("level", ApproverLevel)
def test_only_who_records_a_level_records_its_meeting(level, cast, office):
    version = in_review(factories.PersonFactory(), level)

    for name in set(CAST):
        by = getattr(cast, name)
        if not permissions.can_approve(by, version):
            with pytest.raises(NotAllowed):
                at_meeting([version], by, level=level, committee="Standards")
    assert Version.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"approved_on": tomorrow}, "cannot lie in the future"),
        ({"level": ApproverLevel.COMMITTEE}, "name of the committee"),
    ],
)
def test_what_is_wrong_about_the_meeting_itself_stops_all_of_it(said, sentence, office, clerk):
    version = in_review(office, said.get("level", GOVERNING_BODY))

    with pytest.raises(DomainError, match=sentence):
        at_meeting([version], clerk, **counted_now(said))

    assert Version.objects.get().state == State.IN_REVIEW
    assert not Event.objects.exists()


def test_a_meeting_without_a_policy_is_no_meeting(clerk):
    with pytest.raises(DomainError, match="Tick the policies"):
        at_meeting([], clerk)


def test_a_fault_in_one_leaves_nothing_of_it_and_all_of_the_others(office, clerk, monkeypatch):
    first, second = in_review(office), in_review(office)
    record = actions.approving.chain.record

    def failing(action, *, on, **facts):
        if on.pk == second.pk:
            raise WrongState("The record did not answer.")
        return record(action, on=on, **facts)

    monkeypatch.setattr(actions.approving.chain, "record", failing)
    outcomes = at_meeting([first, second], clerk)

    assert [one.fault for one in outcomes] == ["", "The record did not answer."]
    assert set(Version.objects.filter(state=State.APPROVED)) == {first}
