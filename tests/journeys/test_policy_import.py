import pytest
from playwright.sync_api import expect

from policies.models import Version
from tests.browser import axe, picture, sign_in_as
from tests.policies.documents_made import BULLETS, docx, para, word_table

pytestmark = pytest.mark.browser

PLAY = docx(
    para("Outdoor Play Policy", style="Title"),
    para("For approval by governors: 11 July 2026"),
    para("Why we play outside", style="H1"),
    para("Every child goes out each day."),
    para("Staff must:"),
    para("carry a radio", point=(BULLETS, 0)),
    para("Who is on duty", style="H1"),
    word_table(["Where", "Who"], ["Top field", "Two adults"]),
)


@pytest.mark.rule("P9")
def test_the_office_corrects_what_was_unsure_on_a_phone_and_keeps_it(phone, office):
    sign_in_as(phone, office)
    phone.goto("/policies/manage/upload/")
    axe(phone)
    file = {"name": "play.docx", "mimeType": "application/octet-stream", "buffer": PLAY}
    phone.get_by_label("The policy's document").set_input_files(file)
    phone.get_by_role("button", name="Show me what is in it").click()

    expect(phone.locator("#look")).to_contain_text("2 things to look at")
    expect(phone.locator("dl.facts")).to_contain_text("Not recorded in the document")
    axe(phone)
    picture(phone, "import-preview-360")

    phone.get_by_role("link", name="Correct clause 2.1", exact=True).click()
    phone.get_by_label("The words of this clause").fill("Where and who")
    axe(phone)
    picture(phone, "import-clause-360")
    phone.get_by_role("button", name="Make it a heading").click()
    expect(phone.get_by_role("heading", name="3 Where and who")).to_be_visible()

    phone.get_by_role("link", name="Correct section 3", exact=True).click()
    axe(phone)
    phone.get_by_role("button", name="Not a heading").click()
    phone.get_by_role("button", name="It is right as it is").first.click()
    expect(phone.locator("#keep")).to_contain_text("1 thing is not looked at yet")

    phone.get_by_role("button", name="Keep it as a draft").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Outdoor Play Policy, version 1")
    version = Version.objects.get()
    assert version.dates_in_document == {"approved": None, "review": None}
    assert [section.heading for section in version.sections.all()] == [
        "Why we play outside",
        "Who is on duty",
    ]
