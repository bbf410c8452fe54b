"""I10: when a clock runs out, as arithmetic: the rule module knows no database and no now."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import escalation
from incidents.clocks import Allowance, due_at, goes_up_at, moved_by_calendar, next_due
from school.calendar import SchoolCalendar

pytestmark = pytest.mark.rule("I10")

LONDON = ZoneInfo("Europe/London")
TERM = (date(2026, 9, 2), date(2026, 12, 18))
moments = st.datetimes(
    datetime(2026, 8, 20), datetime(2026, 12, 31), timezones=st.just(LONDON), allow_imaginary=False
)
closures = st.frozensets(st.dates(date(2026, 8, 20), date(2027, 1, 31)), max_size=12)
school_days = st.builds(Allowance, school_days=st.integers(0, 20))
hours = st.builds(Allowance, hours=st.integers(1, 240))


def at(day, hour=10):
    return datetime.combine(day, time(hour), tzinfo=LONDON)


def calendar(closed=frozenset()):
    return SchoolCalendar(terms=(TERM,), closed=closed)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 19), 1, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 24)),  # a Saturday counts as the Monday
        (date(2026, 12, 18), 2, date(2026, 12, 22)),  # no later term is recorded: week days count
        (date(2026, 10, 23), 10, date(2026, 11, 6)),
    ],
)
def test_school_days_end_at_five(start, days, due):
    assert due_at(at(start), Allowance(school_days=days), calendar()) == at(due, 17)


def test_hours_run_day_and_night_and_through_holidays():
    christmas = at(date(2026, 12, 25), 22)

    assert due_at(christmas, Allowance(hours=4), calendar()) == christmas + timedelta(hours=4)


def test_a_clock_runs_in_one_of_the_two():
    for wrong in ({}, {"school_days": 1, "hours": 1}):
        with pytest.raises(ValueError, match="school days or in hours"):
            Allowance(**wrong)


@given(moments, school_days, closures, st.dates(date(2026, 8, 20), date(2027, 1, 31)))
def test_one_more_closure_never_makes_a_deadline_earlier(start, allowance, closed, another):
    before = due_at(start, allowance, calendar(closed))

    after = due_at(start, allowance, calendar(closed | {another}))

    assert after >= before
    assert moved_by_calendar(before, start, allowance, calendar(closed | {another})) == after


@given(moments, school_days, closures, closures)
def test_no_change_of_the_calendar_cuts_short_what_was_promised(start, allowance, before, after):
    promised = due_at(start, allowance, calendar(before))

    assert moved_by_calendar(promised, start, allowance, calendar(after)) >= promised


@given(moments, hours, closures)
def test_no_calendar_moves_what_runs_in_hours(start, allowance, closed):
    due = due_at(start, allowance, calendar())

    assert moved_by_calendar(due, start, allowance, calendar(closed)) == due


@given(moments, school_days, closures)
def test_what_counts_school_days_runs_out_on_a_school_day_at_five(start, allowance, closed):
    due = due_at(start, allowance, calendar(closed))

    assert due.time() == time(17)
    assert calendar(closed).is_school_day(due.date())


@given(moments, st.one_of(school_days, hours), closures)
def test_it_goes_up_only_after_it_ran_out(start, allowance, closed):
    due = due_at(start, allowance, calendar(closed))

    assert goes_up_at(due, in_hours=allowance.in_hours, calendar=calendar(closed)) > due


def test_what_runs_out_first_is_what_is_next():
    assert next_due([]) is None
    assert next_due([at(date(2026, 11, 24)), at(date(2026, 11, 23))]) == at(date(2026, 11, 23))


# --- to whom it goes up ---------------------------------------------------------------------------

EVERYBODY = frozenset({"headteacher", "deputy", "dsl", "chair", "clerk", "governor", "staff"})
roles = st.frozensets(st.sampled_from(sorted(EVERYBODY)))


@pytest.mark.parametrize(
    ("handled_by", "about", "free", "goes_to"),
    [
        ("headteacher", {"parent"}, EVERYBODY, "deputy"),
        ("headteacher", {"parent"}, EVERYBODY - {"deputy"}, "chair"),
        ("headteacher", {"deputy"}, EVERYBODY, "chair"),
        ("deputy", set(), EVERYBODY, "headteacher"),
        ("chair", {"headteacher"}, EVERYBODY, "clerk"),
        ("clerk", {"headteacher", "chair"}, EVERYBODY, None),
        ("clerk", {"governor"}, EVERYBODY, "chair"),
        ("governor", {"headteacher", "chair"}, EVERYBODY, "clerk"),
        ("headteacher", set(), frozenset(), None),
    ],
)
def test_it_goes_one_step_up_the_line(handled_by, about, free, goes_to):
    assert escalation.goes_up_to(handled_by, subject_roles=about, free=free) == goes_to


@given(st.sampled_from(sorted(EVERYBODY)), roles, roles)
def test_it_never_goes_to_whom_it_is_about_nor_back_to_whoever_let_it_wait(handled_by, about, free):
    role = escalation.goes_up_to(handled_by, subject_roles=about, free=free)

    assert role is None or role in free - about
    assert role != handled_by or handled_by not in escalation.LINES
    if "headteacher" in about:
        assert role not in ("headteacher", "deputy")
