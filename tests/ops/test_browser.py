"""The browser fixtures themselves: they work, and they catch what they are there to catch."""

import pytest

from tests.browser import axe, picture, sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_signed_out_visitor_reaches_the_portal(page):
    answer = page.goto("/accounts/login/")

    assert answer.status == 200
    assert page.viewport_size["width"] == 1280


def test_a_session_signs_the_browser_in(phone, headteacher):
    sign_in_as(phone, headteacher)

    phone.goto("/")

    assert phone.viewport_size["width"] == 360
    assert "/accounts/login/" not in phone.url


def test_axe_names_the_element_that_breaks_the_rules(page):
    page.set_content("<html lang='en'><title>t</title><main><h1>t</h1><img src='/x.png'></main>")

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_a_page_wider_than_the_phone_is_caught(phone):
    phone.set_content(
        "<html lang='en'><title>t</title><main><h1>t</h1><p style='width: 700px'>wide</p></main>"
    )

    with pytest.raises(AssertionError, match="px wide"):
        axe(phone)


def test_a_picture_is_kept_where_asked(page, tmp_path, monkeypatch):
    monkeypatch.setenv("SCREENSHOTS", str(tmp_path / "pictures"))
    page.set_content("<h1>St Mary's</h1>")

    picture(page, "heading")

    assert (tmp_path / "pictures/heading.png").stat().st_size > 0
