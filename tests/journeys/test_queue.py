"""The Headteacher's ten spare minutes: the list of cases, worked with the keyboard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from incidents import actions
from incidents.models import CaseClaim, State
from tests import factories
from tests.browser import axe, picture, sign_in_as
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = reverse("incidents:queue")


@pytest.fixture
def desk(headteacher):
    now = timezone.now()
    late = a_case(due_at=now - timedelta(hours=3), kind="comment", subject_kind="parent_family")
    soon = a_case(due_at=now + timedelta(hours=1), kind="image", child_at_risk=True)
    a_case(State.INVESTIGATING, due_at=now + timedelta(days=9), kind="cyberbullying")
    for _ in range(3):
        a_case()
    factories.SavedWordingFactory(title="Thank you, we are on it")
    actions.link_cases(
        case=late, by=headteacher, reference=soon.reference, is_repeat=True, why="The same post."
    )
    return late, soon


@pytest.mark.rule("I12")
def test_the_list_is_worked_with_the_keyboard(page, headteacher, desk):
    late, soon = desk
    sign_in_as(page, headteacher)
    page.goto(QUEUE)
    axe(page)
    picture(page, "queue-1280")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name=late.reference)).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=soon.reference)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("x")
    picture(page, "queue-ticked-1280")
    page.get_by_role("button", name="Take on what is ticked").press("Enter")
    expect(page.get_by_text("You are on 2 cases now.")).to_be_visible()
    assert CaseClaim.objects.filter(person=headteacher).count() == 2

    page.locator("summary", has_text="Narrow the list").press("Enter")
    page.get_by_label("Who is on it").select_option("mine")
    expect(page.locator("[data-list-row]")).to_have_count(2)
    expect(page.locator("[data-narrow-said]")).to_have_text("2 cases.")
    assert page.url.endswith("?whose=mine")
    page.locator("summary", has_text="Lists that you keep").press("Enter")
    page.get_by_label("Keep this list as").fill("jkx/")
    axe(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="jkx/").first).to_be_visible()

    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type(late.reference.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Case {late.reference}")).to_be_visible(timeout=20_000)
    axe(page)
    picture(page, "case-1280")

    page.get_by_role("link", name="Write to the person who told us").press("Enter")
    page.get_by_text("Begin with saved wording").click()
    page.get_by_role("button", name="Thank you, we are on it").press("Enter")
    expect(page.get_by_label("What would you like to say or ask?")).to_have_value(
        "Thank you for telling us. We will read it with care."
    )
    axe(page)
    picture(page, "message-1280")


def test_who_turned_the_keys_off_is_left_alone(page, headteacher, desk):
    sign_in_as(page, headteacher)
    page.goto(QUEUE)
    page.get_by_text("Work with the keyboard").click()
    page.get_by_label("Use these keys in this browser").uncheck()
    axe(page)
    picture(page, "queue-keys-1280")

    page.reload()
    page.keyboard.press("j")

    expect(page.locator("[data-list-open]:focus")).to_have_count(0)


def test_on_a_phone_without_scripts_the_list_has_its_button(plain_phone, headteacher, desk):
    sign_in_as(plain_phone, headteacher)
    plain_phone.goto(QUEUE)
    picture(plain_phone, "queue-360")
    plain_phone.locator("summary", has_text="Narrow the list").click()
    plain_phone.get_by_label("Next step").select_option("late")
    plain_phone.get_by_role("button", name="Show these").click()

    expect(plain_phone.locator("[data-list-row]")).to_have_count(1)
    plain_phone.get_by_role("link", name=desk[0].reference).click()
    expect(plain_phone.get_by_role("heading", name="What next")).to_be_visible()
    picture(plain_phone, "case-360")
