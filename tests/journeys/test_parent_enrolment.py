"""A4, C1: a parent of three does everything that waits by one link, on two devices."""

import re

import pytest
from playwright.sync_api import expect

from acknowledgements import actions as sign_off
from acknowledgements.models import Acknowledgement
from consents.models import ImageAnswer, Purpose
from consents.queries import permissions_of
from school.links import new_link
from tests import factories
from tests.browser import axe, looking_at, picture, sign_in_as, tick
from tests.journeys.test_parent_link import link_sent_to

pytestmark = [pytest.mark.browser, pytest.mark.rule("A4", "C1")]

QUESTIONS = ("website", "social_media", "press", "display", "other_families")


@pytest.fixture
def three(parent, headteacher):
    """Three children of one parent, and two policies that wait for them."""
    ada = parent.children.get()
    ada.full_name = "Ada Parker"
    ada.save()
    for name in ("Bo Parker", "Cy Parker"):
        factories.ParenthoodFactory(person=parent, child__full_name=name)
    return list(parent.children.order_by("full_name"))


def read_and_sign(page, title):
    page.get_by_role("link", name=f"Read and sign {title}").click()
    end = page.get_by_role("button", name="I have read to the end")
    end.scroll_into_view_if_needed()
    end.click()
    page.get_by_label("Your full name").fill("Pat Parker")
    page.get_by_role("button", name=re.compile("^Sign")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You have signed {title}")
    page.goto("/family/")


def choose(page, purpose, answer):
    """Answer one question by pressing on the word."""
    fieldset = page.locator(f"#div_id_{purpose}")
    fieldset.locator("label").filter(has_text=re.compile(f"^{answer}$")).click()


def test_a_parent_of_three_does_two_policies_and_the_pictures_on_two_devices(
    phone, chromium, live_server, publish, three, parent, headteacher, office
):
    publish()
    second = factories.published(policy__title="Anti-bullying policy", created_by=headteacher)
    sign_off.open_round(version=second, by=headteacher)
    link = link_sent_to(parent)

    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("0 of 3 things done")
    axe(phone)
    picture(phone, "family-360")
    read_and_sign(phone, "Social media policy")
    expect(phone.locator("main")).to_contain_text("1 of 3 things done")

    # Another device, by the same link: what was done on the phone is done.
    with looking_at(chromium, live_server.url, width=1280, height=900) as tablet:
        tablet.goto(link)
        expect(tablet.locator("main")).to_contain_text("1 of 3 things done")
        picture(tablet, "family-1280")
        tablet.get_by_role("link", name="Answer about pictures").click()
        expect(tablet.locator("main")).to_contain_text("You answer once for all 3 children")
        axe(tablet)
        picture(tablet, "pictures-1280")
        for question in QUESTIONS:
            choose(tablet, question, "No" if question == "press" else "Yes")
        tablet.get_by_role("button", name="Keep my answers").click()
        expect(tablet.locator("main")).to_contain_text("2 of 3 things done")
        axe(tablet)

    phone.reload()
    read_and_sign(phone, "Anti-bullying policy")
    expect(phone.locator("main")).to_contain_text("All done, thank you")
    axe(phone)
    picture(phone, "family-done-360")

    # A change of mind, on the phone, for one of the three.
    phone.get_by_role("link", name="See or change your answers").click()
    axe(phone)
    picture(phone, "pictures-360")
    phone.get_by_role("link", name="Answer for each child by itself").click()
    axe(phone)
    choose(phone, f"website-{three[0].pk}", "No")
    phone.get_by_role("button", name="Keep my answers").click()
    expect(phone.locator("main")).to_contain_text("Your answers about pictures are kept")

    assert Acknowledgement.objects.filter(person=parent).count() == 6
    assert ImageAnswer.objects.filter(person=parent).count() == 16
    holds = permissions_of([child.pk for child in three])
    assert [holds[child.pk, "website"] for child in three] == [False, True, True]
    assert not any(holds[child.pk, "press"] for child in three)


def test_a_teacher_looks_who_may_be_pictured_and_the_office_takes_down(
    page, phone, three, parent, other_parent, class_teacher, office, settings
):
    for child in three:
        for is_yes in (True, False):
            factories.ImageAnswerFactory(
                child=child, person=parent, purpose="display", is_yes=is_yes or child != three[0]
            )
    factories.TakeDownFactory(child=three[0], purpose="display")

    sign_in_as(phone, class_teacher)
    phone.goto("/pictures/classes/")
    axe(phone)
    picture(phone, "class-list-360")
    phone.get_by_label("Pictures for").select_option("display")
    phone.get_by_role("button", name="Show").click()
    expect(phone.locator("main")).to_contain_text("Ada Parker")
    expect(phone.locator("main")).not_to_contain_text("Bo Parker")
    axe(phone)

    sign_in_as(page, office)
    page.goto("/pictures/classes/")
    axe(page)
    picture(page, "class-list-1280")
    page.emulate_media(media="print")
    picture(page, "class-list-printed")
    page.emulate_media(media="screen")
    page.goto("/")
    picture(page, "home-office-1280")
    page.get_by_role("link", name=re.compile("Pictures to take down")).click()
    axe(page)
    picture(page, "take-downs-1280")
    page.get_by_role("link", name=re.compile("Say what you did")).click()
    axe(page)
    for place in Purpose.DISPLAY.places:
        tick(page, place)
    page.get_by_label("What you did").fill("One picture taken off the board by the hall.")
    picture(page, "finish-take-down-1280")
    page.get_by_role("button", name="It is done").click()
    expect(page.locator("main")).to_contain_text("There is nothing to take down")
    page.goto(f"/pictures/children/{three[0].pk}/")
    axe(page)
    picture(page, "pictures-of-child-1280")
    page.get_by_role("link", name=re.compile("Write down what they told us")).first.click()
    axe(page)
    picture(page, "write-down-1280")


def test_the_office_follows_who_joins_and_hands_a_link_over_on_paper(
    page, phone, three, parent, office
):
    child = factories.ChildFactory(full_name="Freya Lind")
    child.admitted_on = child.admitted_on.replace(year=2999)
    child.save()
    grandmother = factories.PersonFactory(full_name="Margaret Oduya", email=None)
    factories.ParenthoodFactory(child=child, person=grandmother)
    for one in three:
        one.admitted_on = new_link(parent)[0].created_at.date()
        one.save()
    factories.ParenthoodFactory(child=three[0], person=grandmother)
    link, _ = new_link(parent)
    link.save()

    sign_in_as(page, office)
    page.goto("/joining/")
    axe(page)
    picture(page, "joining-soon-1280")
    page.get_by_role("link", name=re.compile("Joined in the last")).click()
    axe(page)
    picture(page, "joining-1280")
    page.set_viewport_size({"width": 360, "height": 740})
    axe(page)
    picture(page, "joining-360")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Print a link for Margaret Oduya").click()
    axe(page)
    page.get_by_role("button", name="Make the letter").click()
    axe(page)
    picture(page, "link-letter-1280")
    page.emulate_media(media="print")
    picture(page, "link-letter-printed")
    address = page.locator(".code").inner_text()

    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hello Margaret")
    phone.get_by_role("link", name="Have an account as well").click()
    axe(phone)
    picture(phone, "account-360")
    phone.get_by_label("Your e-mail address").fill("margaret@example.test")
    phone.get_by_role("button", name="Send me a code").click()
    axe(phone)
    picture(phone, "account-code-360")
