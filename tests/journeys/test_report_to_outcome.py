import re

import pytest
from playwright.sync_api import Page, expect

from audit.models import Event
from incidents.models import Case, Report
from tests.browser import axe, looking_at, picture, sign_in_as, tick
from tests.journeys.telling import STORY, answer_questions
from tests.uploads import nasty

pytestmark = pytest.mark.browser

PAGES_OF_THE_HEAD = (
    "/",
    "/reports/cases/",
    "/reports/mine/",
    "/governors/history/",
    "/school/people/",
)


def report_anonymously(
    page: Page, *, about: str, where: str, photo: bytes | None = None
) -> tuple[str, str]:
    """Walk through the report's pages and return the reference and the code."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Tell us about something")).first.click()
    answer_questions(page, about=about, where=where, who="No, I stay anonymous", photo=photo)
    reference, code = page.locator(".code").all_inner_texts()
    return reference.strip(), code.strip()


@pytest.mark.rule("I1")
@pytest.mark.rule("I2")
@pytest.mark.rule("I7")
@pytest.mark.rule("I11")
@pytest.mark.rule("I14")
def test_an_anonymous_report_is_heard_decided_and_answered(phone, chromium, live_server, cast):
    reference, code = report_anonymously(
        phone,
        about="A child at our school",
        where="No, outside school",
        photo=nasty.jpeg((1200, 800)),
    )
    phone.reload()
    expect(phone.locator("main")).not_to_contain_text(code)

    with looking_at(chromium, live_server.url, width=1280, height=900) as desk:
        sign_in_as(desk, cast.headteacher)
        decide(desk, reference)

    read_the_outcome(phone, reference, code)
    report = Report.objects.get()
    assert (report.reporter, report.reporter_name, report.reporter_email) == (None, "", "")
    assert code not in report.code_hash
    assert Event.objects.get(action="incidents.report.received").actor_id == ""


def decide(desk: Page, reference: str) -> None:
    """Have the Headteacher take the case from the queue to its end."""
    desk.goto("/")
    desk.get_by_role("link", name="Cases", exact=True).click()
    axe(desk)
    picture(desk, "case-queue")
    desk.get_by_role("link", name=re.compile(reference)).first.click()
    axe(desk)
    picture(desk, "case-received")
    look_at_the_picture(desk)
    desk.get_by_role("link", name="Have a first look").click()
    axe(desk)
    tick(desk, "Outside school hours or premises")
    desk.get_by_role("button", name="Save the first look").click()

    # Outside school, nothing can be done before the remit test (M17).
    expect(desk.get_by_role("link", name="Start looking into it")).to_have_count(0)
    desk.get_by_role("link", name="Decide whether we may act").click()
    axe(desk)
    tick(desk, re.compile("orderly running"))
    desk.get_by_label("Why?").fill("Both children came to school upset.")
    desk.get_by_role("button", name="Save this decision").click()
    desk.get_by_role("link", name="Start looking into it").click()
    desk.get_by_role("button", name="Start").click()
    axe(desk)
    picture(desk, "case-investigating")
    desk.get_by_role("link", name="Note what the bullying seemed to be about").click()
    tick(desk, "We do not know")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("link", name="Take the steps from the anti-bullying policy").click()
    desk.get_by_label("What is done instead?").fill("We talk with both families.")
    desk.get_by_role("button", name="Take these steps").click()
    desk.get_by_role("link", name=re.compile("Close")).click()
    axe(desk)
    tick(desk, "Talked with the child and the family")
    desk.get_by_label("What will the person who told us read?").fill(
        "We spoke with both families and will keep an eye on it."
    )
    picture(desk, "case-close")
    desk.get_by_role("button", name=re.compile("Close")).click()
    expect(desk.locator("main")).to_contain_text("How it ended")
    picture(desk, "case-closed")


def look_at_the_picture(desk: Page) -> None:
    desk.get_by_role("link", name=re.compile("IMG 0001.jpg")).click()
    shown = desk.get_by_role("img", name="The messages of Saturday")
    expect(shown).to_have_js_property("naturalHeight", 1200)  # upright, as the phone was held
    axe(desk)
    picture(desk, "evidence")
    desk.reload()
    expect(desk.locator("main")).to_contain_text("saw the copy")
    desk.get_by_role("link", name=re.compile("^Case ")).click()


def read_the_outcome(phone: Page, reference: str, code: str) -> None:
    phone.goto("/reports/follow/")
    phone.get_by_label("Reference").fill(reference)
    phone.get_by_label("Follow-up code").fill("WRONG-" + code[6:])
    phone.get_by_role("button", name="Open my report").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    axe(phone)
    phone.get_by_label("Follow-up code").fill(code.lower())
    phone.get_by_role("button", name="Open my report").click()
    expect(phone.locator("main")).to_contain_text("We spoke with both families")
    axe(phone)
    picture(phone, "report-outcome-360")


@pytest.mark.rule("I3")
@pytest.mark.rule("I4")
def test_a_report_about_the_head_reaches_the_chair_and_the_head_finds_no_trace(
    page, chromium, live_server, cast
):
    reference, _ = report_anonymously(page, about="The Headteacher", where="Yes, at school")
    case = Case.objects.get()

    with looking_at(chromium, live_server.url, width=1280, height=900) as desk:
        sign_in_as(desk, cast.chair)
        desk.goto("/reports/cases/")
        expect(desk.locator("main")).to_contain_text(reference)
        desk.goto(f"/reports/cases/{case.pk}/")
        expect(desk.locator("main")).to_contain_text(STORY)
        axe(desk)
        picture(desk, "case-of-the-chair")

    sign_in_as(page, cast.headteacher)
    for address in (
        "/",
        "/reports/cases/",
        "/reports/mine/",
        "/governors/history/",
        "/school/people/",
    ):
        page.goto(address)
        expect(page.locator("body")).not_to_contain_text(reference)
        expect(page.locator("body")).not_to_contain_text(STORY)
    assert page.goto(f"/reports/cases/{case.pk}/").status == 404
    assert page.goto(f"/reports/cases/{case.pk}/close/").status == 404
