"""G5: approving one policy from a governor's own page."""

import pytest
from django.urls import reverse

from audit.models import Event
from policies import actions
from policies.actions.approving import READ_IT_AGAIN
from policies.awaiting import reading_of
from policies.models import ApproverLevel, State, Version
from tests import factories
from tests.days import in_days, yesterday
from tests.policies.approving import at_meeting, in_review

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G5")]


def decide(client, version, **typed):
    return client.post(version.get_decide_url(), typed, follow=True)


def typed(version, **more):
    return {"approved_on": yesterday(), "next_review_on": in_days(365)} | {
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


def test_a_day_to_come_is_complained_of_together_with_a_missing_minute(office, chair, sign_in):
    version = in_review(office)
    sent = typed(version, approved_on=in_days(1), minute="")

    answer = decide(sign_in(chair), version, **sent)

    assert set(answer.context["approve"].errors) == {"approved_on", "minute"}
    assert "cannot lie in the future" in answer.text


def test_a_meeting_to_come_is_complained_of_together_with_its_missing_minute(
    office, chair, sign_in
):
    version = in_review(office)
    sent = {f"approved-{version.pk}": "on", "approved_on": in_days(1), "minute": ""}
    meeting = reverse("policies:meeting", args=[ApproverLevel.GOVERNING_BODY])

    answer = sign_in(chair).post(meeting, sent)

    assert set(answer.context["form"].errors) == {"approved_on", "minute"}
    assert "cannot lie in the future" in answer.text
