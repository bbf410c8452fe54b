"""The four questions about harm, against `tests/rules/harm.csv` and `tests/rules/lado.csv`.

The first table holds every combination of answers. The second says what a case is held back from,
by whom it is about, what the answers came to, the contact with the LADO, and whether a low-level
concern was written down.
"""

import csv
from itertools import product
from pathlib import Path

import pytest

from incidents import lifecycle
from incidents.harm import ASKED_ABOUT, Answer, Question, asks, judge
from incidents.lifecycle import Facts, Move
from incidents.models import State, SubjectKind

pytestmark = pytest.mark.rule("I8")

RULES = Path(__file__).parent.parent / "rules"
ANSWERED = list(csv.DictReader((RULES / "harm.csv").read_text().splitlines()))
HELD = list(csv.DictReader((RULES / "lado.csv").read_text().splitlines()))
CAME_TO = {"not answered": None, "an allegation": True, "a low-level concern": False}


def test_the_table_holds_every_combination_of_answers_once():
    rows = {tuple(row[question] for question in Question) for row in ANSWERED}

    assert rows == set(product([answer.value for answer in Answer], repeat=4))
    assert len(rows) == len(ANSWERED)


@pytest.mark.parametrize("row", ANSWERED, ids=lambda row: "-".join(row.values()))
def test_one_yes_or_one_doubt_makes_an_allegation(row):
    found = judge({question: row[question] for question in Question}, "We talked about it.")

    assert found.is_allegation is (row["what it is"] == "an allegation")
    assert ("LADO" in found.sentence) is found.is_allegation


@pytest.mark.parametrize("why", ["", "  ", "\n"])
def test_the_answers_need_a_reason(why):
    with pytest.raises(ValueError, match="why you answered so"):
        judge(dict.fromkeys(Question, Answer.NO), why)


@pytest.mark.parametrize("missing", Question)
def test_no_question_is_left_out(missing):
    answers = {question: Answer.NO for question in Question if question != missing}

    with pytest.raises(ValueError, match="all four"):
        judge(answers, "x")
    with pytest.raises(ValueError, match="all four"):
        judge(answers | {missing: "perhaps"}, "x")


def test_the_questions_are_those_of_part_four_in_its_order():
    begins = ["has harmed", "criminal offence", "pose a risk of harm", "not be suitable to work"]

    assert [
        fragment in question.words for fragment, question in zip(begins, Question, strict=True)
    ] == [True] * 4
    assert "outside" in Question.UNSUITABLE.words


def test_it_knows_every_kind_of_subject_that_cases_have():
    assert set(SubjectKind.values) >= ASKED_ABOUT
    assert {row["about"] for row in HELD} == set(SubjectKind.values)


def test_the_second_table_holds_every_combination_once():
    rows = [tuple(row.values())[:4] for row in HELD if row["the four questions"] != "not asked"]
    lado = ["none yet", "made", "decided against"]

    assert set(rows) == set(product(ASKED_ABOUT, CAME_TO, lado, ["no", "yes"]))
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("state", [State.TRIAGED, State.INVESTIGATING])
@pytest.mark.parametrize("row", HELD, ids=lambda row: "-".join(row.values()))
def test_a_case_is_held_back_as_the_table_says(row, state):
    facts = facts_of(row)

    def open_to(move):
        return "yes" if lifecycle.may(move, state, facts) else "no"

    if state == State.TRIAGED:
        assert open_to(Move.INVESTIGATE) == row["look into it"]
    assert open_to(Move.REFER) == row["put it before governors"]
    assert open_to(Move.CLOSE) == row["close it"]
    assert lifecycle.way_to_reopen(facts) == row["open it again"]
    assert lifecycle.may(lifecycle.way_to_reopen(facts), State.CLOSED, facts)


@pytest.mark.parametrize("row", HELD, ids=lambda row: "-".join(row.values()))
def test_what_came_back_from_governors_is_looked_into_by_the_same_rule(row):
    back = lifecycle.may(Move.RETURN, State.WITH_GOVERNORS, facts_of(row))

    assert bool(back) is (row["look into it"] == "yes")


def facts_of(row):
    return Facts(
        outside_school=False,
        asks_about_harm=asks(row["about"]),
        is_allegation=CAME_TO.get(row["the four questions"]),
        lado_is_settled=row["contact with the LADO"] != "none yet",
        is_written_down=row["written down"] == "yes",
    )
