"""The Headteacher sets the cadence, sees the month before it runs, and looks at what goes out."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from acknowledgements import actions
from acknowledgements.models import AgeReminder, SignOffSettings
from school.terms import school_calendar
from tests import factories
from tests.browser import axe, picture, sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.rule("A6")]


@pytest.fixture
def asked(publish, class_teacher, governor, volunteer, parent, teacher_parent, other_parent):
    """The social media policy in force, a second policy, somebody away, somebody on paper."""
    version = publish()
    head = version.published_by
    actions.open_round(version=factories.published(policy__title="Acceptable use"), by=head)
    factories.LeaveFactory(person=governor)
    factories.ParenthoodFactory(person__full_name="Paula Paper", person__email=None)
    actions.bring_up_to_date()
    closed = school_calendar().add_school_days(timezone.localdate(), 4)
    factories.ClosureDayFactory(day=closed, reason="Training day")
    return version


def test_the_head_changes_the_cadence_and_sees_first_what_that_does(
    page, asked, headteacher, deputy
):
    due = school_calendar().add_school_days(timezone.localdate(), 2)
    sign_in_as(page, headteacher)

    page.goto("/sign-offs/board/")
    page.get_by_role("link", name="Reminders, month by month").click()
    axe(page)
    picture(page, "reminders-month-1280")
    page.get_by_role("link", name="Change this").click()
    axe(page)
    picture(page, "reminders-settings-1280")

    # Wrong first: each field says what to do, and what was typed stays.
    page.get_by_label("First reminder, in school days").fill("9")
    page.get_by_label("Second reminder, in school days").fill("7")
    page.get_by_role("button", name="See what this changes").click()
    expect(page.get_by_role("alert")).to_contain_text("later than the one before")
    expect(page.get_by_label("First reminder, in school days")).to_have_value("9")
    axe(page)
    picture(page, "reminders-settings-errors-1280")

    page.get_by_label("First reminder, in school days").fill("2")
    page.get_by_label("Second reminder, in school days").fill("5")
    page.get_by_label("Third reminder, in school days").fill("")
    page.get_by_label("Who answers questions").select_option(label=deputy.full_name)
    page.get_by_role("button", name="See what this changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What this changes")
    axe(page)
    picture(page, "reminders-settings-check-1280")
    assert not SignOffSettings.objects.exists()

    # Back for a correction, then on: nothing typed is lost on the way.
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Second reminder, in school days")).to_have_value("5")
    page.get_by_label("School days to sign in").fill("12")
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("main")).to_contain_text("Reminders go by this from now on")
    kept = SignOffSettings.current()
    assert (kept.cadence, kept.due_school_days, kept.questions_to) == ([2, 5], 12, deputy)
    page.goto(f"/sign-offs/board/reminders/?month={due:%Y-%m}")
    picture(page, "reminders-month-changed-1280")
    page.goto(f"/sign-offs/board/reminders/{due}/")
    expect(page.locator("main")).to_contain_text("Tom Thistle")
    expect(page.locator("main")).to_contain_text("a-link-of-their-own")
    expect(page.locator("main")).not_to_contain_text("Grace Governey")
    axe(page)
    picture(page, "reminders-day-1280")


def test_on_a_phone_the_month_is_a_list_of_days(phone, asked, headteacher):
    due = school_calendar().add_school_days(timezone.localdate(), 3)
    sign_in_as(phone, headteacher)

    phone.goto(f"/sign-offs/board/reminders/?month={due:%Y-%m}")
    axe(phone)
    picture(phone, "reminders-month-360")
    phone.get_by_role("link", name="people on").first.click()
    axe(phone)
    picture(phone, "reminders-day-360")
    phone.goto("/sign-offs/board/reminders/settings/")
    axe(phone)
    picture(phone, "reminders-settings-360")
    phone.get_by_label("First reminder, in school days").fill("1")
    phone.get_by_role("button", name="See what this changes").click()
    axe(phone)
    picture(phone, "reminders-settings-check-360")


@pytest.mark.rule("A9")
def test_from_the_first_page_one_press_reminds_everybody(page, asked, headteacher):
    sign_in_as(page, headteacher)
    page.goto("/")
    picture(page, "reminders-home-1280")
    if not school_calendar().is_school_day(timezone.localdate()):
        page.goto("/sign-offs/board/chase/")
        expect(page.locator("main")).to_contain_text("school days only")
        return

    page.get_by_role("link", name="Remind everybody with one press").click()
    axe(page)
    picture(page, "reminders-chase-1280")
    page.get_by_role("button", name="Remind").click()

    expect(page.locator("main")).to_contain_text("A reminder is on its way to")
    expect(page.locator("main")).to_contain_text("reminded today already")
    axe(page)
    picture(page, "reminders-chased-1280")


def test_the_office_looks_after_the_reminder_of_ages(page, asked, office, parent):
    sign_in_as(page, office)
    factories.ServiceFactory(name="ChatCat", kind="messaging", note="Lowered from 16 in 2024")
    factories.ServiceFactory(name="WorkWolf", minimum_age=16)
    factories.ServiceFactory(name="Unknown", minimum_age=None, age_checked_on=None)
    page.goto("/school/services/")
    axe(page)
    picture(page, "services-1280")
    page.get_by_role("link", name="Add an app or website").click()
    page.get_by_label("Name").fill("PicPuma")
    page.get_by_label("Minimum age").fill("13")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved")

    page.goto("/sign-offs/board/ages/")
    axe(page)
    picture(page, "ages-empty-1280")
    page.get_by_role("button", name="Plan one yourself").click()
    page.get_by_label("Subject").fill("Apps and ages this term")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("This is what parents will read")
    axe(page)
    picture(page, "ages-planned-1280")

    actions.send_age_reminders(on=AgeReminder.objects.get().send_on)
    page.reload()
    axe(page)
    picture(page, "ages-sent-1280")
    page.get_by_role("link", name="print the letter for them").click()
    expect(page.locator("main")).to_contain_text("Paula Paper")
    axe(page)
    picture(page, "ages-letter-1280")
    page.emulate_media(media="print")
    picture(page, "ages-letter-print")
    page.emulate_media(media="screen")
    page.goto("/sign-offs/board/ages/")
    axe(page)
    picture(page, "ages-log-1280")


def test_anybody_shows_a_class_how_old_for_which_app(phone, page):
    factories.ServiceFactory(name="PicPuma", note="Only with a grown-up")
    factories.ServiceFactory.create_batch(8)
    factories.ServiceFactory(name="WorkWolf", minimum_age=16)

    for window, name in ((page, "1280"), (phone, "360")):
        window.goto("/school/ages/")
        expect(window.locator("main")).to_contain_text("13 or older")
        axe(window)
        picture(window, f"ages-class-{name}")
    page.emulate_media(media="print")
    picture(page, "ages-class-print")
