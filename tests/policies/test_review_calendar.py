"""When policies are looked at next: as a page, as a calendar to subscribe to, and as a filter."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from audit.models import Event
from policies import actions
from policies.models import CalendarAddress, State
from policies.review_calendar import SOON, by_month, counts, reviews
from school.models import Role
from tests import factories
from tests.days import in_days, today, yesterday

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P6")]


def in_force(review: date, **more):
    """Return a version in force whose review is on a day, be it in the past."""
    version = factories.VersionFactory(**more)
    version.approved_on = min(today(), review) - timedelta(days=300)
    version.next_review_on = review
    version.approved_by = version.published_by = version.created_by
    version.published_at, version.state = timezone.now(), State.PUBLISHED
    version.text_sha256 = "a" * 64
    version.save()
    return version


def page(client, **query) -> str:
    answer = client.get(reverse("policies:reviews"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_reviews_stand_in_their_months_and_what_is_overdue_first():
    late = in_force(yesterday())
    due_today = in_force(today())
    next_year = in_force(date(today().year + 1, 12, 31))
    also = in_force(date(today().year + 1, 12, 1))
    factories.VersionFactory()

    months = by_month(reviews())

    assert [(month.first, month.versions) for month in months] == [
        (None, [late]),
        (today().replace(day=1), [due_today]),
        (date(today().year + 1, 12, 1), [also, next_year]),
    ]


def test_what_is_counted():
    for review in (yesterday(), today(), today() + SOON, today() + SOON + timedelta(1)):
        in_force(review)

    assert counts() == {"overdue": 1, "due": 2}


def test_the_page_names_who_answers(sign_in, governor, office, class_teacher):
    version = in_force(yesterday(), title="Photos")
    version.policy.owner = class_teacher
    version.policy.save()

    shown = page(sign_in(governor))

    assert "1 review is overdue." in shown
    assert f"{class_teacher} answers for it." in shown
    assert f'href="{version.policy.get_absolute_url()}"' in shown
    assert f'href="{version.get_work_url()}"' in page(sign_in(office))


def test_your_own_are_told_from_the_others(sign_in, office):
    version = in_force(today())
    version.policy.owner = office
    version.policy.save()

    assert "You answer for it." in page(sign_in(office))


def test_an_empty_calendar_says_what_will_be_there(sign_in, office):
    assert "as soon as the first policy is in force" in page(sign_in(office))


def test_the_page_costs_the_same_with_three_policies_as_with_thirty(sign_in, office):
    client = sign_in(office)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    def owned(day: int) -> None:
        version = in_force(in_days(day))
        version.policy.owner = factories.PersonFactory()
        version.policy.save()

    for day in range(3):
        owned(day)
    few = cost()
    for day in range(3, 30):
        owned(day)

    assert cost() == few


def feed():
    """Return the calendar as the program of somebody who may see the reviews gets it."""
    person = factories.PersonFactory()
    factories.RoleAssignmentFactory(person=person, role=Role.GOVERNOR)
    return fetch(actions.make_calendar_address(by=person))


def fetch(secret: str):
    return Client().get(reverse("policies:reviews_feed", args=[secret]))


def test_the_feed_holds_each_review_as_a_whole_day_and_nobodys_name(class_teacher, settings):
    version = in_force(in_days(40), title="Photos; films, and “more” \n" + "x" * 90)
    version.policy.owner = class_teacher
    version.policy.save()

    answer = feed()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == f"Review: {version.title}"
    assert event.decoded("dtstart") == version.next_review_on
    assert event["url"] == settings.PORTAL_URL + version.policy.get_absolute_url()
    assert class_teacher.full_name not in answer.content.decode()
    assert all(len(line) <= 75 for line in answer.content.splitlines())


def test_a_review_that_moves_stays_the_same_event():
    version = in_force(in_days(40))

    def events():
        answer = feed()
        return [e["uid"] for e in Calendar.from_ical(answer.content).walk("VEVENT")]

    before = events()
    version.state, version.superseded_at = State.SUPERSEDED, timezone.now()
    version.save()
    in_force(in_days(90), policy=version.policy, number=2)

    assert events() == before


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", {"Late", "Soon", "Far", "Work"}),
        ("overdue", {"Late"}),
        ("due", {"Soon"}),
        ("work", {"Work"}),
        ("nonsense", {"Late", "Soon", "Far", "Work"}),
    ],
)
def test_the_list_can_be_narrowed(sign_in, office, show, found):
    for title, review in [
        ("Late", yesterday()),
        ("Soon", today()),
        ("Far", today() + SOON * 2),
    ]:
        in_force(review, policy__title=title)
    factories.VersionFactory(policy__title="Work")

    shown = sign_in(office).get(reverse("policies:manage"), {"show": show}).content.decode()

    assert {t for t in ("Late", "Soon", "Far", "Work") if f'<th scope="row">{t} ' in shown} == found


def test_a_list_narrowed_to_nothing_says_so(sign_in, office):
    shown = sign_in(office).get(reverse("policies:manage"), {"show": "overdue"}).content.decode()

    assert "No policy stands so just now." in shown


# --- the secret address ---------------------------------------------------------------------------


def test_an_address_is_made_on_the_page_shown_once_and_followed_without_signing_in(
    sign_in, governor
):
    client = sign_in(governor)
    answer = client.post(reverse("policies:make_calendar_address"), follow=True)

    [address] = re.findall(r"http\S+/calendar.ics", answer.content.decode())
    path = urlsplit(address).path
    assert Client().get(path).status_code == 200
    assert path not in page(client)
    assert "You made an address on" in page(client)
    assert path.split("/")[-2] not in str(CalendarAddress.objects.values().get())


def test_a_second_address_stops_the_first_and_both_are_on_record(governor):
    first = actions.make_calendar_address(by=governor)
    second = actions.make_calendar_address(by=governor)

    assert [fetch(secret).status_code for secret in (first, second)] == [404, 200]
    assert Event.objects.filter(action="policies.calendar.opened").count() == 2


def test_an_address_that_was_stopped_shows_nothing_and_stopping_twice_is_once(sign_in, governor):
    secret = actions.make_calendar_address(by=governor)
    client = sign_in(governor)

    for _ in range(2):
        answer = client.post(reverse("policies:end_calendar_address"), follow=True)
        assert "Stopped" in answer.content.decode()

    assert fetch(secret).status_code == 404
    assert Event.objects.filter(action="policies.calendar.closed").count() == 1


def test_the_address_of_somebody_who_left_or_may_no_longer_sign_in_shows_nothing(governor, chair):
    of_governor = actions.make_calendar_address(by=governor)
    of_chair = actions.make_calendar_address(by=chair)

    governor.assignments.update(starts_on=yesterday(), ends_on=yesterday())
    chair.is_active = False
    chair.save()

    assert [fetch(secret).status_code for secret in (of_governor, of_chair)] == [404, 404]


def test_whoever_may_not_see_the_reviews_gets_no_address_and_a_guess_finds_nothing(
    sign_in, class_teacher
):
    answer = sign_in(class_teacher).post(reverse("policies:make_calendar_address"))

    assert answer.status_code == 403
    assert not CalendarAddress.objects.exists()
    assert fetch("x" * 43).status_code == 404
    assert sign_in(class_teacher).get(reverse("policies:reviews_file")).status_code == 403
    assert Client().get(reverse("policies:reviews_file")).status_code == 302


def test_the_days_can_be_downloaded_by_those_who_see_them(sign_in, governor):
    in_force(today())

    answer = sign_in(governor).get(reverse("policies:reviews_file"))

    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1
