"""The termly report from draft to governor, and what an inspector asks for, saved and checked."""

import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from governance.history.counting import count_terms
from governance.inspection.actions import make_inspections
from tests import factories
from tests.browser import axe, picture, sign_in_as, tick

pytestmark = [pytest.mark.browser, pytest.mark.rule("G4")]


def test_the_headteacher_publishes_a_governor_reads_and_the_clerk_has_it_ready_for_an_inspector(
    page, phone, publish, headteacher, governor, clerk, tmp_path
):
    ended = timezone.localdate() - timedelta(days=30)
    factories.TermFactory(
        name="Summer term", starts_on=ended - timedelta(days=60), ends_on=ended - timedelta(days=1)
    )
    factories.TermFactory(starts_on=ended, ends_on=ended + timedelta(days=90))
    factories.ChildFactory(full_name="Ada Social", admitted_on=ended - timedelta(days=90))
    publish()
    count_terms()

    # The Headteacher reads the draft to its end, and publishes it.
    sign_in_as(page, headteacher)
    page.goto("/governors/reports/")
    axe(page)
    picture(page, "reports-1280")
    page.get_by_role("link", name="Look at the draft").click()
    axe(page)
    picture(page, "report-draft-1280")
    page.get_by_role("button", name="Publish the report").click()
    expect(page.locator("main")).to_contain_text("Published. The governors are told")

    # A governor finds it on a phone, reads it, and prints it.
    sign_in_as(phone, governor)
    phone.goto("/governors/reports/")
    axe(phone)
    phone.get_by_role("link", name="Summer term").first.click()
    expect(phone.locator("main")).to_contain_text("How far policies are signed")
    axe(phone)
    picture(phone, "report-360")
    phone.emulate_media(media="print")
    expect(phone.get_by_role("link", name="The report as a PDF")).to_be_hidden()
    picture(phone, "report-printed")
    phone.emulate_media(media="screen")
    pdf = phone.get_by_role("link", name="The report as a PDF").get_attribute("href")
    assert phone.request.get(pdf).body().startswith(b"%PDF")
    phone.goto("/governors/inspection/")
    expect(phone.locator("main")).to_contain_text("The Headteacher or the clerk puts together")

    # The clerk looks at what may be a name, has the file made, and saves it.
    sign_in_as(page, clerk)
    page.goto("/governors/reports/")
    page.get_by_role("link", name="Put together what an inspector asks for").click()
    expect(page.locator("main")).to_contain_text("Please look at this first")
    axe(page)
    picture(page, "inspector-names-1280")
    sign_in_as(phone, clerk)
    phone.goto("/governors/inspection/")
    axe(phone)
    picture(phone, "inspector-names-360")
    tick(page, "as a PDF")
    page.get_by_role("button", name="Put it together").click()
    expect(page.locator("main")).to_contain_text("Being put together")
    make_inspections()
    page.reload()
    expect(page.locator("main")).to_contain_text("Held back, because it may name somebody")
    axe(page)
    picture(page, "inspector-ready-1280")
    with page.expect_download() as file:
        page.get_by_role("link", name="Save the file").click()
    kept = tmp_path / "file.zip"
    file.value.save_as(kept)
    with zipfile.ZipFile(kept) as packed:
        assert any(name.startswith("policies/social-media") for name in packed.namelist())
    call_command("check_inspection", str(kept))
    page.reload()
    expect(page.locator("main")).to_contain_text(f"Saved by {clerk}")
