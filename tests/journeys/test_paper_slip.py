"""The office's way with paper: print, enter, and whoever holds the receipt checks it (A7, A8)."""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement, Round, Scan, Slip
from tests import factories
from tests.browser import axe, picture, sign_in_as
from tests.uploads import nasty

pytestmark = pytest.mark.browser


@pytest.fixture
def no_email(transactional_db):
    person = factories.PersonFactory(full_name="Ned Noemail", email=None)
    for name in ("Nan Noemail", "Nat Noemail"):
        factories.ParenthoodFactory(person=person, child=factories.ChildFactory(full_name=name))
    return person


@pytest.mark.rule("A7")
def test_the_office_prints_a_slip_and_enters_it_with_a_telephones_photo(
    page, publish, office, no_email, class_teacher
):
    publish()
    sign_in_as(page, office)

    page.goto("/sign-offs/board/")
    axe(page)
    page.get_by_role("link", name=re.compile("^Social media policy, version")).click()
    axe(page)
    page.get_by_role("link", name="Print slips").click()
    axe(page)
    picture(page, "slips-1280")
    page.get_by_role("button", name="Make the slips").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One slip is ready")
    axe(page)
    picture(page, "slips-ready-1280")
    address = page.get_by_role("link", name="Open the slips (PDF)").get_attribute("href")
    made = page.request.get(address).body()
    code = Slip.objects.get().code
    assert (
        "Ned Noemail" in pypdfium2.PdfDocument(BytesIO(made))[0].get_textpage().get_text_bounded()
    )

    # From here on without the mouse: code, Enter, date, Enter.
    page.get_by_role("link", name="enter them by their code").click()
    expect(page.get_by_label("Code on the slip")).to_be_focused()
    axe(page)
    picture(page, "enter-slip-1280")
    page.keyboard.type(f"{code[:4]}-{code[4:-1]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("one is missing")
    axe(page)
    picture(page, "enter-slip-error-1280")
    page.get_by_label("Code on the slip").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Slip of Ned Noemail")
    expect(page.locator("main")).to_contain_text("Nan Noemail and Nat Noemail")
    page.get_by_label("Scan or photo of the slip").set_input_files(
        {"name": "IMG_0042.HEIC", "mimeType": "image/heic", "buffer": nasty.HEIC}
    )
    axe(page)
    picture(page, "record-slip-1280")
    page.get_by_label("Date on the slip").fill("2019-01-01")
    page.get_by_label("Date on the slip").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("nobody can have signed it before")
    axe(page)
    picture(page, "record-slip-error-1280")
    page.get_by_label("Scan or photo of the slip").set_input_files(
        {"name": "IMG_0042.HEIC", "mimeType": "image/heic", "buffer": nasty.HEIC}
    )
    page.get_by_label("Date on the slip").fill(f"{Round.objects.get().opened_at:%Y-%m-%d}")
    page.get_by_label("Date on the slip").press("Enter")
    expect(page.locator("main")).to_contain_text("Recorded: Ned Noemail has signed")
    expect(page.get_by_label("Code on the slip")).to_be_focused()
    axe(page)
    picture(page, "enter-slip-next-1280")

    signed = Acknowledgement.objects.filter(person=no_email)
    assert {one.method for one in signed} == {"paper"}
    assert signed.count() == 2
    assert Scan.objects.get().copy_type == "image/jpeg"

    page.goto(reverse("acknowledgements:record_slip", args=[signed.first().request_id]))
    expect(page.locator("main")).to_contain_text("nothing more to enter")
    axe(page)
    picture(page, "slip-entered-1280")


@pytest.mark.rule("A8")
def test_somebody_checks_a_receipt_on_a_telephone(phone, publish, office, class_teacher):
    publish()
    from acknowledgements import actions

    signed = actions.record_signed_slip(
        request=Round.objects.get().requests.get(person=class_teacher),
        typed_name="Tom Thistle",
        dated_on=Round.objects.get().opened_at.date(),
        by=office,
    )[0]

    phone.goto("/")
    phone.get_by_role("link", name="Check a receipt").click()
    axe(phone)
    picture(phone, "check-receipt-360")
    phone.get_by_role("button", name="Check it").click()
    expect(phone.get_by_role("alert")).to_contain_text("Type the code")
    axe(phone)
    phone.get_by_label("Code on the receipt").fill(signed.receipt_code.lower())
    phone.get_by_role("button", name="Check it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("This receipt is valid")
    expect(phone.locator("main")).to_contain_text("T. T.")
    expect(phone.locator("main")).not_to_contain_text("Thistle")
    axe(phone)
    picture(phone, "receipt-valid-360")

    phone.goto(reverse("acknowledgements:checked_receipt", args=["A" * 25]))
    expect(phone.get_by_role("heading", level=1)).to_have_text("This receipt is not valid")
    axe(phone)
    picture(phone, "receipt-not-valid-360")


@pytest.mark.rule("A7")
def test_the_clerks_sheet_is_entered_by_the_office(page, phone, publish, office, governor, clerk):
    publish()
    sign_in_as(page, office)

    page.goto("/sign-offs/board/meetings/")
    axe(page)
    picture(page, "meetings-1280")
    page.get_by_label("Which meeting").fill("Full governing body")
    page.get_by_label("Its day").fill(f"{Round.objects.get().opened_at:%Y-%m-%d}")
    page.get_by_role("button", name="Add the meeting").click()
    axe(page)
    picture(page, "meeting-1280")
    page.get_by_role("link", name=re.compile("Enter who signed.*Governor")).click()
    axe(page)
    picture(page, "record-sheet-1280")
    page.locator("label").filter(has_text=governor.full_name).click()
    page.get_by_role("button", name="Record who signed").click()
    expect(page.locator("main")).to_contain_text("1 person has signed at this meeting now.")
    axe(page)
    picture(page, "meeting-after-1280")
    assert Acknowledgement.objects.get().person == governor

    sign_in_as(phone, office)
    for path, name in [
        (page.url, "meeting-360"),
        ("/sign-offs/board/paper/?words=Finch", "enter-slip-360"),
        ("/sign-offs/board/meetings/", "meetings-360"),
        (f"{page.url}{Round.objects.get().pk}/staff/", "record-sheet-360"),
    ]:
        phone.goto(path)
        axe(phone)
        picture(phone, name)
