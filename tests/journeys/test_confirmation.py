"""The Head asks people to confirm a policy; the office notes who is on leave."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from acknowledgements import actions
from acknowledgements.models import Request, Round
from tests import factories
from tests.browser import assert_no_sideways_scrolling, axe, picture, sign_in_as, tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (("page", 1280), ("phone", 360))


def seen(window, name, width):
    axe(window)
    assert_no_sideways_scrolling(window)
    picture(window, f"{name}-{width}")


@pytest.fixture
def version(cast):
    for name in ("Robins", "Wrens", "Owls"):
        factories.SchoolClassFactory(name=name)
    return factories.published(policy__title="Social media policy")


@pytest.mark.rule("A1")
@pytest.mark.parametrize(("screen", "width"), WIDTHS)
def test_the_head_asks_for_a_confirmation_and_watches_it_go_out(
    screen, width, version, cast, request, settings
):
    settings.INVITATIONS_AT_A_TIME = 5
    factories.LeaveFactory(person=cast.volunteer)
    cast.other_parent.email = None
    cast.other_parent.save()
    window = request.getfixturevalue(screen)
    sign_in_as(window, cast.headteacher)

    window.goto("/sign-offs/board/rounds/")
    seen(window, "rounds-empty", width)
    window.get_by_role("link", name="Ask people to confirm a policy").click()
    seen(window, "choose-policy", width)
    window.get_by_role("link", name="Social media policy").click()
    seen(window, "confirm", width)
    window.get_by_role("button", name="See how many people this asks").click()
    expect(window.get_by_role("alert")).to_contain_text("Write why you ask")
    seen(window, "confirm-wrong", width)
    tick(window, "Robins")
    window.get_by_label("Why you ask").fill("We all confirm this each September.")
    window.get_by_role("button", name="See how many people this asks").click()
    expect(window.get_by_role("heading", name="Check before you send")).to_be_visible()
    seen(window, "check", width)

    window.get_by_role("button", name="Change something").click()
    expect(window.get_by_label("Robins")).to_be_checked()
    window.get_by_role("button", name="See how many people this asks").click()
    window.get_by_role("button", name="Ask these 12 people").click()
    main = window.locator("main")
    expect(main).to_contain_text("5 of 12 people have been written to.")
    seen(window, "round-under-way", width)
    actions.invite_all()
    expect(main).to_contain_text("10 of 12 people have been written to.")
    expect(main).to_contain_text("1 person is on long leave")
    expect(window.get_by_role("status").last).to_have_text("Everybody has been written to.")
    seen(window, "round-done", width)

    window.get_by_role("link", name="Close this round").click()
    seen(window, "close", width)
    window.get_by_label("Why you close it").fill("Enough have signed.")
    window.get_by_role("button", name="Close this round").click()
    expect(main).to_contain_text("Enough have signed.")
    assert not Request.objects.live().exists()
    window.goto("/sign-offs/board/rounds/")
    seen(window, "rounds", width)


def test_without_script_the_page_is_reloaded_by_its_link(
    version, cast, chromium, live_server, settings
):
    settings.INVITATIONS_AT_A_TIME = 5
    opened = actions.open_round(version=version, by=cast.headteacher)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    window = context.new_page()
    sign_in_as(window, cast.headteacher)

    window.goto(f"/sign-offs/board/rounds/{opened.pk}/")
    expect(window.locator("main")).to_contain_text("5 of 12 people")
    actions.invite_all()
    window.get_by_role("link", name="See how far it is now").click()

    expect(window.locator("main")).to_contain_text("12 of 12 people have been written to.")
    context.close()


@pytest.mark.rule("A5")
@pytest.mark.parametrize(("screen", "width"), WIDTHS)
def test_the_office_notes_that_somebody_is_away_and_back(screen, width, cast, request):
    window = request.getfixturevalue(screen)
    sign_in_as(window, cast.office)
    window.goto(f"/school/people/{cast.class_teacher.pk}/")
    seen(window, "person", width)

    window.get_by_role("link", name="Note long leave").click()
    window.get_by_label("First day away").fill(str(timezone.localdate()))
    seen(window, "add-leave", width)
    window.get_by_role("button", name="Note the leave").press("Enter")
    expect(window.locator("main")).to_contain_text("Away now")
    seen(window, "person-away", width)
    window.get_by_role("link", name="Give the last day").click()
    window.get_by_label("Last day away").fill(str(timezone.localdate() + timedelta(days=2)))
    seen(window, "end-leave", width)
    window.get_by_role("button", name="Set the last day").click()

    expect(window.locator("main")).to_contain_text("Change the last day")
    assert not Round.objects.exists()
