"""The Headteacher shares a case; the chair and a governor who is a parent take it from there."""

import pytest
from playwright.sync_api import Page, expect

from governance.models import LegalAdvice, Referral
from incidents import actions
from incidents.models import State
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick
from tests.governance.referring import another_governor
from tests.incidents.bringing import a_photo
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def open_link(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.rule("G2", "G3")
def test_a_case_goes_to_chair_and_parent_governor_and_comes_back_with_their_decision(
    page, phone, plain_phone, cast
):
    parent_governor = another_governor(full_name="Paula Parent")
    factories.ParenthoodFactory(person=parent_governor)
    in_it = another_governor(full_name="Ira Inside")
    child = factories.ParenthoodFactory(person=in_it).child
    case = a_case(State.INVESTIGATING)
    factories.CasePartyFactory(case=case, person=None, child=child, part="target")
    actions.write_to_reporter(case=case, by=cast.headteacher, words="Zebedee is well.")
    actions.add_evidence(case=case, by=cast.headteacher, uploads=[a_photo()], caption="A post")
    actions.hide_words(case=case, by=cast.headteacher, words="Zebedee", why="A child.")

    sign_in_as(page, cast.headteacher)
    page.goto(case.get_absolute_url())
    open_link(page, "Put it before governors")
    expect(page.locator("main")).to_contain_text("Ira Inside is the parent or carer of a child")
    axe(page)
    picture(page, "refer-1280")
    for who in ("Charles Okoro (chair)", "Paula Parent"):
        tick(page, who)
    page.get_by_label("What do they need to know?").fill("A post about a child.")
    page.get_by_label("What do you ask them?").fill("Is legal advice needed?")
    tick(page, "Share what was said")
    tick(page, "To the person who told us: Zebedee is well.")
    tick(page, "1. A post (a JPEG picture)")
    press(page, "See what they would see")
    main = page.locator("main")
    expect(main).to_contain_text("[hidden] is well.")
    expect(main).not_to_contain_text("Zebedee")
    expect(main).to_contain_text("1 governor is left then")
    axe(page)
    picture(page, "refer-preview-1280")
    press(page, "Share this with them")
    expect(page.locator("main")).to_contain_text("Nobody has looked at it yet")

    referral = Referral.objects.get()
    sign_in_as(phone, parent_governor)
    phone.goto("/governors/referrals/")
    open_link(phone, str(case))
    expect(phone.locator("main")).to_contain_text("[hidden] is well.")
    expect(phone.locator("main img")).to_be_visible()
    axe(phone)
    picture(phone, "referral-360")
    open_link(phone, "Record that you seek legal advice")
    axe(phone)
    phone.get_by_label("From whom?").fill("The council's solicitor")
    phone.get_by_label("Why do you seek it?").fill("It names a child.")
    press(phone, "Record this")
    open_link(phone, "Add what it says")
    phone.get_by_label("What does the advice say?").fill("Have it taken down.")
    press(phone, "Add this")
    expect(phone.locator("main")).to_contain_text("Have it taken down.")
    axe(phone)
    picture(phone, "legal-advice-360")
    open_link(phone, "Name somebody else, or end it for somebody")
    expect(phone.locator("main")).not_to_contain_text("Ira Inside")
    axe(phone)
    picture(phone, "legal-advice-readers-360")

    sign_in_as(plain_phone, cast.chair)
    advice = LegalAdvice.objects.get()
    plain_phone.goto(f"/governors/advice/{advice.pk}/")
    expect(plain_phone.locator("main")).not_to_contain_text("solicitor")
    plain_phone.goto(f"/governors/referrals/{referral.pk}/")
    open_link(plain_phone, "Write down what you decided")
    press(plain_phone, "Record the decision")
    expect(plain_phone.locator("main")).to_contain_text("Say what you decided.")
    tick(plain_phone, "Seek legal advice")
    plain_phone.get_by_label("Why?").fill("A child is named.")
    tick(plain_phone, "Paula Parent")
    picture(plain_phone, "decide-referral-360")
    press(plain_phone, "Record the decision")
    expect(plain_phone.locator("main")).to_contain_text("Your decision is with whoever handles")

    page.goto(case.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The governors decided: Seek legal advice")
    expect(page.locator("main")).not_to_contain_text("solicitor")
    open_link(page, "See or end what governors were asked")
    expect(page.locator("main")).to_contain_text("Paula Parent read it")
    axe(page)
    picture(page, "end-referral-1280")
    press(page, "Take the case back")
    phone.goto(f"/governors/referrals/{referral.pk}/")
    expect(phone.locator("main")).not_to_contain_text("A post about a child.")
