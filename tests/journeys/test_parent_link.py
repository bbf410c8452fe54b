import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement
from notifications.delivery import deliver_all_due
from tests import factories
from tests.browser import axe, picture, tick

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
    tick(phone, "I have read it to the end")
    phone.get_by_label("Your full name").fill("Pat Parker")
    phone.get_by_role("button", name=re.compile("^Sign")).click()

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
