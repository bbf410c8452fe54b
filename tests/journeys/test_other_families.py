import re

import pytest
from playwright.sync_api import expect

from consents.models import SharedPicture
from school.links import new_link
from tests import factories
from tests.browser import axe, looking_at, picture, sign_in_as, tick
from tests.uploads import nasty as files

pytestmark = pytest.mark.browser

ASK = "Ask, or see what you asked and answered"


def link_of(person) -> str:
    link, path = new_link(person)
    link.save()
    return path


@pytest.mark.rule("C3", "M13")
def test_two_parents_disagree_and_whoever_asked_learns_no_more_than_that_it_is_a_no(
    chromium, live_server, plain_phone, page, parent, other_parent, office
):
    asker = factories.ParenthoodFactory(person__full_name="Ana Asker").person
    child = parent.children.get()
    factories.ParenthoodFactory(child=child, person=other_parent)

    # Ana asks on a phone on which no script runs, by her link.
    plain_phone.goto(link_of(asker))
    plain_phone.get_by_role("link", name=ASK).click()
    picture(plain_phone, "shared-begin-360")
    plain_phone.get_by_role("link", name="Ask about a picture").click()
    picture(plain_phone, "shared-ask-360")
    plain_phone.get_by_role("button", name="Send it to the office").click()
    expect(plain_phone.locator("main")).to_contain_text("Choose the picture.")
    picture(plain_phone, "shared-ask-wrong-360")
    plain_phone.get_by_label("Which page, and who can see it there").fill("My page, for friends")
    plain_phone.get_by_label("Which other children are in it").fill("The girl with the red hat")
    photo = {"name": "IMG 1.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg()}
    plain_phone.get_by_label("The picture").set_input_files([photo])
    plain_phone.get_by_role("button", name="Send it to the office").click()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("We are asking")
    picture(plain_phone, "shared-waiting-360")

    # The office says who it is.
    sign_in_as(page, office)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Pictures that families ask about")).first.click()
    axe(page)
    picture(page, "shared-to-match-1280")
    page.get_by_role("link", name=re.compile("Ana Asker")).click()
    axe(page)
    tick(page, child.full_name)
    picture(page, "shared-match-1280")
    page.get_by_role("button", name="That is everybody: ask the families").click()
    expect(page.locator("main")).to_contain_text("Nobody is told who they are")
    axe(page)
    picture(page, "shared-passed-on-1280")

    # Her parents live apart, and answer apart.
    for person, answer in ((parent, "Yes, it may"), (other_parent, "No, please not")):
        with looking_at(chromium, live_server.url, width=360, height=740) as phone:
            phone.goto(link_of(person))
            axe(phone)
            picture(phone, f"shared-family-{person.pk == parent.pk}-360")
            phone.get_by_role("link", name="See and answer").click()
            axe(phone)
            picture(phone, "shared-asked-360")
            phone.get_by_role("link", name="See it and answer").click()
            axe(phone)
            picture(phone, "shared-answer-360")
            tick(phone, answer)
            phone.get_by_role("button", name="Keep my answer").click()
            axe(phone)
            picture(phone, f"shared-answered-{person.pk == parent.pk}-360")
            expect(phone.locator("main")).not_to_contain_text("Everybody")

    # Ana still reads that the school is asking; after the last day, that it is a no.
    plain_phone.reload()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("We are asking")
    SharedPicture.objects.update(answer_by="2026-01-08")
    plain_phone.reload()
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("Not everybody has said yes")
    for name in (child.full_name, parent.full_name, other_parent.full_name):
        expect(plain_phone.locator("main")).not_to_contain_text(name)
    picture(plain_phone, "shared-no-360")

    # At a desk, signed in, her pages are the same ones.
    sign_in_as(page, asker)
    asked = SharedPicture.objects.get()
    for name, end in (("home", ""), ("ask", "ask/"), ("picture", f"{asked.pk}/")):
        page.goto(f"/pictures/families/{end}")
        axe(page)
        picture(page, f"shared-{name}-1280")
