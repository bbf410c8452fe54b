"""A4: separated parents see nothing of each other, on any page, in any letter or paper by link.

Everything that a link opens is fetched before and after the other parent has done all that a
parent can do. Not a letter of it may differ, and nothing of the other may stand in it.
"""

import re

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from acknowledgements import actions as sign_off
from acknowledgements.models import Request
from acknowledgements.views.place import STEPS
from consents import actions as pictures
from consents.models import Purpose
from consents.views.shared import PAGES
from notifications.delivery import render
from notifications.models import Message
from school import actions as school
from tests import factories
from tests.portal.conftest import without_tokens
from tests.test_access_matrix import url_names

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4", "C1")]

# Every address that a link opens. A new one must be named here, or the first test says so.
BY_LINK = {
    "link",
    "older_link",
    "family",
    "older_family",
    "renew_link",
    "close_link",
    "family_account",
    "family_code",
    "consents:link_pictures",
    *(f"consents:link_{page}" for page in PAGES),
    *(f"acknowledgements:link_{step}" for step in STEPS),
}


@pytest.fixture
def apart(parent, other_parent, headteacher):
    """One child, two parents apart, two policies; they have been written to."""
    child = parent.children.get()
    factories.ParenthoodFactory(child=child, person=other_parent)
    for title in ("Social media policy", "Anti-bullying policy"):
        sign_off.open_round(version=factories.published(policy__title=title), by=headteacher)
    return child


def pages(browser, person):
    """Return every page that a parent can come to by their link, by address."""
    signing = Request.objects.filter(person=person, capacity="parent").order_by("pk")
    addresses = [
        "/family/",
        "/sign-offs/my-link/",
        "/pictures/by-link/",
        "/pictures/by-link/?each=1",
        "/family/account/",
        *[
            reverse(f"acknowledgements:link_{step}", args=[asked.pk])
            for asked in signing
            for step in ("sign", "ask", "decline")
        ],
    ]
    linked = set()
    found = {}
    for address in addresses:
        found[address] = without_tokens(browser.get(address).text)
        linked |= set(re.findall(r'href="(/policies/[^"#]+)"', found[address]))
    for address in sorted(linked):  # the policies themselves, and their PDFs
        answer = browser.get(address)
        if not answer.streaming and answer["Content-Type"].startswith("text/html"):
            found[address] = without_tokens(answer.text)
    return found


def does_everything(person, child, office):
    """Let a parent sign one policy, answer and change their mind, and be given a new address."""
    asked = Request.objects.filter(person=person, capacity="parent").order_by("pk").first()
    sign_off.sign_for_family(
        request=factories.has_read(asked), typed_name=person.full_name, by=person
    )
    for is_yes in (True, False):
        pictures.answer_for_children(
            answers={(child.pk, purpose.value): is_yes for purpose in Purpose}, by=person
        )
    school.change_person(
        person=person, full_name=person.full_name, email="elsewhere@example.test", by=office
    )


def test_every_address_that_a_link_opens_is_known_here():
    names = set(url_names(get_resolver()))
    by_link = {name for name in names if re.search(r"(^|:)(older_)?link|family|_link$", name)}

    others = {"acknowledgements:send_link", "acknowledgements:board_family", "school:print_link"}
    assert by_link - others == BY_LINK


def test_whatever_one_parent_does_the_other_sees_no_difference(
    apart, parent, other_parent, office, opens
):
    cache.clear()
    browser = opens(parent)
    browser.get("/family/")
    before = pages(browser, parent)

    other = opens(other_parent)
    other.get("/family/")
    does_everything(other_parent, apart, office)

    after = pages(browser, parent)
    assert len(after) >= 7
    assert after == before
    for address, page in after.items():
        for word in (*other_parent.full_name.split(), "elsewhere@example", "other_parent@"):
            assert word not in page, address


def test_no_letter_to_one_speaks_of_the_other(apart, parent, other_parent, office):
    does_everything(other_parent, apart, office)
    does_everything_too = Request.objects.filter(person=parent).first()
    sign_off.sign_for_family(
        request=factories.has_read(does_everything_too), typed_name="Pat", by=parent
    )

    letters = Message.objects.filter(recipient__in=[parent, other_parent], sent_at=None)
    assert letters.exists()
    for letter in letters:
        mail = render(letter)
        text = f"{mail.subject} {mail.body} {mail.to}"
        other = other_parent if letter.recipient == parent else parent
        assert other.full_name not in text
        assert apart.full_name not in text
        assert letter.address != (other.email or "")


def test_one_parents_link_opens_nothing_of_the_others(apart, parent, other_parent, opens):
    browser = opens(parent)

    for asked in Request.objects.filter(person=other_parent):
        address = reverse("acknowledgements:link_sign", args=[asked.pk])
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"read": "on", "typed_name": "Pat"}).status_code == 404


@pytest.mark.parametrize("restricted_at", ["before", "after"])
def test_a_restricted_parent_is_sent_nothing_and_sees_nothing(
    restricted_at, parent, other_parent, headteacher, office, opens
):
    child = parent.children.get()
    other_parent.parenthoods.all().delete()
    tie = factories.ParenthoodFactory(
        child=child, person=other_parent, is_restricted=restricted_at == "before"
    )
    browser = opens(other_parent)
    if restricted_at == "after":
        school.change_parent(
            tie=tie, relationship="", has_responsibility=True, is_restricted=True, by=office
        )
    before = Message.objects.filter(recipient=other_parent).count()

    sign_off.open_round(version=factories.published(), by=headteacher)
    pictures.bring_asking_up_to_date()
    pictures.invite()

    assert Message.objects.filter(recipient=other_parent).count() == before == 0
    for page in ("/family/", "/pictures/by-link/", "/family/account/"):
        answer = browser.get(page)
        assert answer.status_code == 410
        assert child.full_name not in answer.text
