"""A policy from one version to the next: written, reviewed, approved, put off to a day, live."""

import pytest
from playwright.sync_api import expect

from policies import actions
from policies.models import State
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick
from tests.days import today, tomorrow

pytestmark = pytest.mark.browser


@pytest.mark.rule("P1", "P2", "P4")
def test_the_next_version_is_written_reviewed_approved_and_goes_live_on_its_day(
    page, office, clerk, headteacher
):
    policy = factories.published(title="Photos").policy

    # The office writes.
    sign_in_as(page, office)
    page.goto("/policies/manage/")
    page.get_by_role("button", name="Start the next version").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write Photos, version 2")
    axe(page)
    page.get_by_role("link", name="1 What we ask").click()
    expect(page.get_by_label("Clause 1.1")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Add one below clause 1.1").click()
    expect(page.get_by_label("Clause 1.3")).to_be_visible()
    page.get_by_label("Clause 1.2").fill("Ask before you post a picture.")
    page.get_by_role("button", name="Nest clause 1.2 under the one before").click()
    expect(page.get_by_label("Clause 1.1.1")).to_have_value("Ask before you post a picture.")
    picture(page, "edit-section-1280")
    page.get_by_role("button", name="Save this section").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write Photos, version 2")
    send_for_review(page, policy)

    # The clerk reads it, pins a remark to a clause, and sends it back.
    sign_in_as(page, clerk)
    page.goto(work(policy))
    page.get_by_role("link", name="What changes from version 1").click()
    expect(page.locator("ins").filter(has_text="Ask before you post a picture.")).to_be_visible()
    page.goto(work(policy))
    page.get_by_role("link", name="Remarks").click()
    page.get_by_role("link", name="Say something about 1.1.1").click()
    page.get_by_label("Your remark on 1.1.1").fill("Whom do they ask?")
    page.get_by_role("button", name="Keep this remark").click()
    expect(page.locator("#clause-1\\.1\\.1 .remark")).to_contain_text("Whom do they ask?")
    axe(page)
    picture(page, "remark-1280")
    page.goto(work(policy))
    page.get_by_label("What has to change?").fill("Please see my remark.")
    page.get_by_role("button", name="Send back for changes").click()
    expect(page.locator("main")).to_contain_text("Sent back")

    # The office finds the remark where it writes, answers it by its words, and settles it.
    sign_in_as(page, office)
    page.goto(f"/policies/{policy.slug}/versions/2/edit/")
    page.get_by_role("link", name="1 What we ask").click()
    clause = page.locator("li").filter(has=page.get_by_label("Clause 1.1.1"))
    expect(clause).to_contain_text("Whom do they ask?")
    page.get_by_label("Clause 1.1.1").fill("Ask the Headteacher before you post a picture.")
    page.get_by_role("button", name="Save this section").click()
    page.goto(work(policy))
    expect(page.locator("main")).to_contain_text("1 remark is still open.")
    page.get_by_role("link", name="1 open remark").click()
    expect(page.locator(".remark")).to_contain_text("The clause reads otherwise now")
    page.get_by_role("button", name="Settled").click()
    expect(page.locator(".remark")).to_contain_text(f"Settled by {office}")
    axe(page)
    send_for_review(page, policy)

    # The clerk records what the governing body decided.
    sign_in_as(page, clerk)
    page.goto(work(policy))
    expect(page.locator("main")).to_contain_text("Please see my remark.")
    axe(page)
    page.get_by_role("button", name="Record the approval").click()
    expect(page.locator(".error-summary")).to_contain_text("Give the minute")
    page.get_by_label("Minute").fill("2026/14")
    page.get_by_role("button", name="Record the approval").click()
    expect(page.locator("main")).to_contain_text("Approved. The Headteacher")

    # The Head sets the day.
    sign_in_as(page, headteacher)
    page.goto(work(policy))
    tick(page, "Yes, it asks something new of people")
    page.get_by_label("Why?").fill("Pictures are new in it.")
    page.get_by_label("From which day?").fill(tomorrow().isoformat())
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("main")).to_contain_text("goes live by itself on")
    axe(page)
    picture(page, "scheduled-1280")

    actions.publish_due(today=today())
    assert policy.current().number == 1
    actions.publish_due(today=tomorrow())

    page.goto(f"/policies/{policy.slug}/")
    expect(page.locator("#clause-1\\.1\\.1")).to_contain_text("Ask the Headteacher before")
    assert policy.versions.get(number=1).state == State.SUPERSEDED


def work(policy):
    return f"/policies/{policy.slug}/versions/2/work/"


def send_for_review(page, policy):
    page.goto(work(policy))
    axe(page)
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("main")).to_contain_text("Sent for review")
