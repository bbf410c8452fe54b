"""C1: what the parents' answers add up to, as the table says and whatever the answers are."""

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consents.agreement import Said, latest, may_be_used

pytestmark = pytest.mark.rule("C1")

TABLE = Path(__file__).parents[1] / "rules/image_permissions.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
NAMES = {"anna": 1, "ben": 2, "cara": 3}
FIRST_DAY = date(2026, 9, 1)


def read(words):
    """Read answers such as anna+1 (Anna says yes on day 1), in the order written down."""
    found = re.findall(r"(\w+?)([+-])(\d+)", words)
    return [
        Said(NAMES[name], sign == "+", FIRST_DAY + timedelta(days=int(day)), order)
        for order, (name, sign, day) in enumerate(found)
    ]


@pytest.mark.parametrize("row", ROWS, ids=[row["case"] for row in ROWS])
def test_a_picture_may_be_used_as_the_table_says(row):
    asked = {NAMES[name] for name in row["asked"].split()}

    assert may_be_used(asked, read(row["said"])) == (row["may_be_used"] == "yes")


PARENTS = st.integers(1, 4)
ANSWERS = st.lists(st.tuples(PARENTS, st.booleans(), st.integers(0, 5)), max_size=12).map(
    lambda rows: [
        Said(parent, is_yes, FIRST_DAY + timedelta(days=day), order)
        for order, (parent, is_yes, day) in enumerate(rows)
    ]
)
ASKED = st.frozensets(PARENTS)
LAST_DAY = FIRST_DAY + timedelta(days=9)
unhurried = settings(deadline=None)


@unhurried
@given(ASKED, ANSWERS, st.randoms())
def test_the_order_in_which_answers_are_read_does_not_matter(asked, said, random):
    shuffled = random.sample(said, len(said))

    assert may_be_used(asked, shuffled) == may_be_used(asked, said)


@unhurried
@given(ASKED, ANSWERS, PARENTS)
def test_a_further_no_never_makes_a_yes(asked, said, parent):
    later = Said(parent, False, LAST_DAY, len(said))

    assert may_be_used(asked, [*said, later]) <= may_be_used(asked, said)
    assert parent not in asked or not may_be_used(asked, [*said, later])


@unhurried
@given(ASKED, ANSWERS)
def test_a_yes_needs_a_parent_who_said_it_last_and_none_who_said_no(asked, said):
    counted = [answer for answer in latest(said) if answer.parent in asked]

    if may_be_used(asked, said):
        assert counted
        assert all(answer.is_yes for answer in counted)
    elif counted:
        assert not all(answer.is_yes for answer in counted)


@unhurried
@given(ASKED, ANSWERS)
def test_answers_of_those_who_may_not_be_asked_change_nothing(asked, said):
    only_theirs = [answer for answer in said if answer.parent in asked]

    assert may_be_used(asked, said) == may_be_used(asked, only_theirs)


@unhurried
@given(ASKED, ANSWERS, PARENTS)
def test_asking_somebody_silent_changes_nothing(asked, said, parent):
    others = [answer for answer in said if answer.parent != parent]

    assert may_be_used(asked | {parent}, others) == may_be_used(asked - {parent}, others)


@unhurried
@given(ASKED, ANSWERS)
def test_saying_the_same_again_changes_nothing(asked, said):
    again = [
        replace(answer, given_on=LAST_DAY, order=len(said) + number)
        for number, answer in enumerate(latest(said))
    ]

    assert may_be_used(asked, said + again) == may_be_used(asked, said)


@unhurried
@given(ASKED, ANSWERS)
def test_what_everybody_takes_back_may_not_be_used(asked, said):
    back = [Said(p, False, LAST_DAY, len(said) + p) for p in range(1, 5)]

    assert not may_be_used(asked, said + back)
