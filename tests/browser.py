"""A real browser for the journeys: Debian's Chromium, driven by Playwright.

`page` is a desk (1280 px), `phone` a parent's phone (360 px); both look at pytest-django's
`live_server`. A journey fails on any script error and on anything the Content-Security-Policy had
to stop. With SCREENSHOTS=folder each `picture` is kept there.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from school.models import Person
from tests import needs

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = needs.program("chromium")
    with sync_playwright() as playwright:
        # Playwright's loop in this thread makes Django think that its queries run inside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server, settings) -> Iterator[Page]:
    settings.PORTAL_URL = live_server.url
    with looking_at(chromium, live_server.url, width=1280, height=900) as page:
        yield page


@pytest.fixture
def phone(chromium, live_server, settings) -> Iterator[Page]:
    settings.PORTAL_URL = live_server.url
    with looking_at(chromium, live_server.url, width=360, height=740) as page:
        yield page


@pytest.fixture
def plain_phone(chromium, live_server, settings) -> Iterator[Page]:
    """A phone on which no script runs."""
    settings.PORTAL_URL = live_server.url
    with looking_at(chromium, live_server.url, width=360, height=740, script=False) as page:
        yield page


@contextmanager
def looking_at(
    browser: Browser, url: str, *, width: int, height: int, script: bool = True
) -> Iterator[Page]:
    """Open a browser window of its own, with its own cookies, and fail if its pages complain."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(policy_breaches(message)))
    yield page
    if not page.is_closed():
        # A picture still on its way is a request that still writes: emptying the database waits
        # for it, and it for the database.
        page.wait_for_load_state("networkidle")
    context.close()
    assert complaints == []


def policy_breaches(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


def sign_in_as(page: Page, person: Person) -> None:
    """Give the browser a session of this person, as if they had typed their code."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": settings.PORTAL_URL}]
    )


def axe(page: Page) -> None:
    """Fail, naming rule and element, if the page as it stands breaks WCAG 2.2 AA."""
    faults = [
        f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
        for fault in scan(page)["violations"]
        for node in fault["nodes"]
    ]
    assert faults == [], f"{page.url}\n" + "\n".join(faults)
    assert_no_sideways_scrolling(page)


def scan(page: Page, tries: int = 5) -> dict:
    """Return axe's findings on the page that a press led to, not on the one that it left.

    A press returns before the page that it asked for is there: a scan that the change of page
    interrupts, or that began on the old address, is made again.
    """
    for _ in range(tries):
        page.wait_for_load_state("load")
        before = page.url
        try:
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        except Error:
            continue
        if page.url == before:
            return found.response
    raise AssertionError(f"{page.url} did not come to rest.")


def assert_no_sideways_scrolling(page: Page) -> None:
    wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px."


def picture(page: Page, name: str) -> None:
    """Keep a screenshot of the whole page where SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def tick(page: Page, label: str | re.Pattern[str]) -> None:
    """Choose a radio button or tick a box as people do: by pressing on its words."""
    page.locator("label").filter(has_text=label).first.click()
    expect(page.get_by_label(label).first).to_be_checked()
