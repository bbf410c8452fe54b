import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from acknowledgements.models import Capacity, Reply, Request
from policies.models import Version
from school.models import Leave, Role
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = pytest.mark.browser

POLICIES = ["Anti-bullying policy", "Behaviour policy", "Social media policy"]
FAMILIES = ["Ash", "Birch", "Cedar", "Doyle", "Elm", "Fir", "Gale", "Hazel", "Ives", "Juniper"]


@pytest.fixture
def school(transactional_db, headteacher, office):
    """A small school in which every kind of reply has come to three policies."""
    staff = [
        factories.RoleAssignmentFactory(person__full_name=f"{name} Teacher").person
        for name in ("Ada", "Ben", "Cora", "Dev", "Emma", "Finn")
    ]
    governors = [
        factories.RoleAssignmentFactory(
            person__full_name=f"{name} Governor", role=Role.GOVERNOR
        ).person
        for name in ("Grace", "Hugh", "Ines")
    ]
    Leave.objects.create(person=staff[5], starts_on=timezone.localdate())
    parents = []
    for number, name in enumerate(FAMILIES):
        tie = factories.ParenthoodFactory(
            person__full_name=f"Maya {name}",
            person__email=None if number == 4 else f"maya.{name.lower()}@example.test",
            child__full_name=f"Lily {name}",
            child__school_class__name=("Robins", "Wrens")[number % 2],
        )
        other = factories.ParenthoodFactory(person__full_name=f"Oscar {name}", child=tie.child)
        parents += [(tie.person, tie.child), (other.person, tie.child)]
    late = timezone.localdate() - timedelta(days=2)
    for turn, title in enumerate(POLICIES):
        opened = factories.RoundFactory(
            version=factories.published(policy__title=title, policy__slug=f"policy-{turn}"),
            due_on=late,
        )
        for place, person in enumerate(staff):
            ask(opened, person, Capacity.STAFF, place < 6 - turn and place < 5)
        for place, person in enumerate(governors):
            ask(opened, person, Capacity.GOVERNOR, place < 2)
        for place, (person, child) in enumerate(parents):
            asked = ask(opened, person, Capacity.PARENT, place % 3 == 0, child)
            if place in (4, 11):
                reply(asked, Reply.DECLINED)
            if place == 7:
                reply(asked, Reply.QUESTION)
    return opened


def ask(opened, person, capacity, has_signed, child=None):
    asked = factories.RequestFactory(round=opened, person=person, capacity=capacity, child=child)
    if has_signed:
        factories.AcknowledgementFactory(request=asked)
        reply(asked, Reply.SIGNED)
    return asked


def reply(asked, state):
    Request.objects.filter(pk=asked.pk).update(reply=state, replied_at=timezone.now())


@pytest.mark.rule("A9", "A3")
def test_the_head_goes_from_all_policies_to_one_family(page, school, headteacher):
    sign_in_as(page, headteacher)
    page.goto("/sign-offs/board/")
    expect(page.locator("figcaption")).to_contain_text("signatures asked of staff are in")
    expect(page.get_by_role("img", name="How those who are asked have replied")).to_be_visible()
    axe(page)
    picture(page, "board-1280")

    page.get_by_role("link", name="Social media policy, version 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Social media policy")
    axe(page)
    picture(page, "board-round-1280")
    page.get_by_role("link", name="parents and carers: declined").click()
    expect(page.get_by_role("heading", level=3)).to_have_text("Parents and carers, Declined: 2")
    expect(page).to_have_url(re.compile(r"audience=parent&state=declined"))
    page.get_by_role("link", name="Lily Cedar").click()
    expect(page.locator("main")).to_contain_text("Oscar Cedar")
    axe(page)
    picture(page, "board-family-1280")
    page.get_by_role("link", name="Maya Cedar").click()
    axe(page)
    picture(page, "board-person-1280")

    page.go_back()
    page.get_by_role("link", name="Robins", exact=True).click()
    axe(page)
    picture(page, "board-class-1280")


@pytest.mark.rule("A9")
def test_the_filter_works_by_keyboard_and_its_address_can_be_shared(page, school, headteacher):
    sign_in_as(page, headteacher)
    page.goto(f"/sign-offs/board/{school.pk}/")
    page.get_by_label("Who", exact=True).focus()
    page.keyboard.type("Staff")
    page.get_by_label("On long leave").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_text("Staff, On long leave: 1")
    shared = page.url
    axe(page)
    picture(page, "board-filtered-1280")
    page.goto("/sign-offs/board/")
    page.goto(shared)
    expect(page.get_by_role("row", name="Finn Teacher")).to_contain_text("On long leave")
    page.goto(shared.replace("state=", "state=angry"))
    expect(page.get_by_role("alert")).to_contain_text("Choose one of the list.")
    axe(page)
    picture(page, "board-wrong-filter-1280")


@pytest.mark.rule("A9")
def test_the_board_is_read_on_a_phone(phone, school, headteacher):
    sign_in_as(phone, headteacher)
    addresses = {
        "board": "/sign-offs/board/",
        "board-round": f"/sign-offs/board/{school.pk}/?state=none",
        "board-classes": "/sign-offs/board/classes/",
        "board-find": "/sign-offs/board/find/?words=cedar",
        "board-print": "/sign-offs/board/print/",
    }
    asked = Request.objects.filter(round=school, capacity="parent").select_related("child").first()
    addresses["board-class"] = f"/sign-offs/board/classes/{asked.child.school_class_id}/"
    addresses["board-family"] = f"/sign-offs/board/children/{asked.child_id}/"
    addresses["board-person"] = f"/sign-offs/board/people/{asked.person_id}/"
    for name, address in addresses.items():
        phone.goto(address)
        axe(phone)
        picture(phone, f"{name}-360")


@pytest.mark.rule("A9")
def test_an_inspector_gets_the_pages_on_the_same_day(page, school, headteacher, tmp_path):
    sign_in_as(page, headteacher)
    page.goto("/sign-offs/board/")
    page.get_by_role("link", name="Pages to print, for an inspector").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-off of our policies")
    axe(page)
    picture(page, "board-print-1280")

    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.pdf(path=folder / "board.pdf", format="A4")

    import pypdfium2

    with pypdfium2.PdfDocument(folder / "board.pdf") as pdf:
        texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    for title in POLICIES:
        (own,) = [text for text in texts if "SHA-256 of the text" in text and title in text]
        assert Version.objects.get(title=title).text_sha256 in "".join(own.split())
    assert not any("Maya" in text or "Menu" in text for text in texts)
