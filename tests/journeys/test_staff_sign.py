import pytest
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement
from tests.browser import axe, picture, sign_in_as, tick

pytestmark = pytest.mark.browser


@pytest.mark.rule("A2")
@pytest.mark.rule("A11")
def test_a_teacher_reads_and_signs_between_two_lessons(phone, publish, class_teacher):
    version = publish()
    sign_in_as(phone, class_teacher)

    phone.goto("/")
    axe(phone)
    picture(phone, "staff-home-360")
    phone.get_by_role("link", name="Read and sign: Social media policy").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Social media policy")
    axe(phone)
    to_sign = phone.url
    phone.get_by_role("button", name="Sign").click()

    # Nothing filled in: each field says what to do, and the summary leads there.
    expect(phone.get_by_role("alert")).to_contain_text("Type your full name")
    axe(phone)
    picture(phone, "staff-sign-errors-360")
    assert not Acknowledgement.objects.exists()

    tick(phone, "I have read it to the end")
    phone.get_by_label("Your full name").fill("Tom Thistle")
    phone.get_by_role("button", name="Sign").click()

    expect(phone.locator("main")).to_contain_text("Thank you")
    axe(phone)
    picture(phone, "staff-signed-360")
    signed = Acknowledgement.objects.get()
    assert (signed.person, signed.capacity, signed.version) == (class_teacher, "staff", version)
    assert signed.text_sha256 == version.text_sha256

    phone.goto(to_sign)
    expect(phone.get_by_role("button", name="Sign")).to_have_count(0)
    assert Acknowledgement.objects.count() == 1
