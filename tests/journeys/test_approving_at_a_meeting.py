"""The clerk records, by keyboard, that the governing body approved twelve policies at a meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from policies import actions
from policies.models import State, Version
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser


@pytest.mark.rule("G5")
def test_twelve_policies_are_approved_at_one_meeting(
    page, phone, transactional_db, clerk, chair, office
):
    versions = [_sent_for_review(number, office) for number in range(1, 13)]

    sign_in_as(page, clerk)
    page.goto("/")
    page.get_by_role("link", name="Policies to approve").last.press("Enter")
    expect(page.locator("main")).to_contain_text("12 policies wait for your decision.")
    axe(page)
    picture(page, "to-approve-1280")
    page.get_by_role("link", name="Read it and decide").first.press("Enter")
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    axe(page)
    picture(page, "decide-1280")
    page.get_by_role("link", name="Policies to approve").last.press("Enter")
    page.get_by_role("link", name="Record what the governing body approved").press("Enter")

    day = page.get_by_label("Day of the meeting")
    day.fill((timezone.localdate() - timedelta(days=1)).isoformat())
    page.get_by_label("Minute", exact=True).fill("FGB 26/14")
    for version in versions:
        page.get_by_label(f"Approved: {version.title}", exact=True).press("Space")
    page.locator("main summary").first.press("Enter")
    page.get_by_label(f"Its own minute: {versions[0].title}").fill("FGB 26/13")
    axe(page)
    picture(page, "meeting-1280")
    actions.send_back(version=versions[4], by=chair, why="Say what a parent does.")
    page.get_by_role("button", name="Record these approvals").press("Enter")

    main = page.locator("main")
    expect(main).to_contain_text("Not approved; the others are kept")
    expect(main.get_by_role("alert")).to_contain_text(versions[4].title)
    axe(page)
    picture(page, "meeting-told-1280")
    approved = Version.objects.filter(state=State.APPROVED)
    assert approved.count() == 11
    assert {v.approval_minute for v in approved} == {"FGB 26/13", "FGB 26/14"}

    for number in (13, 14):
        _sent_for_review(number, office)
    sign_in_as(phone, chair)
    for name, address in (
        ("to-approve", "/policies/to-approve/"),
        ("meeting", "/policies/to-approve/meeting/governing_body/"),
        ("decide", "/policies/policy-13/versions/1/decide/"),
    ):
        phone.goto(address)
        axe(phone)
        picture(phone, f"{name}-360")


def _sent_for_review(number, office):
    draft = factories.VersionFactory(
        policy__title=f"Policy number {number:02}",
        policy__slug=f"policy-{number}",
        created_by=office,
        summary="How we keep children safe and kind online.",
    )
    return actions.submit_for_review(version=draft, by=office)
