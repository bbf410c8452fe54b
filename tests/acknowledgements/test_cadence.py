from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acknowledgements.cadence import back_on, problem_with, step_due, steps_ahead
from school.calendar import SchoolCalendar

pytestmark = pytest.mark.rule("A6")

MONDAY = date(2026, 9, 7)
DAYS = [MONDAY + timedelta(days=n) for n in range(120)]
CADENCE = (3, 7, 9)

days = st.sampled_from(DAYS)
# One number, each of its bits a day: quicker to draw than a set.
closures = st.integers(0, 2**120 - 1).map(
    lambda bits: frozenset(day for number, day in enumerate(DAYS) if bits >> number & 1)
)
cadences = st.lists(st.integers(1, 15), min_size=1, max_size=3, unique=True)


@st.composite
def leaves(draw):
    """Return up to three times away; the last may have no end."""
    away = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.integers(-20, 110))
        last = draw(st.one_of(st.none(), st.integers(first, first + 40)))
        away.append(
            (
                MONDAY + timedelta(days=first),
                None if last is None else MONDAY + timedelta(days=last),
            )
        )
    return tuple(away)


def calendar(closed=frozenset()):
    return SchoolCalendar(terms=((DAYS[0], DAYS[-1]),), closed=frozenset(closed))


def reminders(*, asked_on, closed=frozenset(), cadence=CADENCE, down=frozenset(), leave=()):
    """Run the portal day by day and return the days on which it reminded, with the steps."""
    sent, last_step = [], 0
    school = calendar(closed)
    for today in DAYS:
        if today < asked_on or today in down:
            continue
        step = step_due(
            asked_on=asked_on,
            today=today,
            last_step=last_step,
            cadence=cadence,
            calendar=school,
            returned_on=back_on(leave, today),
        )
        if step is not None:
            sent.append((today, step))
            last_step = step
    return sent


def is_away(leave, day):
    return any(first <= day and (last is None or day <= last) for first, last in leave)


def test_reminders_go_on_the_third_seventh_and_ninth_school_day():
    assert reminders(asked_on=MONDAY) == [
        (date(2026, 9, 10), 1),
        (date(2026, 9, 16), 2),
        (date(2026, 9, 18), 3),
    ]


def test_a_portal_that_was_down_makes_up_for_missed_days_with_one_reminder():
    down = frozenset(DAYS[1:10])  # until Wednesday of the next week, past two steps

    assert reminders(asked_on=MONDAY, down=down) == [
        (date(2026, 9, 17), 2),
        (date(2026, 9, 18), 3),
    ]


def test_nobody_is_reminded_on_the_day_they_are_asked():
    assert not any(today == MONDAY for today, _ in reminders(asked_on=MONDAY))


@pytest.mark.rule("A5")
def test_who_comes_back_from_leave_is_reminded_as_if_asked_on_the_first_day_back():
    back = date(2026, 10, 5)  # a Monday, four weeks later

    assert reminders(asked_on=MONDAY, leave=((MONDAY, back - timedelta(days=1)),)) == [
        (date(2026, 10, 8), 1),
        (date(2026, 10, 14), 2),
        (date(2026, 10, 16), 3),
    ]


@pytest.mark.rule("A5")
def test_a_step_taken_before_leave_stays_taken_after_it():
    away = ((date(2026, 9, 11), date(2026, 10, 4)),)  # the day after the first reminder

    assert reminders(asked_on=MONDAY, leave=away) == [
        (date(2026, 9, 10), 1),
        (date(2026, 10, 14), 2),
        (date(2026, 10, 16), 3),
    ]


@pytest.mark.rule("A5")
def test_leave_without_an_end_puts_reminders_off_until_it_has_one():
    assert reminders(asked_on=MONDAY, leave=((MONDAY, None),)) == []


@pytest.mark.rule("A5")
@given(asked_on=days, closed=closures, cadence=cadences, leave=leaves())
def test_nobody_is_reminded_while_away_and_leave_never_adds_nor_hastens_a_reminder(
    asked_on, closed, cadence, leave
):
    there = dict(map(reversed, reminders(asked_on=asked_on, closed=closed, cadence=cadence)))

    sent = reminders(asked_on=asked_on, closed=closed, cadence=cadence, leave=leave)

    assert not any(is_away(leave, day) for day, _ in sent)
    assert {step for _, step in sent} <= set(there)
    assert all(day >= there[step] for day, step in sent)


@given(asked_on=days, closed=closures, cadence=cadences, down=closures, leave=leaves())
def test_no_reminder_ever_goes_on_a_day_that_is_no_school_day(
    asked_on, closed, cadence, down, leave
):
    sent = reminders(asked_on=asked_on, closed=closed, cadence=cadence, down=down, leave=leave)

    assert all(calendar(closed).is_school_day(today) for today, _ in sent)


@given(
    asked_on=days,
    closed=closures,
    cadence=st.lists(st.integers(1, 15), min_size=1, max_size=6),
    down=closures,
    leave=leaves(),
)
def test_there_are_never_more_than_three_nor_two_of_one_step(
    asked_on, closed, cadence, down, leave
):
    sent = reminders(asked_on=asked_on, closed=closed, cadence=cadence, down=down, leave=leave)

    assert len(sent) <= min(3, len(cadence))
    assert len({step for _, step in sent}) == len(sent)
    assert len({today for today, _ in sent}) == len(sent)


@given(asked_on=days, closed=closures, another=days, leave=leaves())
def test_closing_the_school_for_a_day_never_brings_a_reminder_forward(
    asked_on, closed, another, leave
):
    before = {s: d for d, s in reminders(asked_on=asked_on, closed=closed, leave=leave)}

    after = {s: d for d, s in reminders(asked_on=asked_on, closed=closed | {another}, leave=leave)}

    assert all(after[step] >= before[step] for step in after if step in before)


@given(asked_on=days, closed=closures, cadence=cadences, leave=leaves())
def test_what_is_foretold_is_what_goes(asked_on, closed, cadence, leave):
    foretold = steps_ahead(
        asked_on=asked_on,
        today=asked_on,
        until=DAYS[-1],
        last_step=0,
        cadence=cadence,
        calendar=calendar(closed),
        leave=leave,
    )

    assert foretold == reminders(asked_on=asked_on, closed=closed, cadence=cadence, leave=leave)


@pytest.mark.parametrize(
    ("cadence", "says"),
    [
        ([3, 7, 9], ""),
        ([1], ""),
        ([60], ""),
        ([], "at the least"),
        ([1, 2, 3, 4], "three at the most"),
        ([0, 3], "between 1 and 60"),
        ([3, 61], "between 1 and 60"),
        ([7, 3], "later than the one before"),
        ([3, 3], "later than the one before"),
    ],
)
def test_a_cadence_has_one_to_three_reminders_each_later_than_the_one_before(cadence, says):
    assert says in problem_with(cadence)
    assert bool(problem_with(cadence)) == bool(says)
