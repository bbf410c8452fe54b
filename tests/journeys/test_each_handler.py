"""Whoever gets a case meets it on their first page, opens it and does what is theirs to do."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import State
from tests.browser import axe, picture, sign_in_as, tick
from tests.incidents.cases import a_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.rule("I3")]

QUEUE = reverse("incidents:queue")
# Who gets it, who else is in post, and what is told.
HANDLED = {
    "deputy": ([], {"subject_kind": "pupil"}),
    "chair": (["headteacher", "deputy"], {"subject_kind": "headteacher"}),
    "clerk": (["headteacher", "deputy", "chair"], {"subject_kind": "chair"}),
}


@pytest.mark.parametrize("who", HANDLED)
def test_whoever_handles_a_case_has_the_first_look(who, page, request):
    others, told = HANDLED[who]
    for name in others:
        request.getfixturevalue(name)
    handler = request.getfixturevalue(who)
    case = a_report(**told).case

    sign_in_as(page, handler)
    open_from_the_first_page(page, case, "Have a first look")
    axe(page)
    tick(page, "At school, in school time")
    picture(page, f"first-look-{who}-1280")
    page.get_by_role("button", name="Save the first look").click()

    expect(page.get_by_role("heading", name=f"Case {case.reference}")).to_be_visible()
    case.refresh_from_db()
    assert case.state == State.TRIAGED


def test_the_safeguarding_lead_reads_along_and_adds_a_note(phone, headteacher, dsl):
    case = a_report(subject_kind="pupil", child_in_danger=True).case

    sign_in_as(phone, dsl)
    open_from_the_first_page(phone, case, "Add a note")
    axe(phone)
    phone.get_by_label("Your note").fill("I rang the family.")
    picture(phone, "note-of-the-lead-360")
    phone.get_by_role("button", name="Add the note").click()

    expect(phone.locator("main")).to_contain_text("I rang the family.")
    expect(phone.get_by_role("link", name="Have a first look")).to_have_count(0)


def open_from_the_first_page(page, case, step):
    page.goto("/")
    page.locator(f"main a[href='{QUEUE}']").first.click()
    page.get_by_role("link", name=re.compile(case.reference)).first.click()
    axe(page)
    page.get_by_role("link", name=step).click()
