"""From a link to an account: to the address that the school has, or to one that is proved."""

import re

import pytest
from django.core.cache import cache

from audit.models import Event
from notifications.models import Message
from school.actions import give_own_address
from school.errors import DomainError
from school.models import Person, PersonalLink, Role
from tests import factories
from tests.portal.conftest import without_tokens

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A4")]

ACCOUNT, CODE = "/family/account/", "/family/account/code/"
NEW = "new@example.test"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def unreachable(parent):
    """A parent for whom the school has no address."""
    parent.email = None
    parent.save()
    return parent


def code_sent(address):
    message = Message.objects.filter(address=address).latest("pk")
    text = message.context.get("body") or f"    {message.context['code']}"
    return re.search(r"^    (\S+)$", text, re.MULTILINE)[1]


def is_signed_in(browser, person):
    return browser.get("/").context["user"] == person


# --- where the school has an address --------------------------------------------------------------


def test_one_press_sends_the_code_and_the_code_signs_in(parent, opens):
    browser = opens(parent)

    asked = browser.post(ACCOUNT)
    answered = browser.post(asked.url, {"code": code_sent(parent.email)})

    assert asked.url == "/accounts/login/code/confirm/"
    assert answered.url == "/"
    assert is_signed_in(browser, parent)


def test_the_address_is_shown_only_in_part(parent, opens):
    browser = opens(parent)

    first = browser.get(ACCOUNT).text
    second = browser.post(ACCOUNT, follow=True).text

    for page in (first, second):
        assert parent.email not in page
        assert "p…@example.test" in page


def test_no_address_from_the_form_is_taken_where_one_is_known(parent, opens):
    opens(parent).post(ACCOUNT, {"email": NEW, "login": NEW})

    assert [message.address for message in Message.objects.all()] == [parent.email]


def test_a_code_that_is_not_typed_signs_nobody_in(parent, opens):
    browser = opens(parent)

    browser.post(ACCOUNT)

    assert browser.get("/sign-offs/").status_code == 302


def test_asking_again_and_again_is_slowed_down_and_said(parent, opens):
    browser = opens(parent)

    pages = [browser.post(ACCOUNT) for _ in range(5)]

    assert "in a short time" in pages[-1].text
    assert Message.objects.count() < 5


def test_whoever_is_signed_in_is_told_so(parent, other_parent, opens):
    told = {parent: "you have an account already", other_parent: "Sign out first"}
    for person, words in told.items():
        browser = opens(parent)
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        browser.get(browser.path)

        assert words in browser.get(ACCOUNT).text
        browser.post(ACCOUNT)

    assert not Message.objects.exists()


# --- where it has none ----------------------------------------------------------------------------


def test_an_address_is_given_proved_and_signs_in(unreachable, opens, office):
    browser = opens(unreachable)

    asked = browser.post(ACCOUNT, {"email": "New@Example.test"})
    answered = browser.post(CODE, {"code": code_sent(NEW).lower().replace("-", " ")})

    unreachable.refresh_from_db()
    assert asked.url == CODE
    assert answered.url == "/"
    assert unreachable.email == NEW
    assert is_signed_in(browser, unreachable)
    event = Event.objects.get(action="school.person.address_given")
    assert event.actor_id == event.target_id == str(unreachable.pk)


def test_the_link_goes_on_working(unreachable, opens):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    browser.post(CODE, {"code": code_sent(NEW)})

    assert PersonalLink.objects.get().revoked_at is None
    assert not Message.objects.filter(template="personal_link").exists()


def test_the_office_is_told_without_a_name(unreachable, opens, office):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    browser.post(CODE, {"code": code_sent(NEW)})

    message = Message.objects.get(recipient=office)
    assert message.template == "address_given"
    assert message.context == {"path": f"/school/people/{unreachable.pk}/"}


def test_before_the_code_nothing_is_changed(unreachable, opens):
    opens(unreachable).post(ACCOUNT, {"email": NEW})

    unreachable.refresh_from_db()
    assert unreachable.email is None


def test_an_address_of_somebody_else_looks_the_same_and_gets_no_code(
    unreachable, other_parent, opens
):
    free, taken = opens(unreachable), opens(unreachable)
    PersonalLink.objects.update(revoked_at=None)

    answers = [
        free.post(ACCOUNT, {"email": NEW}),
        taken.post(ACCOUNT, {"email": other_parent.email}),
    ]
    pages = [
        without_tokens(browser.get(CODE).text).replace(address, "")
        for browser, address in ((free, NEW), (taken, other_parent.email))
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, CODE)}
    assert pages[0] == pages[1]
    letter = Message.objects.get(address=other_parent.email)
    assert (letter.template, letter.context) == ("address_taken", {})
    wrong = [browser.post(CODE, {"code": "ABCD-EFGH"}).text for browser in (free, taken)]
    assert all("That is not the code" in page for page in wrong)


def test_an_address_taken_meanwhile_is_not_theirs(unreachable, opens):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    factories.PersonFactory(email=NEW)

    page = browser.post(CODE, {"code": code_sent(NEW)})

    assert "cannot be used" in page.text
    assert Person.objects.get(email=NEW) != unreachable


def test_after_three_wrong_codes_the_right_one_is_void(unreachable, opens):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    for _ in range(3):
        browser.post(CODE, {"code": "WRONG"})

    answer = browser.post(CODE, {"code": code_sent(NEW)})

    assert answer.url == ACCOUNT
    unreachable.refresh_from_db()
    assert unreachable.email is None


def test_a_code_is_over_after_a_quarter_of_an_hour(unreachable, opens):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    session = browser.session
    session["address_given"] = session["address_given"] | {"until": 0}
    session.save()

    assert browser.post(CODE, {"code": code_sent(NEW)}).url == ACCOUNT


def test_a_code_is_of_no_use_in_another_browser_or_with_another_link(
    unreachable, other_parent, opens
):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})
    other_parent.email = None
    other_parent.save()

    assert opens(unreachable).post(CODE, {"code": code_sent(NEW)}).url == ACCOUNT
    browser.get(opens(other_parent).path)  # the same browser, now by another's link
    assert browser.post(CODE, {"code": code_sent(NEW)}).url == ACCOUNT
    assert not Person.objects.filter(email=NEW).exists()


def test_only_the_hash_of_the_code_is_in_the_session(unreachable, opens):
    browser = opens(unreachable)
    browser.post(ACCOUNT, {"email": NEW})

    assert code_sent(NEW) not in str(browser.session.items())


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x" * 300 + "@example.test"])
def test_what_is_no_address_is_said(email, unreachable, opens):
    page = opens(unreachable).post(ACCOUNT, {"email": email})

    assert page.status_code == 200
    assert "error-summary" in page.text
    assert not Message.objects.exists()


def test_letters_to_addresses_are_few_an_hour(unreachable, opens):
    browser = opens(unreachable)

    pages = [browser.post(ACCOUNT, {"email": f"a{n}@example.test"}) for n in range(7)]

    assert Message.objects.count() == 5
    assert "wait an hour" in pages[-1].text


@pytest.mark.rule("S2")
def test_a_role_at_the_school_is_not_opened_by_a_paper_link(unreachable, opens):
    factories.RoleAssignmentFactory(person=unreachable, role=Role.GOVERNOR)
    browser = opens(unreachable)

    page = browser.post(ACCOUNT, {"email": NEW})

    assert "ask the school office to write down your address" in page.text
    assert not Message.objects.exists()


def test_nobody_gives_an_address_over_one_that_is_known(parent):
    with pytest.raises(DomainError):
        give_own_address(person=parent, email=NEW)


def test_without_a_link_there_are_no_such_pages(client):
    assert client.get(ACCOUNT).status_code == 404
    assert client.post(CODE, {"code": "x"}).status_code == 404
