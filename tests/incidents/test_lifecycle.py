"""Every state, every move, every answer to the remit test."""

import itertools
from pathlib import Path

import pytest

from incidents import lifecycle
from incidents.diagram import as_mermaid
from incidents.lifecycle import Facts, Move
from incidents.models import State
from school.errors import WrongState

IN_SCHOOL = Facts(outside_school=False)
OUTSIDE = Facts(outside_school=True)
WHO_KNOWS = Facts(outside_school=None)
WITHIN = Facts(outside_school=True, remit_within=True)
NOT_OURS = Facts(outside_school=True, remit_within=False)

FREE = {
    ("received", "triage", "triaged"),
    ("triaged", "investigate", "investigating"),
    ("triaged", "refer", "with_governors"),
    ("triaged", "close", "closed"),
    ("investigating", "refer", "with_governors"),
    ("investigating", "close", "closed"),
    ("with_governors", "return", "investigating"),
    ("closed", "reopen", "investigating"),
}
REMIT_OPEN = {("received", "triage", "triaged"), ("closed", "reopen", "investigating")}
ALLOWED = {
    IN_SCHOOL: FREE,
    WITHIN: FREE,
    OUTSIDE: REMIT_OPEN,
    WHO_KNOWS: REMIT_OPEN,
    NOT_OURS: {
        ("received", "triage", "triaged"),
        ("triaged", "close", "closed"),
        ("investigating", "close", "closed"),
        ("closed", "rethink", "triaged"),
    },
}


@pytest.mark.rule("I6")
@pytest.mark.rule("I7")
@pytest.mark.parametrize("facts", ALLOWED, ids=str)
@pytest.mark.parametrize(("now", "move"), list(itertools.product(State, Move)))
def test_a_case_moves_as_the_table_says_and_in_no_other_way(now, move, facts):
    allowed = {(before, name): after for before, name, after in ALLOWED[facts]}

    verdict = lifecycle.may(move, now, facts)

    assert bool(verdict) is ((now, move) in allowed)
    assert bool(verdict.reason) is not bool(verdict)
    if verdict:
        assert lifecycle.take(move, now, facts) == allowed[now, move]
    else:
        with pytest.raises(WrongState, match=verdict.reason):
            lifecycle.take(move, now, facts)


@pytest.mark.rule("M17")
def test_before_the_remit_test_the_reason_says_what_is_missing():
    assert "may act" in lifecycle.may(Move.INVESTIGATE, State.TRIAGED, OUTSIDE).reason


def test_every_state_is_reached_and_left_again():
    reached = {leads_to for _, leads_to in lifecycle.TABLE.values()}
    left = set().union(*(open_from for open_from, _ in lifecycle.TABLE.values()))

    assert reached == set(State) - {State.RECEIVED}
    assert left == set(State)


@pytest.mark.parametrize("facts", ALLOWED, ids=str)
def test_a_closed_case_can_always_be_opened_again(facts):
    assert lifecycle.may(lifecycle.way_to_reopen(facts), State.CLOSED, facts)


def test_the_diagram_in_the_documentation_is_the_table():
    page = Path("docs/states/cases.md").read_text()

    assert as_mermaid() in page
