"""Approving from an approver's own pages (G5), against `tests/rules/approving.csv`."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from notifications.models import Message
from policies import actions, permissions
from policies.actions import Decision
from policies.actions.approving import READ_IT_AGAIN
from policies.awaiting import awaiting, reading_of
from policies.models import ApproverLevel, State, Version
from policies.text import text_sha256
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories
from tests.conftest import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G5")]

TABLE = Path(__file__).parent.parent / "rules" / "approving.csv"
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
GOVERNING_BODY = ApproverLevel.GOVERNING_BODY


def in_review(author, level=GOVERNING_BODY, **kwargs):
    facts = {"state": State.IN_REVIEW, "submitted_at": timezone.now()} | kwargs
    return factories.VersionFactory(created_by=author, policy__approver_level=level, **facts)


def decision(version, **kwargs):
    return Decision(version, reading_of(version), **kwargs)


def at_meeting(versions, by, **kwargs):
    given = {"level": GOVERNING_BODY, "approved_on": YESTERDAY, "minute": "26/14"} | kwargs
    return actions.approve_at_meeting(decisions=[decision(v) for v in versions], by=by, **given)


# --- who, at which level, in which state ----------------------------------------------------------


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
            facts = {"approved_on": YESTERDAY, "next_review_on": TODAY + timedelta(days=365)}
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


# --- one policy -----------------------------------------------------------------------------------


def decide(client, version, **typed):
    return client.post(version.get_decide_url(), typed, follow=True)


def typed(version, **more):
    return {"approved_on": YESTERDAY, "next_review_on": TODAY + timedelta(days=365)} | {
        "reading": reading_of(version),
        **more,
    }


def test_a_governor_reads_and_approves_from_their_own_page(office, governor, sign_in):
    version = in_review(office, ApproverLevel.ONE_GOVERNOR)
    client = sign_in(governor)

    page = client.get(reverse("policies:awaiting")).content.decode()
    assert version.get_decide_url() in page
    text = client.get(version.get_decide_url()).content.decode()
    assert "Be kind in what you post" in text
    assert "This is a new policy" in text
    page = decide(client, version, **typed(version)).content.decode()

    assert f"Approved: {version.title}." in page
    assert Version.objects.get().approved_by == governor


def test_the_page_says_what_changes_from_the_version_in_force(office, chair, sign_in):
    before = factories.published()
    version = in_review(office, policy=before.policy, number=2)

    page = sign_in(chair).get(version.get_decide_url()).content.decode()

    address = reverse("policies:compare", args=[before.policy.slug, 1, 2])
    assert f'<a href="{address}">See word by word' in page


def test_an_approver_sends_back_with_comments_and_without_any_is_asked_for_them(
    office, chair, sign_in
):
    version, client = in_review(office), sign_in(chair)

    page = decide(client, version, send_back="yes", why=" ").content.decode()
    assert "Say what has to change" in page
    decide(client, version, send_back="yes", why="Say what a parent does.")

    assert Version.objects.get().state == State.DRAFT
    assert Event.objects.get().reason == "Say what a parent does."


def test_what_was_typed_stays_when_something_is_missing(office, chair, sign_in):
    version = in_review(office)

    page = decide(sign_in(chair), version, **typed(version, minute="", approved_on="2026-09-01"))

    assert "Give the minute" in page.content.decode()
    assert 'value="2026-09-01"' in page.content.decode()
    assert Version.objects.get().state == State.IN_REVIEW


def test_whoever_read_an_older_text_approves_only_after_reading_the_new_one(office, chair, sign_in):
    version, client = in_review(office), sign_in(chair)
    read = typed(version, minute="26/14")
    actions.send_back(version=version, by=chair, why="Shorter.")
    actions.submit_for_review(version=version, by=office)

    page = decide(client, version, **read).content.decode()

    assert READ_IT_AGAIN in page
    assert 'value="26/14"' in page
    assert Version.objects.get().state == State.IN_REVIEW
    decide(client, version, **typed(Version.objects.get(), minute="26/14"))
    assert Version.objects.get().state == State.APPROVED


def test_the_page_of_a_version_in_work_takes_no_approval_of_an_older_text_either(
    office, chair, sign_in
):
    version, client = in_review(office), sign_in(chair)
    address = reverse("policies:approve", args=[version.policy.slug, version.number])
    read = typed(version, minute="26/14")
    assert f'value="{reading_of(version)}"' in client.get(version.get_work_url()).text
    actions.send_back(version=version, by=chair, why="Shorter.")
    version = actions.submit_for_review(version=version, by=office)

    page = client.post(address, read).text

    assert READ_IT_AGAIN in page
    assert 'value="26/14"' in page
    assert f'value="{reading_of(version)}"' in page
    assert Version.objects.get().state == State.IN_REVIEW
    client.post(address, typed(version, minute="26/14"))
    assert Version.objects.get().state == State.APPROVED


def test_what_was_decided_meanwhile_is_said(office, chair, clerk, sign_in):
    version = in_review(office)
    at_meeting([version], clerk)

    page = decide(sign_in(chair), version, **typed(version, minute="1")).content.decode()

    assert "It does not wait for approval any more." in page
    assert Version.objects.get().approved_by == clerk


def test_the_only_author_reads_why_they_cannot_approve_and_may_send_it_back(clerk, sign_in):
    version, client = in_review(clerk), sign_in(clerk)

    page = client.get(version.get_decide_url()).content.decode()
    assert "You alone prepared this version" in page
    assert "Record the approval" not in page
    answer = client.post(version.get_decide_url(), typed(version, minute="1"))

    assert answer.status_code == 403
    assert Version.objects.get().state == State.IN_REVIEW


# --- a meeting ------------------------------------------------------------------------------------


def test_twelve_policies_are_approved_at_once_and_each_is_its_own_decision(
    office, clerk, headteacher
):
    versions = [in_review(office) for _ in range(12)]
    versions[3].policy.review_months = 24
    versions[3].policy.save()

    outcomes = at_meeting(versions, clerk, approved_on=YESTERDAY)

    assert [one.fault for one in outcomes] == [""] * 12
    for version in versions:
        version.refresh_from_db()
        assert (version.state, version.approved_by) == (State.APPROVED, clerk)
        assert (version.approved_on, version.approval_minute) == (YESTERDAY, "26/14")
        assert version.text_sha256 == text_sha256(version)
        assert Event.objects.on(version).get().action == "policies.version.approved"
        assert version.next_review_on == version.policy.next_review_after(YESTERDAY)
    assert [m.template for m in Message.objects.all()] == ["policies_to_publish"]
    assert Message.objects.get().recipient == headteacher


def test_one_policy_can_have_its_own_minute_and_review_day(office, clerk):
    usual, own = in_review(office), in_review(office)
    day = TODAY + timedelta(days=100)

    actions.approve_at_meeting(
        level=GOVERNING_BODY,
        decisions=[decision(usual), decision(own, minute="26/15", next_review_on=day)],
        approved_on=YESTERDAY,
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
        approved_on=YESTERDAY,
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
        ({"approved_on": TODAY + timedelta(days=1)}, "cannot lie in the future"),
        ({"level": ApproverLevel.COMMITTEE}, "name of the committee"),
    ],
)
def test_what_is_wrong_about_the_meeting_itself_stops_all_of_it(said, sentence, office, clerk):
    version = in_review(office, said.get("level", GOVERNING_BODY))

    with pytest.raises(DomainError, match=sentence):
        at_meeting([version], clerk, **said)

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


# --- the page of a meeting ------------------------------------------------------------------------


MEETING = "/policies/to-approve/meeting/governing_body/"


def ticked(*versions, **more):
    said = {"approved_on": YESTERDAY, "minute": "26/14"} | more
    for version in versions:
        said |= {f"approved-{version.pk}": "on", f"reading-{version.pk}": reading_of(version)}
    return said


def test_the_clerk_ticks_what_the_meeting_approved(office, clerk, sign_in):
    one, two, left = (in_review(office) for _ in range(3))

    page = sign_in(clerk).post(MEETING, ticked(one, two), follow=True).content.decode()

    assert f"Approved: {one.title}; {two.title}." in page
    assert set(Version.objects.filter(state=State.IN_REVIEW)) == {left}


def test_what_somebody_changed_meanwhile_is_named_and_the_others_are_kept(
    office, chair, clerk, sign_in
):
    one, back, gone = (in_review(office) for _ in range(3))
    said = ticked(one, back, gone)
    for version in (back, gone):
        actions.send_back(version=version, by=chair, why="Shorter.")
    actions.submit_for_review(version=back, by=office)

    page = sign_in(clerk).post(MEETING, said).content.decode()

    assert f"Approved: {one.title}." in page
    assert f"<strong>{back.title}</strong>: It was sent back and came again" in page
    assert f"<strong>{gone.title}</strong>: It does not wait for approval any more" in page
    assert 'value="26/14"' in page
    back.refresh_from_db()
    assert f'value="{reading_of(back)}"' in page
    assert "checked" not in page
    assert set(Version.objects.filter(state=State.APPROVED)) == {one}


def test_what_stays_ticked_still_stands_for_the_text_that_was_read(office, chair, clerk, sign_in):
    back, gone, came = in_review(office), in_review(office), in_review(office)
    said = ticked(back, gone, minute="")  # which keeps the ticks
    actions.send_back(version=back, by=chair, why="Shorter.")
    actions.submit_for_review(version=back, by=office)
    actions.withdraw_version(version=gone, by=office, why="Not needed.")
    client = sign_in(clerk)

    form = client.post(MEETING, said).context["form"]

    assert form[f"reading-{back.pk}"].value() == reading_of(back)
    assert form[f"approved-{back.pk}"].value()
    assert form[f"reading-{came.pk}"].value() == reading_of(came)
    assert READ_IT_AGAIN in client.post(MEETING, ticked(back)).text
    assert not Version.objects.filter(state=State.APPROVED).exists()


def test_pressing_twice_approves_once_and_says_so(office, clerk, sign_in):
    version, client = in_review(office), sign_in(clerk)
    said = ticked(version)
    client.post(MEETING, said)

    page = client.post(MEETING, said).content.decode()

    assert "It is approved." in page
    assert Event.objects.on(version).count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"approved_on": ""}, "Give the day of the meeting."),
        ({"approved_on": "soon"}, "Give a day, such as"),
        ({"minute": ""}, "Give the minute of the meeting"),
        ({"approved_on": TODAY + timedelta(days=2)}, "cannot lie in the future"),
        ({"review": "2020-01-01"}, "It has to come after the meeting."),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(said, sentence, office, clerk, sign_in):
    version = in_review(office)
    if review := said.pop("review", ""):
        said = {f"review-{version.pk}": review}

    page = sign_in(clerk).post(MEETING, ticked(version, **said)).content.decode()

    assert sentence in page
    assert "checked" in page
    assert Version.objects.get().state == State.IN_REVIEW


def test_nothing_ticked_is_asked_about(office, clerk, sign_in):
    in_review(office)

    assert "Tick the policies" in sign_in(clerk).post(MEETING, ticked()).content.decode()


def test_a_draft_that_was_never_sent_is_not_named_to_whoever_guesses_its_number(chair, sign_in):
    draft = factories.VersionFactory()

    page = sign_in(chair).post(MEETING, ticked(draft)).content.decode()

    assert draft.title not in page


def test_there_is_no_meeting_of_one_governor(cast, sign_in):
    address = reverse("policies:meeting", args=["one_governor"])

    assert sign_in(cast.chair).get(address).status_code == 404
    assert sign_in(cast.office).post(MEETING, ticked()).status_code == 403


@pytest.mark.parametrize("name", ["awaiting", "meeting"])
def test_the_pages_cost_the_same_with_few_and_many_policies(
    name, office, clerk, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    address = MEETING if name == "meeting" else reverse("policies:awaiting")
    client = sign_in(clerk)
    in_review(clerk)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    for _ in range(8):
        version = in_review(clerk)
        actions.remark(version=version, words="Why?", by=office)
        in_review(office)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)
