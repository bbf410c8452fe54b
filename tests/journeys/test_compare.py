import pytest
from playwright.sync_api import expect

from policies.models import Clause
from tests import factories
from tests.browser import axe, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def changed(transactional_db):
    """A policy in its second version: one section untouched, one with every kind of change."""
    texts = {
        "1.1": "Be kind in everything that you write about one another.",
        "1.2": "Ask a parent before you post a photo of a child.",
        "2.1": "Leave your phone in the office until the end of lessons.",
        "2.2": "Tell the Headteacher when something worries you.",
    }
    policy = factories.PolicyFactory(title="Phones and photos")
    older = version_with(policy, 1, texts)
    factories.replace(factories.put_in_force(older))
    texts["2.1"], texts["2.2"] = texts["2.2"], texts["2.1"].replace("lessons", "the school day")
    newer = version_with(policy, 2, texts, "Anybody who is unsure can come and ask us for help.")
    return factories.put_in_force(newer)


def version_with(policy, number, texts, *more):
    version = factories.VersionFactory(
        policy=policy, number=number, sections=["Kindness", "Phones"]
    )
    for clause in Clause.objects.filter(section__version=version):
        clause.text = texts[clause.number]
        clause.save()
    for place, text in enumerate(more, start=3):
        section = version.sections.last()
        factories.ClauseFactory(section=section, position=place, number=f"2.{place}", text=text)
    return version


@pytest.mark.rule("P8")
def test_a_parent_reads_on_a_phone_what_changed(phone, changed):
    phone.goto(changed.policy.get_absolute_url())
    phone.get_by_role("link", name="what changed since version 1").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("What changed: Phones and photos")
    expect(phone.locator("main")).to_contain_text("1 point changed, 1 added, 1 moved.")
    axe(phone)
    picture(phone, "compare-360")

    untouched = phone.get_by_text("Be kind in everything")
    expect(untouched).to_be_hidden()
    phone.locator("summary").filter(has_text="Kindness").focus()
    phone.keyboard.press("Enter")
    expect(untouched).to_be_visible()
    axe(phone)


@pytest.mark.rule("P8")
def test_what_changed_is_marked_on_paper_without_colour(page, changed):
    page.goto(f"{changed.policy.get_absolute_url()}compare/1/2/")
    axe(page)
    picture(page, "compare-1280")

    page.emulate_media(media="print", forced_colors="active")

    lines = {
        name: page.locator(f"ol {name}").first.evaluate(
            "e => getComputedStyle(e).textDecorationLine"
        )
        for name in ("ins", "del")
    }
    assert lines == {"ins": "underline", "del": "line-through"}
    expect(page.get_by_role("navigation", name="Where something changed")).to_be_hidden()
