"""Somebody who likes Markdown writes a section as one text, and moves a clause to another."""

import pytest
from playwright.sync_api import expect

from policies.models import WorkingCopy
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick

pytestmark = pytest.mark.browser


def test_a_section_is_written_as_one_text_and_a_clause_moves_to_another(phone, office):
    version = factories.VersionFactory(title="Photos", created_by=office, sections=["Why", "How"])
    section = version.sections.first()
    first = section.clauses.first()
    sign_in_as(phone, office)
    phone.goto(f"/policies/{version.policy.slug}/versions/1/edit/{section.pk}/")

    phone.get_by_role("button", name="Write the section as one text").click()
    text = phone.get_by_label("The clauses of this section")
    expect(text).to_be_focused()
    axe(phone)
    picture(phone, "edit-section-markdown-360")
    text.fill(f"- Ask first:\n  - the family\n  - the Headteacher\n- {first.text}")
    expect(phone.locator("[data-keep-status]")).to_contain_text("What you type is kept")
    phone.get_by_role("button", name="Show it clause by clause").click()

    expect(phone.get_by_label("Clause 1.1.2", exact=True)).to_have_value("the Headteacher")
    expect(phone.get_by_label("Clause 1.2", exact=True)).to_have_value(first.text)
    phone.get_by_role("button", name="Save this section").click()
    expect(phone.locator("main")).to_contain_text("is saved in the draft")
    assert not WorkingCopy.objects.exists()
    assert section.clauses.get(number="1.2").pk == first.pk

    phone.get_by_role("link", name="1 Why").click()
    phone.get_by_role("link", name="To another section").first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Move clause 1.1 to another section")
    axe(phone)
    picture(phone, "move-clause-360")
    tick(phone, "2 How")
    phone.get_by_role("button", name="Move it").click()
    expect(phone.get_by_label("Clause 2.3.2", exact=True)).to_have_value("the Headteacher")
    axe(phone)
