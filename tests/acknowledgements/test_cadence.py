from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acknowledgements.cadence import step_due
from school.calendar import SchoolCalendar

pytestmark = pytest.mark.rule("A6")

MONDAY = date(2026, 9, 7)
DAYS = [MONDAY + timedelta(days=n) for n in range(120)]
CADENCE = (3, 7, 9)

days = st.sampled_from(DAYS)
closures = st.frozensets(days, max_size=40)
cadences = st.lists(st.integers(1, 15), min_size=1, max_size=3, unique=True)


def calendar(closed=frozenset()):
    return SchoolCalendar(terms=((DAYS[0], DAYS[-1]),), closed=frozenset(closed))


def reminders(*, asked_on, closed=frozenset(), cadence=CADENCE, down=frozenset()):
    """Run the portal day by day and return the days on which it reminded, with the steps."""
    sent, last_step = [], 0
    for today in DAYS:
        if today < asked_on or today in down:
            continue
        step = step_due(
            asked_on=asked_on,
            today=today,
            last_step=last_step,
            cadence=cadence,
            calendar=calendar(closed),
        )
        if step is not None:
            sent.append((today, step))
            last_step = step
    return sent


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


@given(asked_on=days, closed=closures, cadence=cadences, down=closures)
def test_no_reminder_ever_goes_on_a_day_that_is_no_school_day(asked_on, closed, cadence, down):
    sent = reminders(asked_on=asked_on, closed=closed, cadence=cadence, down=down)

    assert all(calendar(closed).is_school_day(today) for today, _ in sent)


@given(asked_on=days, closed=closures, cadence=cadences, down=closures)
def test_there_are_never_more_than_the_cadence_has_nor_two_of_one_step(
    asked_on, closed, cadence, down
):
    sent = reminders(asked_on=asked_on, closed=closed, cadence=cadence, down=down)

    assert len(sent) <= len(cadence)
    assert len({step for _, step in sent}) == len(sent)
    assert len({today for today, _ in sent}) == len(sent)


@given(asked_on=days, closed=closures, another=days)
def test_closing_the_school_for_a_day_never_brings_a_reminder_forward(asked_on, closed, another):
    before = {step: day for day, step in reminders(asked_on=asked_on, closed=closed)}

    after = {step: day for day, step in reminders(asked_on=asked_on, closed=closed | {another})}

    assert all(after[step] >= before[step] for step in after)
