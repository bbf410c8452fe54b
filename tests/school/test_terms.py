"""The school's calendar and details."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from school import actions
from school.access import NotAllowed
from school.colour import WHITE, Colour
from school.errors import DomainError
from school.models import ClosureDay, School, Term
from school.terms import bank_holidays, school_calendar
from tests import factories

pytestmark = pytest.mark.django_db
AUTUMN = {"starts_on": date(2026, 9, 2), "ends_on": date(2026, 10, 23)}


def test_the_calendar_knows_terms_closures_and_bank_holidays(django_assert_num_queries):
    factories.TermFactory(**AUTUMN)
    factories.TermFactory(starts_on=date(2026, 11, 2), ends_on=date(2027, 5, 28))
    factories.ClosureDayFactory(day=date(2026, 9, 3))

    with django_assert_num_queries(2):
        calendar = school_calendar()

    assert calendar.is_school_day(date(2026, 9, 2))
    assert not calendar.is_school_day(date(2026, 9, 3))
    assert not calendar.is_school_day(date(2026, 10, 28))
    assert not calendar.is_school_day(date(2027, 5, 3))


def test_bank_holidays_are_those_of_england():
    days = bank_holidays(2026, 2027)

    assert {date(2026, 5, 4), date(2026, 8, 31), date(2027, 12, 27)} <= days
    assert date(2026, 3, 17) not in days
    assert date(2026, 11, 30) not in days


def test_a_term_is_added_and_removed(office, sign_in):
    client = sign_in(office)
    client.post(
        reverse("school:add_term"),
        {"name": "Autumn", "starts_on": "2026-09-02", "ends_on": "2026-10-23"},
    )
    term = Term.objects.get()
    assert "Autumn" in client.get(reverse("school:calendar")).content.decode()

    client.post(reverse("school:remove_term", args=[term.pk]))

    assert not Term.objects.exists()
    assert {"school.term.added", "school.term.removed"} <= set(
        Event.objects.values_list("action", flat=True)
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "problem"),
    [
        (date(2026, 10, 23), date(2026, 12, 1), "overlap"),
        (date(2026, 12, 1), date(2026, 11, 1), "before the first"),
    ],
)
def test_terms_neither_overlap_nor_run_backwards(starts_on, ends_on, problem, office):
    factories.TermFactory(**AUTUMN)

    with pytest.raises(DomainError, match=problem):
        actions.add_term(name="Other", starts_on=starts_on, ends_on=ends_on, by=office)


def test_a_closed_day_said_twice_is_one_day(office, sign_in):
    client = sign_in(office)
    for reason in ("Snow", "More snow"):
        client.post(reverse("school:add_closure"), {"day": "2027-01-11", "reason": reason})

    assert ClosureDay.objects.get().reason == "More snow"

    client.post(reverse("school:remove_closure", args=[ClosureDay.objects.get().pk]))
    assert not ClosureDay.objects.exists()


def test_a_teacher_changes_neither_calendar_nor_school(class_teacher, sign_in):
    closure = factories.ClosureDayFactory()

    answer = sign_in(class_teacher).post(reverse("school:remove_closure", args=[closure.pk]))

    assert answer.status_code == 403
    with pytest.raises(NotAllowed):
        actions.add_closure(day=date(2027, 1, 11), reason="Snow", by=class_teacher)
    with pytest.raises(NotAllowed):
        actions.change_school(school=School(name="Mine"), by=class_teacher)


def details(**changed) -> dict[str, str]:
    return {
        "name": "St Anne's",
        "motto": "",
        "colour": "#1E4078",
        "accent": "#b9791a",
        "link_days": "30",
    } | changed


def test_the_school_is_renamed_and_the_event_says_which_fields(headteacher, sign_in):
    sign_in(headteacher).post(reverse("school:settings"), details())

    assert School.current().name == "St Anne's"
    event = Event.objects.get(action="school.school.changed")
    assert set(event.facts["fields"]) == {"name", "motto"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", "#b9791a"),
        ("accent", "#ffffaa"),
        ("colour", "blue"),
        ("colour", "#1e4078; }"),
        ("name", ""),
    ],
)
def test_details_that_cannot_be_read_or_are_missing_come_back(field, value, office, sign_in):
    answer = sign_in(office).post(reverse("school:settings"), details(**{field: value}))

    assert answer.context["form"].errors[field]
    assert not School.objects.exists()


def test_contrast_is_measured_as_the_standard_says():
    assert Colour.parse("#ffffff").contrast(WHITE) == pytest.approx(1)
    assert Colour.parse("#000000").contrast(WHITE) == pytest.approx(21)
    assert Colour.parse("#767676").contrast(WHITE) == pytest.approx(4.54, abs=0.01)
