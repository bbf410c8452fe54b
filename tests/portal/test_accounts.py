"""Signing in by a code that leaves through the outbox."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from notifications.models import Message
from tests import factories

pytestmark = pytest.mark.django_db

LOGIN, CONFIRM = "/accounts/login/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def ask_for_code(client: Client, address: str):
    return client.post(LOGIN, {"login": address})


def code_in_outbox() -> str:
    body = Message.objects.get().context["body"]
    return re.search(r"^    (\S+)$", body, re.MULTILINE)[1]


def test_a_code_from_the_outbox_signs_somebody_in(parent):
    client = Client()

    asked = ask_for_code(client, parent.email)
    answered = client.post(CONFIRM, {"code": code_in_outbox()})

    assert asked.status_code == answered.status_code == 302
    assert asked.url == CONFIRM
    assert answered.url == reverse("home")
    assert client.get("/").context["user"] == parent


def test_signing_in_leads_on_to_the_page_that_was_asked_for(parent):
    client = Client()
    wanted = reverse("acknowledgements:my_sign_offs")

    client.post(f"{LOGIN}?next={wanted}", {"login": parent.email, "next": wanted})
    answered = client.post(CONFIRM, {"code": code_in_outbox(), "next": wanted})

    assert answered.url == wanted


def test_signing_in_never_leads_to_another_site(parent):
    client = Client()
    elsewhere = "https://elsewhere.example/"

    client.post(LOGIN, {"login": parent.email, "next": elsewhere})
    answered = client.post(CONFIRM, {"code": code_in_outbox(), "next": elsewhere})

    assert answered.url == reverse("home")


def test_the_e_mail_has_the_code_and_the_schools_name(parent):
    ask_for_code(Client(), parent.email)

    message = Message.objects.get()
    assert message.address == parent.email
    assert message.context["subject"] == "Your code for St Mary's CE Infant School"
    assert "example.com" not in message.context["body"]


def test_an_address_nobody_has_looks_the_same_from_outside(parent):
    known, unknown = Client(), Client()

    first = ask_for_code(known, parent.email)
    second = ask_for_code(unknown, "nobody@example.test")

    assert (first.status_code, first.url) == (second.status_code, second.url)
    pages = [client.get(CONFIRM).content.decode() for client in (known, unknown)]
    masked = [re.sub(r'value="[^"]{64}"|[\w.]+@example\.test', "", page) for page in pages]
    assert masked[0] == masked[1]


def test_an_address_nobody_has_is_told_so_by_e_mail_without_a_code():
    ask_for_code(Client(), "nobody@example.test")

    message = Message.objects.get()
    assert message.address == "nobody@example.test"
    assert "does not have this address" in message.context["body"]


def test_a_wrong_code_signs_nobody_in_and_says_what_to_do(parent):
    client = Client()
    ask_for_code(client, parent.email)

    page = client.post(CONFIRM, {"code": "WRONG-CODE"})

    assert "That is not the code" in page.content.decode()
    assert client.get("/").context["user"].is_anonymous


def test_after_three_wrong_codes_the_right_one_is_void(parent):
    client = Client()
    ask_for_code(client, parent.email)
    code = code_in_outbox()

    for _ in range(3):
        client.post(CONFIRM, {"code": "WRONG-CODE"})
    client.post(CONFIRM, {"code": code})

    assert client.get("/").context["user"].is_anonymous


def test_a_code_works_once(parent):
    client = Client()
    ask_for_code(client, parent.email)
    code = code_in_outbox()
    client.post(CONFIRM, {"code": code})
    client.post(reverse("account_logout"))

    client.post(CONFIRM, {"code": code})

    assert client.get("/").context["user"].is_anonymous


def test_a_code_is_no_use_in_another_browser(parent):
    ask_for_code(Client(), parent.email)
    other = Client()

    other.post(CONFIRM, {"code": code_in_outbox()})

    assert other.get("/").context["user"].is_anonymous


def test_somebody_whose_time_has_ended_is_not_signed_in():
    left = factories.PersonFactory(is_active=False)
    client = Client()

    ask_for_code(client, left.email)

    assert "    " not in Message.objects.get().context["body"] or client.post(
        CONFIRM, {"code": code_in_outbox()}
    ).url == reverse("account_inactive")
    assert client.get("/").context["user"].is_anonymous


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("", "Write your e-mail address."), ("nonsense", "Write an e-mail address, such as")],
)
def test_no_address_or_half_of_one_gets_a_sentence(address, sentence):
    page = ask_for_code(Client(), address).content.decode()

    assert sentence in page
    assert not Message.objects.exists()


def test_asking_again_and_again_is_slowed_down(parent):
    answers = [ask_for_code(Client(), parent.email).status_code for _ in range(6)]

    assert Message.objects.count() < 6
    assert answers[0] == 302


def test_nobody_can_sign_up():
    page = Client().get(reverse("account_signup"))

    answered = Client().post(reverse("account_signup"), {"email": "new@example.test"})

    assert "The school adds people" in page.content.decode()
    assert answered.status_code == 200
    assert not Message.objects.exists()


def test_signing_out_asks_once_and_ends_the_session(parent, sign_in):
    client = sign_in(parent)

    asked = client.get(reverse("account_logout"))
    client.post(reverse("account_logout"))

    assert "Sign out?" in asked.content.decode()
    assert client.get("/").context["user"].is_anonymous


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_set_password", "account_reset_password"],
)
def test_pages_for_passwords_and_addresses_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
