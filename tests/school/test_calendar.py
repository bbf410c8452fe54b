from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from school.calendar import SchoolCalendar

pytestmark = pytest.mark.rule("I10")

AUTUMN_1 = (date(2026, 9, 2), date(2026, 10, 23))
AUTUMN_2 = (date(2026, 11, 2), date(2026, 12, 18))
INSET = date(2026, 11, 27)
CALENDAR = SchoolCalendar(terms=(AUTUMN_1, AUTUMN_2), closed=frozenset({INSET}))

days_of_the_year = st.dates(date(2026, 1, 1), date(2026, 12, 31))
terms = st.tuples(days_of_the_year, st.integers(0, 90)).map(
    lambda term: (term[0], term[0] + timedelta(days=term[1]))
)
calendars = st.builds(
    SchoolCalendar,
    terms=st.lists(terms, max_size=4).map(tuple),
    closed=st.frozensets(days_of_the_year, max_size=20),
)
counts = st.integers(0, 30)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 11, 24), True),  # a Tuesday in term
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 11, 29), False),  # a Sunday
        (INSET, False),
        (date(2026, 10, 27), False),  # half-term
        (date(2026, 9, 2), True),  # the first day
        (date(2026, 12, 18), True),  # the last
        (date(2026, 8, 31), True),  # before what is recorded, a Monday
        (date(2027, 1, 4), True),  # after what is recorded, a Monday
        (date(2027, 1, 3), False),  # and a Sunday
    ],
)
def test_a_school_day_is_a_weekday_in_term_without_a_closure(day, is_open):
    assert CALENDAR.is_school_day(day) is is_open


def test_without_any_recorded_term_weekdays_count():
    assert SchoolCalendar().is_school_day(date(2026, 8, 3))
    assert not SchoolCalendar().is_school_day(date(2026, 8, 2))


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 2, date(2026, 11, 26)),
        (date(2026, 11, 26), 1, date(2026, 11, 30)),  # over the training day and a weekend
        (date(2026, 11, 28), 0, date(2026, 11, 30)),  # a Saturday's report arrives on Monday
        (date(2026, 11, 28), 1, date(2026, 12, 1)),
        (date(2026, 10, 23), 1, date(2026, 11, 2)),  # over half-term
        (date(2026, 12, 18), 1, date(2026, 12, 21)),  # no later term is known: the early side
    ],
)
def test_a_deadline_counts_school_days_from_the_first_one(start, days, deadline):
    assert CALENDAR.add_school_days(start, days) == deadline


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 26), 2),
        (date(2026, 11, 26), date(2026, 11, 30), 1),
        (date(2026, 11, 30), date(2026, 11, 26), -1),
        (date(2026, 11, 28), date(2026, 11, 29), 0),
    ],
)
def test_the_days_between_are_those_after_the_start_to_the_end(start, end, days):
    assert CALENDAR.school_days_between(start, end) == days


def test_a_deadline_is_never_counted_backwards():
    with pytest.raises(ValueError, match="backwards"):
        CALENDAR.add_school_days(date(2026, 11, 24), -1)


def test_a_term_has_to_end_after_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        SchoolCalendar(terms=((date(2026, 9, 2), date(2026, 9, 1)),))


@given(calendars, days_of_the_year, counts)
def test_a_deadline_is_a_school_day_on_or_after_the_start(calendar, start, days):
    deadline = calendar.add_school_days(start, days)

    assert calendar.is_school_day(deadline)
    assert deadline >= start


@given(calendars, days_of_the_year, counts)
def test_one_more_day_is_the_very_next_school_day(calendar, start, days):
    deadline = calendar.add_school_days(start, days)
    later = calendar.add_school_days(start, days + 1)

    assert later > deadline
    assert calendar.school_days_between(deadline, later) == 1


@given(calendars, days_of_the_year, counts, st.integers(0, 40))
def test_a_later_start_never_makes_a_deadline_earlier(calendar, start, days, wait):
    deadline = calendar.add_school_days(start, days)

    assert calendar.add_school_days(start + timedelta(days=wait), days) >= deadline


@given(calendars, days_of_the_year, counts, days_of_the_year)
def test_adding_a_closure_never_makes_a_deadline_earlier(calendar, start, days, closure):
    deadline = calendar.add_school_days(start, days)
    with_closure = replace(calendar, closed=calendar.closed | {closure})

    assert with_closure.add_school_days(start, days) >= deadline


@given(calendars, days_of_the_year, counts, st.integers(1, 60), st.integers(0, 90))
def test_adding_a_term_after_the_last_never_makes_a_deadline_earlier(
    calendar, start, days, gap, length
):
    assume(calendar.terms)
    first = max(last for _, last in calendar.terms) + timedelta(days=gap)
    next_term = (first, first + timedelta(days=length))
    with_term = replace(calendar, terms=(*calendar.terms, next_term))

    deadline = calendar.add_school_days(start, days)

    assert with_term.add_school_days(start, days) >= deadline


@given(calendars, days_of_the_year, counts)
def test_counting_back_gives_the_days_that_were_added(calendar, start, days):
    first = calendar.add_school_days(start, 0)
    deadline = calendar.add_school_days(start, days)

    assert calendar.school_days_between(first, deadline) == days
    assert calendar.school_days_between(deadline, first) == -days


@given(calendars, days_of_the_year, days_of_the_year)
def test_the_order_of_terms_makes_no_difference(calendar, start, end):
    turned = replace(calendar, terms=calendar.terms[::-1])

    assert turned.school_days_between(start, end) == calendar.school_days_between(start, end)
