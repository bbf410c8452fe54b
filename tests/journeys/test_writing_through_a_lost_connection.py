"""Somebody writes a policy on a train: the connection goes, the window closes, no word is lost."""

import re

import pytest
from playwright.sync_api import expect

from policies import actions
from policies.models import WorkingCopy
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser

KEPT = "What you type is kept. It is in the draft once you save."


@pytest.fixture
def section(office):
    return factories.VersionFactory(title="Photos", created_by=office).sections.get()


@pytest.fixture
def address(section):
    version = section.version
    return f"/policies/{version.policy.slug}/versions/{version.number}/edit/{section.pk}/"


def test_words_are_kept_while_somebody_types(page, office, section, address):
    sign_in_as(page, office)
    page.goto(address)
    page.get_by_label("Clause 1.1").fill("Ask before you")

    expect(page.locator("[data-keep-status]")).to_have_text(KEPT)
    page.goto("/policies/")
    page.goto(address)

    expect(page.get_by_label("Clause 1.1")).to_have_value("Ask before you")
    expect(page.locator("main")).to_contain_text("This is what you typed on")
    axe(page)
    picture(page, "edit-section-kept-1280")
    page.get_by_role("button", name="Throw it away").click()
    page.goto(address)
    expect(page.get_by_label("Clause 1.1")).not_to_have_value("Ask before you")


def test_a_lost_connection_and_a_closed_window_lose_nothing(page, office, section, address):
    sign_in_as(page, office)
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Clause 1.2").fill("Ask the other family too.")
    expect(page.locator("[data-keep-status]")).to_contain_text("kept in this browser")
    assert not WorkingCopy.objects.exists()

    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)

    expect(again.get_by_label("Clause 1.2")).to_have_value("Ask the other family too.")
    expect(again.locator("main")).to_contain_text("This is what you typed on")
    again.get_by_role("button", name="Save this section").click()
    expect(again.locator("main")).to_contain_text("is saved in the draft")
    assert again.evaluate("localStorage.length") == 0
    assert section.clauses.get(number="1.2").text == "Ask the other family too."
    assert not WorkingCopy.objects.exists()


def test_when_the_connection_comes_back_the_words_go_by_themselves(page, office, section, address):
    sign_in_as(page, office)
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Clause 1.1").fill("Ask first.")
    expect(page.locator("[data-keep-status]")).to_contain_text("no connection")

    page.context.set_offline(False)

    expect(page.locator("[data-keep-status]")).to_have_text(KEPT)
    assert WorkingCopy.objects.get().content["clauses"][0]["text"] == "Ask first."


def test_a_shared_computer_keeps_peoples_words_apart(page, office, deputy, section, address):
    sign_in_as(page, office)
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Clause 1.1").fill("The office's words.")
    expect(page.locator("[data-keep-status]")).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    WorkingCopy.objects.all().delete()

    sign_in_as(page, deputy)
    page.goto(address)

    expect(page.get_by_label("Clause 1.1")).not_to_have_value("The office's words.")
    assert not WorkingCopy.objects.filter(person=deputy).exists()


def test_words_that_are_saved_at_once_are_not_kept_beside_the_draft(page, office, section, address):
    sign_in_as(page, office)
    page.goto(address)
    page.get_by_label("Clause 1.1").fill("Ask first.")
    page.get_by_role("button", name="Save this section").click()
    expect(page.locator("main")).to_contain_text("is saved in the draft")

    page.goto(address)
    expect(page.get_by_label("Clause 1.1")).to_have_value("Ask first.")
    expect(page.locator("main")).not_to_contain_text("This is what you typed")
    assert not WorkingCopy.objects.exists()


def test_words_typed_without_a_connection_are_found_after_the_draft_went_on(
    page, office, deputy, section, address
):
    sign_in_as(page, office)
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Clause 1.1").fill("Typed on the train.")
    expect(page.locator("[data-keep-status]")).to_contain_text("kept in this browser")
    actions.submit_for_review(version=section.version, by=deputy)

    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(section.version.get_work_url())

    expect(again.get_by_role("heading", name="Your words that were not saved")).to_be_visible()
    expect(again.locator("main")).to_contain_text("Typed on the train.")
    axe(again)
    picture(again, "words-left-over-1280")
    assert again.evaluate("localStorage.length") == 0


def up(page, number):
    return page.get_by_role("button", name=re.compile(rf"^Up ?, clause {re.escape(number)}$"))


def test_clauses_are_moved_and_added_with_the_keyboard_alone(page, office, section, address):
    factories.ClauseFactory(section=section, position=3, number="1.3", text="The third.")
    sign_in_as(page, office)
    page.goto(address)

    up(page, "1.3").focus()
    page.keyboard.press("Enter")
    expect(up(page, "1.2")).to_be_focused()
    expect(page.get_by_label("Clause 1.2", exact=True)).to_have_value("The third.")
    expect(up(page, "1.2")).to_be_in_viewport()

    page.keyboard.press("Enter")
    expect(page.get_by_label("Clause 1.1", exact=True)).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Clause 1.2", exact=True)).to_be_focused()
    page.keyboard.type("Straight after it.")
    expect(page.get_by_label("Clause 1.2", exact=True)).to_have_value("Straight after it.")
