"""A class teacher asks for a service, then to post pictures there; the Headteacher decides."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consents import actions
from consents.models import Purpose
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick
from tests.uploads import nasty as files

pytestmark = [pytest.mark.browser, pytest.mark.rule("C2"), pytest.mark.rule("C4")]


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def look(page, name):
    """Look at a page as it is on a phone and at a desk."""
    axe(page)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        picture(page, f"{name}-{width}")


@pytest.fixture
def robins(transactional_db, parent):
    """A class of two: of Ada there may be images, of Bo not."""
    robins = factories.SchoolClassFactory(name="Robins")
    ada = factories.ChildFactory(full_name="Ada Younger", school_class=robins)
    factories.ChildFactory(full_name="Bo Burr", school_class=robins)
    factories.ParenthoodFactory(child=ada, person=parent)
    answers = {(ada.pk, purpose.value): True for purpose in Purpose}
    actions.answer_for_children(answers=answers, by=parent)
    return robins


def asks_for_a_service(page):
    page.goto("/")
    page.get_by_role("link", name="Approved services").click()
    page.get_by_role("link", name="Ask for another one").click()
    page.get_by_label("App or website").select_option("Another one")
    page.get_by_label("Its name").fill("SchoolWall")
    page.get_by_label("What you would like to use it for").fill("Our own posts")
    page.get_by_label("Which class").fill("The office and all classes")
    page.get_by_label("What it gets to know").fill("Pictures of events")
    page.get_by_label("How old its own terms").fill("13")
    page.get_by_label("Data protection assessment").fill("DPIA 12")
    look(page, "service-ask")
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("main")).to_contain_text("Please do not use it before")


def asks_to_post(page):
    page.goto("/")
    page.get_by_role("link", name="Pictures of events").click()
    page.get_by_role("link", name="Ask to post pictures").click()
    page.get_by_label("Which event").fill("Harvest festival")
    page.get_by_label("When it was").fill(day(-1))
    tick(page, "The school’s social media")
    tick(page, "SchoolWall, approved for: Our own posts")
    page.get_by_label("Which page, paper or board").fill("The school’s page")
    page.get_by_label("Until which day").fill(day(60))
    look(page, "photos-ask")
    page.get_by_role("button", name="Go on to the pictures").click()
    page.get_by_label("Pictures", exact=True).set_input_files(
        [
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg((900, 600))},
            {"name": "b.png", "mimeType": "image/png", "buffer": files.png()},
        ]
    )
    look(page, "photos-add")
    page.get_by_role("button", name="Add them").click()
    for number, names in ((1, ["Ada Younger"]), (2, ["Ada Younger", "Bo Burr"])):
        page.get_by_role("link", name=f"Who is in it (picture {number})").click()
        page.get_by_label("Class", exact=True).select_option("Robins")
        page.get_by_role("button", name="Show this class").click()
        for name in names:
            tick(page, re.compile(name))
        look(page, f"photos-who-{number}")
        page.get_by_role("button", name="That is everybody").click()
    look(page, "photos-draft")
    page.get_by_role("button", name="Send it to be decided").click()
    expect(page.locator("main")).to_contain_text("Waiting for a decision")


def test_a_service_and_pictures_are_asked_for_and_decided(
    page, robins, class_teacher, headteacher, parent, settings
):
    sign_in_as(page, class_teacher)
    asks_for_a_service(page)

    sign_in_as(page, headteacher)
    page.goto("/")
    page.get_by_role("link", name="Decide about a service").click()
    tick(page, "Yes, it may be used for this")
    page.get_by_label("look at it again by").fill(day(300))
    page.get_by_label("on which conditions").fill("No names beside pictures.")
    look(page, "service-decide")
    page.get_by_role("button", name="Keep this decision").click()
    look(page, "service-decided")
    page.goto("/services/")
    look(page, "services")
    page.goto("/services/for-families/")
    look(page, "services-families")

    sign_in_as(page, class_teacher)
    asks_to_post(page)

    sign_in_as(page, headteacher)
    page.goto("/")
    look(page, "home-head")
    page.get_by_role("link", name="Decide about pictures").click()
    expect(page.locator("main")).to_contain_text("Bo Burr: no images")
    expect(page.get_by_label("Picture 1 may be posted")).to_be_checked()
    expect(page.get_by_label("Picture 2 may be posted")).to_have_count(0)
    tick(page, re.compile("Yes: the pictures ticked above"))
    look(page, "photos-decide")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.locator("main")).to_contain_text("May be posted")

    ada = robins.children.get(full_name="Ada Younger")
    actions.answer_for_children(answers={(ada.pk, "social_media"): False}, by=parent)
    sign_in_as(page, class_teacher)
    page.goto("/")
    look(page, "home-teacher")
    page.get_by_role("link", name="Pictures of an event to take down").click()
    look(page, "photos-list")
    page.get_by_role("link", name="Harvest festival").first.click()
    look(page, "photos-take-down")
    page.get_by_role("link", name="Say what you took down").click()
    for place in ("SchoolWall", *Purpose.SOCIAL_MEDIA.places):
        tick(page, re.compile(place))
    page.get_by_label("What you did").fill("Deleted the post.")
    look(page, "photos-finish")
    page.get_by_role("button", name="It is done").click()
    expect(page.locator("main")).to_contain_text("Deleted the post.")
