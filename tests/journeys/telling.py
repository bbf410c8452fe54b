"""Answering the questions of a report in a browser, each page scanned and pictured."""

import re

from playwright.sync_api import Page, expect

from school.models import Service
from tests.browser import axe, picture, tick

STORY = "Nasty voice messages were sent to my daughter in a game, on Saturday evening."


def go_on(page: Page, heading: str) -> None:
    """Press on, and expect the page that follows."""
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    axe(page)
    picture(page, f"report-{re.sub('[^a-z]+', '-', heading.lower())}-{width(page)}")


def answer_questions(
    page: Page, *, about: str, where: str, who: str, photo: bytes | None = None
) -> None:
    """Answer everything from the first question on, and send it."""
    Service.objects.get_or_create(name="Roblox")
    axe(page)
    picture(page, f"report-start-{width(page)}")
    tick(page, re.compile("^No$"))
    go_on(page, "What is it about?")
    tick(page, "Bullying online")
    go_on(page, "What happened?")
    page.get_by_label("What happened?").fill(STORY)
    go_on(page, "Whom is it about?")
    tick(page, about)
    go_on(page, "When did it happen?")
    for part, typed in (("Day", "3"), ("Month", "10"), ("Year", "2026")):
        page.get_by_label(part).fill(typed)
    go_on(page, "Was it at school, in school time?")
    tick(page, where)
    go_on(page, "On which app or website?")
    page.get_by_label("Choose it from the list").select_option(label="Roblox")
    go_on(page, "Do you have pictures or files?")
    if photo:
        add_photo(page, photo)
    go_on(page, "May we know who you are?")
    tick(page, who)
    if who == "Yes, I give my name":
        go_on(page, "Who are you?")
        page.get_by_label("Your name").fill("Granny Smith")
        page.get_by_label("Your e-mail address").fill("granny@example.test")
    go_on(page, "Check your answers")
    expect(page.locator("main")).to_contain_text(STORY)
    expect(page.locator("main")).to_contain_text("Roblox")
    page.get_by_role("button", name="Send this to the school").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    axe(page)
    picture(page, f"report-received-{width(page)}")


def add_photo(page: Page, photo: bytes) -> None:
    """Add a picture as a phone has it, and see that it is there."""
    file = {"name": "IMG 0001.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.get_by_label("Choose pictures or files").set_input_files([file])
    page.get_by_role("button", name="Add these").click()
    expect(page.locator(".files")).to_contain_text("IMG 0001.jpg")
    axe(page)
    picture(page, f"report-files-added-{width(page)}")
    page.get_by_label("What do they show?").fill("The messages of Saturday")


def width(page: Page) -> int:
    size = page.viewport_size
    return size["width"] if size else 0
