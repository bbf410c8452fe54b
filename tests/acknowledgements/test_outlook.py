"""What is shown beforehand of reminders: exactly what goes, to whom, and when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Reply
from acknowledgements.outlook import outlook, people_of
from notifications import delivery
from notifications.models import Message
from school.terms import school_calendar
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A6")]

CALENDAR = reverse("acknowledgements:reminders")


def school_day(number):
    """Return the school day so many after today."""
    return school_calendar().add_school_days(timezone.localdate(), number)


def page_of(day):
    return reverse("acknowledgements:reminders_of", args=[day.isoformat()])


def month_of(day):
    return f"{CALENDAR}?month={day:%Y-%m}"


@pytest.fixture
def opened(version, head, class_teacher, parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def browser(head, sign_in):
    return sign_in(head)


def test_what_is_foretold_for_each_day_is_what_is_sent_on_it(
    opened, head, class_teacher, parent, teacher_parent, governor
):
    actions.bring_up_to_date()
    factories.LeaveFactory(person=class_teacher, starts_on=school_day(4), ends_on=school_day(6))
    factories.LeaveFactory(person=governor, ends_on=school_day(2))
    factories.ClosureDayFactory(day=school_day(7))
    opened.requests.filter(person=head).update(reply=Reply.DECLINED, replied_at=timezone.now())
    today = timezone.localdate()
    days = [today + timedelta(days=number) for number in range(40)]
    foretold = outlook(today).ahead(days[-1])

    for day in days:
        actions.remind(on=day)

    for day in days:
        reminded = Message.objects.filter(template="reminder", once__endswith=f":{day}")
        people = set(reminded.values_list("recipient", flat=True))
        assert people == people_of(foretold.get(day, []))


def test_the_month_says_how_many_on_which_day_and_leads_to_who(opened, browser, class_teacher):
    day = school_day(3)

    shown = browser.get(month_of(day))

    days = {day.on: day for week in shown.context["month"].weeks for day in week if day}
    people = opened.requests.values("person").distinct().count()
    assert days[day].people == people
    assert days[day].policies == [(opened.version.title, people)]
    assert page_of(day) in shown.text
    assert f"{people} people" in shown.text


def test_days_off_are_grey_and_say_why(browser):
    closed = factories.ClosureDayFactory(day=school_day(5), reason="Boiler repair").day

    page = browser.get(month_of(closed))

    days = {day.on: day for week in page.context["month"].weeks for day in week if day}
    assert days[closed].off == "Boiler repair"
    assert all(day.off for on, day in days.items() if on.weekday() >= 5)
    assert "Boiler repair" in page.text


def test_bank_holidays_and_the_days_between_terms_are_named(browser):
    today = timezone.localdate()
    year = today.year if today <= date(today.year, 12, 25) else today.year + 1
    factories.TermFactory(starts_on=date(year, 11, 2), ends_on=date(year, 12, 18))
    factories.TermFactory(starts_on=date(year + 1, 1, 6), ends_on=date(year + 1, 4, 1))

    page = browser.get(month_of(date(year, 12, 1)))

    days = {day.on: day for week in page.context["month"].weeks for day in week if day}
    between = next(day for n in range(21, 25) if (day := date(year, 12, n)).weekday() < 5)
    assert days[date(year, 12, 25)].off == "Christmas Day"
    assert days[between].off == "Holiday"


def test_nothing_is_foretold_for_those_who_have_replied(opened, browser):
    opened.requests.update(reply=Reply.DECLINED, replied_at=timezone.now())

    assert browser.get(month_of(school_day(3))).context["month"].people == 0


def test_one_day_names_each_person_once_with_all_that_waits(
    opened, head, browser, parent, teacher_parent
):
    child = factories.ChildFactory(full_name="Zed Younger")
    factories.ParenthoodFactory(person=parent, child=child)
    actions.bring_up_to_date()
    another = actions.open_round(version=factories.published(), by=head)

    page = browser.get(page_of(school_day(3)))

    names = [row.full_name for row in page.context["rows"]]
    assert len(names) == len(set(names))
    assert names == sorted(names)
    row = next(one for one in page.context["rows"] if one.full_name == parent.full_name)
    children = f"Child of {parent.full_name} and Zed Younger"
    assert row.waiting == [
        f"{another.version.title}, for {children}",
        f"{opened.version.title}, for {children}",
    ]


def test_one_day_shows_the_email_as_it_will_be_but_for_the_link(
    opened, browser, class_teacher, parent, mailoutbox
):
    shown = browser.get(page_of(school_day(3))).context["letters"]

    actions.remind(on=school_day(3))
    for person in (class_teacher, parent):
        message = Message.objects.get(recipient=person, template="reminder")
        delivery.deliver(delivery.claim(message.pk))

    staff, parents = mailoutbox
    assert (shown[0].subject, shown[0].body) == (staff.subject, staff.body)
    link = next(line for line in parents.body.splitlines() if "/link/" in line)
    stand_in = next(line for line in shown[1].body.splitlines() if "/link/" in line)
    assert shown[1].body == parents.body.replace(link, stand_in)


def test_looking_beforehand_makes_no_link_no_message_and_no_reminder(opened, browser, parent):
    before = (Message.objects.count(), parent.personal_links.count())

    browser.get(page_of(school_day(3)))
    browser.get(CALENDAR)

    assert (Message.objects.count(), parent.personal_links.count()) == before


def test_a_day_off_says_that_nothing_goes_and_why(opened, browser):
    closed = factories.ClosureDayFactory(day=school_day(3), reason="Training day").day

    page = browser.get(page_of(closed))

    assert "No reminder goes out on this day: Training day." in page.text


def test_days_that_are_none_past_or_far_away_are_not_found(browser):
    today = timezone.localdate()

    for day in ("tomorrow", "2026-13-01", today - timedelta(days=1), today + timedelta(days=500)):
        address = reverse("acknowledgements:reminders_of", args=[str(day)])
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize("month", ["", "nonsense", "2026-13", "1999-01", "9999-12", "-"])
def test_a_month_that_is_none_or_out_of_reach_becomes_one_that_can_be_shown(browser, month):
    assert browser.get(CALENDAR, {"month": month}).status_code == 200


def test_the_pages_are_only_read(browser):
    assert browser.post(CALENDAR).status_code == 405
    assert browser.post(page_of(school_day(3))).status_code == 405


@pytest.mark.rule("A5")
def test_the_month_says_how_many_are_without_an_address_or_away(opened, browser, class_teacher):
    factories.LeaveFactory(person=class_teacher)
    factories.ParenthoodFactory(person__email=None)
    actions.bring_up_to_date()

    page = browser.get(CALENDAR)

    assert page.context["unreachable"] == (1, 1)
    assert "1 person waits without an e-mail address" in page.text
    assert "1 person is on leave" in page.text


@pytest.mark.parametrize("of_a_day", [True, False])
def test_the_pages_cost_the_same_with_3_people_as_with_300(head, browser, of_a_day):
    opened = actions.open_round(version=factories.published(), by=head)
    address = page_of(school_day(3)) if of_a_day else month_of(school_day(3))

    def cost(people):
        for person in factories.PersonFactory.create_batch(people):
            factories.RequestFactory(round=opened, person=person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    assert cost(3) == cost(297)
