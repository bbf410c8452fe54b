"""The frame as people meet it: scanned by axe, by keyboard, without script, on a small screen."""

from datetime import date

import pytest
from playwright.sync_api import expect

from acknowledgements.models import Capacity
from tests import factories
from tests.browser import axe, looking_at, picture, sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/inactive/", "/no/such/page/"]


@pytest.fixture
def small(chromium, live_server, settings):
    settings.PORTAL_URL = live_server.url
    with looking_at(chromium, live_server.url, width=320, height=640) as page:
        yield page


@pytest.mark.rule("S9")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_have_no_fault_on_a_small_screen_in_either_scheme(small, scheme):
    small.emulate_media(color_scheme=scheme)
    for address in PUBLIC:
        small.goto(address)
        axe(small)


@pytest.mark.rule("S9")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["headteacher", "chair", "office", "teacher_parent"])
def test_each_home_page_has_no_fault(small, scheme, name, request):
    person = request.getfixturevalue(name)
    factories.RequestFactory(person=person, capacity=Capacity.STAFF)
    factories.CaseFactory(due_on=date(2026, 1, 5))
    small.emulate_media(color_scheme=scheme)
    sign_in_as(small, person)

    small.goto("/")

    axe(small)
    picture(small, f"home-{name}-{scheme}")


def test_the_menu_unfolds_and_escape_folds_it_again(small):
    small.goto("/")
    menu = small.get_by_role("button", name="Menu")
    policies = small.get_by_role("navigation", name="Main").get_by_role("link", name="Policies")

    expect(policies).to_be_hidden()
    menu.press("Enter")
    expect(policies).to_be_visible()
    axe(small)
    small.keyboard.press("Escape")
    expect(policies).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.rule("S9")
def test_without_script_the_menu_is_open_and_a_code_can_be_asked_for(chromium, live_server, parent):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Your e-mail address").fill(parent.email)
    page.get_by_role("button", name="Send me a code").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    context.close()


@pytest.mark.rule("S9")
def test_the_first_stop_of_the_keyboard_skips_to_the_main_part(page):
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Tell us about something").first).to_be_focused()


@pytest.mark.rule("S9")
def test_what_is_wrong_with_a_form_is_read_first_and_leads_to_the_field(page):
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Send me a code").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Please check: ")
    axe(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Your e-mail address")).to_be_focused()


@pytest.mark.rule("S9")
@pytest.mark.parametrize("address", PUBLIC[:2])
def test_every_button_and_menu_link_is_large_enough_for_a_thumb(small, address):
    small.goto(address)
    small.get_by_role("button", name="Menu").click()

    pressed = small.locator("button:visible, .site-nav a:visible, input:visible").all()

    assert [box for one in pressed if (box := one.bounding_box())["height"] < 44] == []
