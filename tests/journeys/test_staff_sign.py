"""A teacher signs between two lessons: on a phone, with scripts and without."""

import pytest
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement, Question, Reading, Reply, Request
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser

READ = "I have read to the end"
STAFF_POINTS = 15  # of the social media policy's section for staff


@pytest.fixture
def version(publish, class_teacher):
    return publish()


@pytest.mark.rule("A2")
@pytest.mark.rule("A11")
@pytest.mark.rule("M9")
def test_a_teacher_reads_confirms_each_point_and_signs(phone, version, class_teacher):
    sign_in_as(phone, class_teacher)

    phone.goto("/")
    axe(phone)
    picture(phone, "staff-home-360")
    phone.get_by_role("link", name="Read and sign: Social media policy").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Social media policy")
    axe(phone)
    picture(phone, "staff-read-360")
    to_sign = phone.url

    # The button waits for the end of the text, and says so to whoever reaches it before.
    button = phone.get_by_role("button", name=READ)
    expect(button).to_have_attribute("aria-disabled", "true")
    described_by = phone.locator(f"#{button.get_attribute('aria-describedby')}")
    expect(described_by).to_contain_text("opens when the end of the text has been on your screen")
    button.evaluate("button => button.form.requestSubmit(button)")
    assert phone.url == to_sign
    assert not Reading.objects.exclude(reached_end_at=None).exists()
    button.scroll_into_view_if_needed()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("point by point")
    axe(phone)
    picture(phone, "staff-points-360")
    boxes, labels = phone.get_by_role("checkbox"), phone.locator(".point label")
    expect(boxes).to_have_count(STAFF_POINTS)
    for place in range(STAFF_POINTS - 1):
        labels.nth(place).click()
    expect(phone.locator("[data-keep-status]")).to_contain_text("Your ticks are kept")

    # Ticks are kept as they are made: she goes on from the list, with the rest to do.
    phone.goto("/sign-offs/")
    picture(phone, "staff-list-360")
    phone.get_by_role("link", name="Go on and sign Social media policy").click()
    expect(phone.get_by_role("checkbox", checked=True)).to_have_count(STAFF_POINTS - 1)
    phone.locator("form").get_by_role("button", name="Go on", exact=True).last.click()
    expect(phone.get_by_role("alert")).to_contain_text("1 point is not ticked yet")
    axe(phone)
    picture(phone, "staff-points-open-360")
    labels.nth(STAFF_POINTS - 1).click()
    phone.locator("form").get_by_role("button", name="Go on", exact=True).last.click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Sign Social media policy")
    axe(phone)
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Type your full name")
    axe(phone)
    picture(phone, "staff-sign-errors-360")
    assert not Acknowledgement.objects.exists()

    phone.get_by_label("Your full name").fill("Tom Thistle")
    phone.get_by_role("button", name="Sign", exact=True).click()

    expect(phone.locator("main")).to_contain_text("Thank you")
    axe(phone)
    picture(phone, "staff-signed-360")
    signed = Acknowledgement.objects.get()
    assert (signed.person, signed.capacity, signed.version) == (class_teacher, "staff", version)
    assert signed.text_sha256 == version.text_sha256
    assert len(signed.points) == STAFF_POINTS
    assert phone.evaluate("localStorage.length") == 0

    phone.goto(to_sign)
    expect(phone.get_by_role("button", name="Sign", exact=True)).to_have_count(0)
    assert Acknowledgement.objects.count() == 1


@pytest.mark.rule("A11")
@pytest.mark.rule("S9")
def test_without_any_script_the_same_is_done_and_resumed_elsewhere(
    plain_phone, page, version, class_teacher
):
    sign_in_as(plain_phone, class_teacher)
    plain_phone.goto("/")
    plain_phone.get_by_role("link", name="Read and sign: Social media policy").click()
    plain_phone.get_by_role("button", name=READ).click()
    plain_phone.locator(".point label").nth(0).click()
    plain_phone.locator(".point label").nth(2).click()
    plain_phone.get_by_role("button", name="Keep my ticks and come back later").click()
    expect(plain_phone.locator("main")).to_contain_text("Your ticks are kept")

    # At her desk the ticks are there; the rest is done with the keyboard alone.
    sign_in_as(page, class_teacher)
    page.goto("/")
    page.get_by_role("link", name="Read and sign: Social media policy").click()
    boxes = page.get_by_role("checkbox")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    for place in range(STAFF_POINTS):
        if not boxes.nth(place).is_checked():
            boxes.nth(place).focus()
            page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign Social media policy")
    picture(page, "staff-agree-1280")
    page.get_by_label("Your full name").fill("Tom Thistle")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("You have signed Social media policy")
    picture(page, "staff-signed-1280")
    assert len(Acknowledgement.objects.get().points) == STAFF_POINTS


@pytest.mark.rule("A10")
def test_a_question_about_one_point_is_asked_answered_and_seen_where_she_signs(
    phone, page, version, class_teacher, headteacher
):
    sign_in_as(phone, class_teacher)
    phone.goto("/")
    phone.get_by_role("link", name="Read and sign: Social media policy").click()
    phone.get_by_role("button", name=READ).scroll_into_view_if_needed()
    phone.get_by_role("button", name=READ).click()
    phone.get_by_role("button", name="Ask about this point (4.1)").click()
    expect(phone.locator("main")).to_contain_text("About point 4.1")
    axe(phone)
    picture(phone, "ask-360")
    phone.get_by_label("Your question").fill("Does this go for my choir's page too?")
    phone.get_by_role("button", name="Send my question").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Your question is with us")
    axe(phone)
    picture(phone, "asked-360")

    sign_in_as(page, headteacher)
    page.goto("/")
    picture(page, "head-home-question-1280")
    page.get_by_role("link", name="Question about a policy waits for you").click()
    axe(page)
    picture(page, "questions-1280")
    page.get_by_role("link", name="Answer to Tom Thistle").click()
    expect(page.locator("main")).to_contain_text("Does this go for my choir's page too?")
    axe(page)
    picture(page, "question-1280")
    page.get_by_label("Your answer").fill("No, only if it names the school.")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.locator("main")).to_contain_text("Answered.")
    page.get_by_role("link", name="Answered", exact=True).click()
    axe(page)

    phone.goto("/sign-offs/")
    axe(phone)
    picture(phone, "staff-list-answered-360")
    phone.get_by_role("link", name="Go on and sign Social media policy").click()
    expect(phone.locator("main")).to_contain_text("No, only if it names the school.")
    picture(phone, "points-answered-360")
    assert Question.objects.get().point == "4.1"
    assert Request.objects.get(person=class_teacher).reply == Reply.NONE


@pytest.mark.rule("A3")
def test_a_teacher_who_would_rather_not_says_so_and_the_head_sees_it(
    phone, page, version, class_teacher, headteacher
):
    sign_in_as(phone, class_teacher)
    asked = Request.objects.get(person=class_teacher)
    phone.goto(f"/sign-offs/{asked.pk}/decline/")
    axe(phone)
    picture(phone, "decline-staff-360")
    phone.get_by_label("What stands in the way?").fill(
        "I would like to talk about point 4.6 first."
    )
    phone.get_by_role("button", name="Tell the school").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    axe(phone)
    picture(phone, "declined-360")
    phone.get_by_role("link", name="Back to what is waiting").click()
    expect(phone.locator("main")).to_contain_text("What you would rather not sign")
    picture(phone, "list-declined-360")

    sign_in_as(page, headteacher)
    page.goto("/sign-offs/board/declined/")
    expect(page.locator("main")).to_contain_text("I would like to talk about point 4.6 first.")
    axe(page)
    picture(page, "declined-1280")


def test_what_is_typed_and_ticked_outlives_a_lost_connection(phone, version, class_teacher):
    sign_in_as(phone, class_teacher)
    asked = Request.objects.get(person=class_teacher)
    phone.goto(f"/sign-offs/{asked.pk}/ask/")
    phone.context.set_offline(True)
    phone.get_by_label("Your question").fill("What about old pictures?")
    expect(phone.locator("[data-keep-status]")).to_contain_text("kept in this browser")
    assert not Reading.objects.exists()

    again = phone.context.new_page()
    phone.close()
    again.context.set_offline(False)
    again.goto(f"/sign-offs/{asked.pk}/ask/")

    expect(again.get_by_label("Your question")).to_have_value("What about old pictures?")
    again.get_by_role("button", name="Send my question").click()
    expect(again.get_by_role("heading", level=1)).to_contain_text("Your question is with us")
    assert again.evaluate("localStorage.length") == 0
    assert Reading.objects.get().question == ""
    assert Question.objects.get().words == "What about old pictures?"
