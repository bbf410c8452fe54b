"""Somebody pastes a list from Word: its nesting stays, its looks go."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import axe, sign_in_as

pytestmark = pytest.mark.browser

# What Word puts on the clipboard: lists are paragraphs whose style tells how deep they stand.
WORD = """
<html><body><!--StartFragment-->
<h2 style='color:red'>Photos<o:p></o:p></h2>
<p class=MsoNormal><b><span style='font-family:"Comic Sans MS"'>Ask first.</span></b></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>the
family</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>o</span>both parents</p>
<table><tr><td><p>A cell</p></td></tr></table>
<script>alert("no")</script>
<!--EndFragment--></body></html>
"""
PASTE = """([selector, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_list_from_word_becomes_nested_clauses(page, office):
    section = factories.VersionFactory(title="Photos", created_by=office).sections.get()
    version = section.version
    sign_in_as(page, office)
    page.goto(f"/policies/{version.policy.slug}/versions/1/edit/{section.pk}/")
    page.get_by_text("Put in several clauses at once").click()
    page.evaluate(PASTE, ["#several", WORD])

    lines = ["## Photos", "Ask first.", "  - the family", "    - both parents", "A cell"]
    expect(page.get_by_label("One clause a line")).to_have_value("\n".join(lines))
    axe(page)
    page.get_by_role("button", name="Put them at the end").click()
    expect(page.get_by_label("Clause 1.4", exact=True)).to_have_value("Ask first.")
    expect(page.get_by_label("Clause 1.4.1", exact=True)).to_have_value("the family")
    expect(page.get_by_label("Clause 1.4.1.1", exact=True)).to_have_value("both parents")
    page.get_by_role("button", name="Save this section").click()
    expect(page.locator("main")).to_contain_text("is saved in the draft")


def test_a_whole_policy_from_word_is_looked_at_before_it_is_kept(page, office):
    sign_in_as(page, office)
    page.goto("/policies/manage/begin/")
    page.get_by_label("What is the policy called?").fill("Photo policy")
    page.evaluate(PASTE, ["textarea[data-paste]", WORD])
    axe(page)
    page.get_by_role("button", name="Begin").click()

    expect(page.locator("main")).to_contain_text("A new policy: “Photo policy”")
    expect(page.locator("main")).to_contain_text("both parents")
