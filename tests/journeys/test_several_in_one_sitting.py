"""A parent with three children reads two policies in one go, one of them changed since."""

import re

import pytest
from playwright.sync_api import expect

from acknowledgements import actions
from acknowledgements.models import Acknowledgement
from school.links import new_link
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser


@pytest.fixture
def link(transactional_db, headteacher, parent):
    """Two policies wait for a parent of three, who signed an earlier version of one."""
    for name in ("Pia Parker", "Paul Parker"):
        factories.ParenthoodFactory(person=parent, child=factories.ChildFactory(full_name=name))
    older = factories.published(policy__title="Photographs")
    opened = actions.open_round(version=older, by=headteacher)
    first = factories.has_read(opened.requests.filter(person=parent).first())
    actions.sign_for_family(request=first, typed_name="Pat Parker", by=parent)
    factories.replace(older)
    newer = factories.VersionFactory(
        policy=older.policy, number=2, title="Photographs", sections=["What we ask", "New: videos"]
    )
    actions.open_round(version=factories.put_in_force(newer), by=headteacher)
    phones = factories.published(policy__title="Mobile phones")
    actions.open_round(version=phones, by=headteacher)
    made, path = new_link(parent, days=30)
    made.save()
    return path


def reads_and_signs(phone):
    button = phone.get_by_role("button", name="I have read to the end")
    button.scroll_into_view_if_needed()
    button.click()
    phone.get_by_label("Your full name").fill("Pat Parker")
    phone.get_by_role("button", name="Sign for all 3 children").click()


@pytest.mark.rule("P8")
@pytest.mark.rule("A4")
def test_a_parent_of_three_reads_what_changed_and_does_two_policies_in_one_go(phone, link, parent):
    before = Acknowledgement.objects.filter(person=parent).count()
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("0 of 3 things done")  # pictures are the third
    picture(phone, "parent-two-policies-360")

    phone.get_by_role("link", name=re.compile("Read and sign Photographs")).click()
    expect(phone.get_by_role("heading", level=2).first).to_have_text(
        "What changed since you signed version 1"
    )
    axe(phone)
    picture(phone, "since-signed-360")
    reads_and_signs(phone)
    expect(phone.locator("main")).to_contain_text("Next: Mobile phones (1 minute)")
    expect(phone.locator("main")).to_contain_text("1 of 2 done today")
    axe(phone)
    picture(phone, "next-360")

    phone.get_by_role("link", name="Go on to the next").click()
    reads_and_signs(phone)

    expect(phone.locator("main")).to_contain_text("All done, thank you")
    expect(phone.locator("main")).to_contain_text("Child of Pat Parker, Pia Parker and Paul Parker")
    picture(phone, "all-done-360")
    assert Acknowledgement.objects.filter(person=parent).count() == before + 6

    # Back shows no form that could be sent twice.
    phone.go_back()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have signed Mobile phones")


@pytest.mark.rule("A4")
def test_a_governor_who_is_a_parent_signs_once_in_each_part(
    page, transactional_db, headteacher, governor
):
    factories.ParenthoodFactory(
        person=governor, child=factories.ChildFactory(full_name="Gwen Governey")
    )
    version = factories.published(policy__title="Mobile phones")
    actions.open_round(version=version, by=headteacher)
    sign_in_as(page, governor)
    page.goto("/sign-offs/")
    expect(page.locator("main")).to_contain_text("2 policies to read and sign")
    picture(page, "governor-parent-1280")

    for link in ("Read and sign Mobile phones", "Go on to the next"):
        page.get_by_role("link", name=link).first.click()
        page.get_by_role("button", name="I have read to the end").click()
        page.get_by_label("Your full name").fill("Grace Governey")
        page.get_by_role("button", name="Sign", exact=True).click()

    expect(page.locator("main")).to_contain_text("All done, thank you")
    signed = Acknowledgement.objects.filter(person=governor)
    assert {one.capacity for one in signed} == {"governor", "parent"}
