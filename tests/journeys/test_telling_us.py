"""Each kind of reporter, from the first page to an answer: named, signed in, without scripts."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from incidents import actions
from incidents.models import Case, PictureWarning, Report
from notifications.models import Message
from tests.browser import axe, picture, sign_in_as, tick
from tests.incidents.cases import closed_report
from tests.journeys.telling import STORY, answer_questions, go_on, width

pytestmark = pytest.mark.browser


@contextmanager
def without_scripts(browser, url, width=360):
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": 740}, java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.rule("I1")
@pytest.mark.rule("S9")
def test_somebody_named_tells_us_with_scripts_switched_off(chromium, live_server, cast):
    with without_scripts(chromium, live_server.url) as page:
        page.goto("/reports/")
        tick(page, re.compile("^No$"))
        press = page.get_by_role("button", name="Go on", exact=True)
        press.click()
        tick(page, "A comment online")
        press.click()
        press.click()  # nothing written: the page says so and stays
        expect(page.locator(".error-summary")).to_contain_text("Tell us what happened")
        page.get_by_label("What happened?").fill(STORY)
        press.click()
        tick(page, "A parent, carer or family member")
        for _ in range(2):
            press.click()
        tick(page, "I am not sure")
        for _ in range(3):
            press.click()
        tick(page, "Yes, I give my name")
        press.click()
        page.get_by_label("Your name").fill("Granny Smith")
        press.click()
        expect(page.locator("main")).to_contain_text("Granny Smith")
        page.get_by_role("button", name="Send this to the school").click()
        expect(page.locator(".code")).to_have_count(2)
        page.get_by_role("link", name=re.compile("a slip")).click()
        expect(page.locator(".slip")).to_contain_text(Case.objects.get().reference)

    assert Report.objects.get().reporter_name == "Granny Smith"


@pytest.mark.rule("I1")
def test_somebody_named_is_written_to_without_a_word_of_it(phone, cast):
    phone.goto("/reports/")
    answer_questions(
        phone, about="A parent, carer", where="I am not sure", who="Yes, I give my name"
    )

    assert Report.objects.get().reporter_email == "granny@example.test"
    letter = Message.objects.get(address="granny@example.test")
    assert set(letter.context) == {"path", "read_within"}
    phone.get_by_role("link", name=re.compile("a slip")).click()
    axe(phone)
    picture(phone, "report-slip-360")
    phone.emulate_media(media="print")
    picture(phone, "report-slip-print")


@pytest.mark.rule("I1")
@pytest.mark.rule("I14")
def test_a_parent_who_is_signed_in_tells_us_and_asks_to_look_again(page, cast):
    sign_in_as(page, cast.parent)
    page.goto("/reports/")
    answer_questions(
        page, about="A child at our school", where="Yes, at school", who=f"Yes, I am {cast.parent}"
    )
    expect(page.locator(".code")).to_have_count(1)
    close_it(cast, Case.objects.get())

    page.get_by_role("link", name="my reports").click()
    axe(page)
    page.get_by_role("link", name=re.compile("Report ")).click()
    axe(page)
    picture(page, "report-closed-1280")
    page.get_by_role("link", name="Ask us to look at it again").click()
    axe(page)
    picture(page, "report-ask-again-1280")
    page.get_by_label("Why should we look at it again?").fill("It went on on Sunday.")
    page.get_by_role("button", name="Ask for this").click()
    expect(page.locator("main")).to_contain_text("You asked us to look at it again")

    sign_in_as(page, cast.deputy)
    page.goto("/reports/cases/")
    axe(page)
    picture(page, "case-queue-review-1280")
    page.get_by_role("link", name=re.compile("Case ")).first.click()
    axe(page)
    picture(page, "case-review-1280")
    page.get_by_role("link", name="Answer the request").click()
    axe(page)
    tick(page, "Yes, it stands")
    page.get_by_label("What will the person who told us read?").fill("We looked at Sunday too.")
    picture(page, "case-answer-review-1280")
    page.get_by_role("button", name="Save my answer").click()

    sign_in_as(page, cast.parent)
    page.goto(f"/reports/mine/{Case.objects.get().reference}/")
    expect(page.locator("main")).to_contain_text("the outcome stands")
    expect(page.locator("main")).to_contain_text("We looked at Sunday too.")
    axe(page)
    picture(page, "report-review-answered-1280")


def close_it(cast, case):
    head = cast.headteacher
    actions.triage_case(
        case=case, by=head, kind=case.kind, subject_kind="pupil", outside_school=False
    )
    actions.note_motive(case=case, by=head, motives=["unknown"])
    actions.take_procedure(case=case, by=head, why_none="We talk with both families.")
    actions.close_case(case=case, by=head, outcome="class_lesson", explanation="We talked of it.")


def test_the_pages_of_somebody_with_a_code_work_on_a_phone(phone, cast):
    received = closed_report(cast.headteacher)
    phone.goto("/reports/follow/")
    axe(phone)
    picture(phone, "report-follow-360")
    phone.get_by_role("link", name="I lost my code").click()
    axe(phone)
    picture(phone, "report-lost-code-360")
    phone.go_back()
    phone.get_by_label("Reference").fill(received.reference)
    phone.get_by_label("Follow-up code").fill(received.code)
    phone.get_by_role("button", name="Open my report").click()
    picture(phone, "report-followed-360")
    phone.get_by_role("link", name=re.compile("Leave an e-mail address")).click()
    axe(phone)
    picture(phone, "report-address-360")
    phone.get_by_label("Your e-mail address").fill("anon@example.test")
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator("main")).to_contain_text("Change the e-mail address")
    phone.get_by_role("link", name=re.compile("look at it again")).click()
    axe(phone)
    picture(phone, "report-ask-again-360")


@pytest.mark.rule("M14")
def test_talk_to_us_is_short_and_the_danger_page_comes_first(phone, cast):
    phone.goto("/reports/?about=concern")
    axe(phone)
    picture(phone, "talk-to-us-360")
    tick(phone, "Yes, or I am not sure")
    phone.get_by_role("button", name="Go on", exact=True).click()
    axe(phone)
    picture(phone, "report-danger-360")
    phone.get_by_role("link", name="Go on to the questions").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("What would you like to tell us")
    picture(phone, "talk-to-us-what-360")
    phone.get_by_role("button", name="Go on", exact=True).click()
    expect(phone.locator(".error-summary")).to_be_focused()
    axe(phone)
    picture(phone, "report-error-360")


@pytest.mark.rule("S9")
def test_the_whole_report_is_made_with_the_keyboard_alone(page, cast):
    page.goto("/reports/")
    press_until(page, "in_danger")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it about?")
    press_until(page, "about")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened?")
    press_until(page, "what_happened")
    page.keyboard.type("A few words.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom is it about?")


def press_until(page, name):
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"{name} is not reached.")


@pytest.mark.rule("I1")
def test_words_typed_without_a_connection_stay_on_the_page_and_are_kept_when_it_is_back(
    phone, cast
):
    phone.goto("/reports/")
    tick(phone, re.compile("^No$"))
    go_on(phone, "What is it about?")
    tick(phone, "A comment online")
    go_on(phone, "What happened?")
    phone.context.set_offline(True)

    phone.get_by_label("What happened?").fill("Typed in a tunnel.")
    phone.get_by_role("button", name="Go on", exact=True).click()

    expect(phone.locator("[data-keep-status]")).to_contain_text("There is no connection")
    expect(phone.get_by_label("What happened?")).to_have_value("Typed in a tunnel.")
    picture(phone, f"report-offline-{width(phone)}")
    phone.context.set_offline(False)
    expect(phone.locator("[data-keep-status]")).to_contain_text("is kept until you send it")
    phone.reload()
    expect(phone.get_by_label("What happened?")).to_have_value("Typed in a tunnel.")
    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.rule("I11")
def test_a_file_that_is_too_large_is_told_before_it_is_sent(phone, cast, settings):
    settings.EVIDENCE_FILE_BYTES = 1024 * 1024
    to_the_files(phone)
    asked = []
    phone.on("request", lambda request: asked.append(request.method))
    large = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * (1024 * 1024 + 1)}

    phone.get_by_label("Choose pictures or files").set_input_files([large])
    phone.get_by_role("button", name="Add these").click()

    error = phone.get_by_role("alert").filter(has_text="film.mp4")
    expect(error).to_contain_text("larger than 1 MB")
    assert "picture" not in error.inner_text()
    axe(phone)
    picture(phone, f"report-files-too-large-{width(phone)}")
    assert "POST" not in asked
    small = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"A note."}
    phone.get_by_label("Choose pictures or files").set_input_files([small])
    expect(error).to_have_count(0)
    phone.get_by_role("button", name="Add these").click()
    expect(phone.locator(".files")).to_contain_text("note.txt")


@pytest.mark.rule("I11")
def test_where_a_picture_may_show_a_child_without_clothes_no_file_is_too_large_and_none_is_sent(
    phone, cast, settings
):
    settings.EVIDENCE_FILE_BYTES = 1024 * 1024
    to_the_files(phone)
    sent = []
    phone.on("console", lambda message: sent.append(message.text))
    phone.evaluate(
        "addEventListener('formdata', (event) => "
        "console.log(`Sent: ${event.formData.getAll('uploads').map((file) => file.size)}`))"
    )
    large = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * (1024 * 1024 + 1)}
    phone.get_by_label("Choose pictures or files").set_input_files([large])
    error = phone.get_by_role("alert").filter(has_text="film.mp4")
    expect(error).to_have_count(1)

    tick(phone, re.compile("may show a child without clothes"))
    expect(error).to_have_count(0)
    phone.get_by_role("button", name="Add these").click()

    expect(phone.locator("main")).to_contain_text("Please add no picture, and tell us in words.")
    assert set(sent) == {"Sent: 0"}  # as a browser sends an input in which nothing is chosen
    assert PictureWarning.objects.filter(person=cast.dsl).exists()


def to_the_files(page):
    page.goto("/reports/")
    tick(page, re.compile("^No$"))
    go_on(page, "What is it about?")
    tick(page, "Something online by a child")
    go_on(page, "What happened?")
    page.get_by_label("What happened?").fill("A few words.")
    go_on(page, "Do you know who it is?")
    go_on(page, "When did it happen?")
    go_on(page, "Was it at school, in school time?")
    tick(page, "I am not sure")
    go_on(page, "On which app or website?")
    go_on(page, "Do you have pictures or files?")
