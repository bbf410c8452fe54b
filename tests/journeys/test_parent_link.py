import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement, Request
from notifications.delivery import deliver_all_due
from tests import factories
from tests.browser import axe, picture

pytestmark = pytest.mark.browser


def link_sent_to(person) -> str:
    """Return the path of the link in the letter that this person was sent."""
    deliver_all_due()
    (letter,) = [letter for letter in mail.outbox if letter.to == [person.email]]
    return re.search(r"https?://[^/\s]+(/\S+/link/\S+)", letter.body).group(1)


@pytest.mark.rule("A4")
def test_a_parent_signs_for_both_children_by_link_on_an_old_phone(phone, publish, parent):
    second = factories.ChildFactory(full_name="Pia Parker")
    factories.ParenthoodFactory(person=parent, child=second)
    publish()
    link = link_sent_to(parent)

    phone.goto(link)
    assert link not in phone.url
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hello Pat")
    axe(phone)
    picture(phone, "parent-link-360")
    phone.get_by_role("link", name=re.compile("Social media policy")).first.click()
    axe(phone)
    picture(phone, "parent-read-360")
    phone.get_by_role("button", name="I have read to the end").scroll_into_view_if_needed()
    phone.get_by_role("button", name="I have read to the end").click()
    axe(phone)
    picture(phone, "parent-agree-360")

    # A name that the school does not know is asked about once, and not refused.
    phone.get_by_label("Your full name").fill("Mum")
    phone.get_by_role("button", name="Sign for all 2 children").click()
    expect(phone.get_by_role("alert")).to_contain_text("We know you as Pat Parker")
    axe(phone)
    picture(phone, "parent-other-name-360")
    phone.get_by_label("Your full name").fill("Pat Parker")
    phone.get_by_role("button", name="Sign for all 2 children").click()

    expect(phone.locator("main")).to_contain_text(re.compile("thank you", re.IGNORECASE))
    axe(phone)
    picture(phone, "parent-signed-360")
    assert Acknowledgement.objects.filter(person=parent, capacity="parent").count() == 2

    # The link still opens, knows what is done, and lets nobody in anywhere else.
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("1 of 2 things done")
    phone.goto("/sign-offs/")
    expect(phone).to_have_url(re.compile("/accounts/login/"))


@pytest.mark.rule("A4")
def test_an_altered_link_is_met_with_a_kind_sentence(phone, publish, parent):
    publish()
    link = link_sent_to(parent)

    answer = phone.goto(link.rstrip("/")[:-4] + "xxxx/")

    assert answer.status in (404, 410)
    axe(phone)
    picture(phone, "parent-link-altered-360")
    expect(phone.locator("main")).to_contain_text("office")


@pytest.mark.rule("A3")
def test_a_parent_says_no_for_both_children_and_signs_after_all(plain_phone, publish, parent):
    second = factories.ChildFactory(full_name="Pia Parker")
    factories.ParenthoodFactory(person=parent, child=second)
    publish()
    plain_phone.goto(link_sent_to(parent))
    plain_phone.get_by_role("link", name=re.compile("Social media policy")).first.click()
    plain_phone.get_by_role("button", name="I have read to the end").click()
    plain_phone.get_by_role("link", name="I would rather not sign").click()
    expect(plain_phone.locator("main")).to_contain_text("It changes nothing for your child")
    picture(plain_phone, "parent-decline-360")
    plain_phone.get_by_role("button", name="Tell the school").click()
    expect(plain_phone.locator("main")).to_contain_text("Nothing changes for your child")
    assert set(Request.objects.filter(person=parent).values_list("reply", flat=True)) == {
        "declined"
    }

    plain_phone.get_by_role("link", name="You can sign after all").click()
    plain_phone.get_by_role("link", name="Go on").first.click()
    plain_phone.get_by_label("Your full name").fill("Pat Parker")
    plain_phone.get_by_role("button", name="Sign for all 2 children").click()

    expect(plain_phone.locator("main")).to_contain_text("All done, thank you")
    assert Acknowledgement.objects.filter(person=parent).count() == 2
