"""Every state, every move, every combination of facts."""

import itertools
from pathlib import Path

import pytest

from incidents import lifecycle
from incidents.diagram import as_mermaid
from incidents.lifecycle import Facts, Move
from incidents.models import State
from school.errors import WrongState

OUTSIDE = Facts(outside_school=True)

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
ACTS = {"investigate", "refer", "return"}
EVERY = [
    Facts(*facts)
    for facts in itertools.product(
        (True, False, None), (True, False, None), (True, False), (True, False, None), *[(1, 0)] * 5
    )
]


def allowed(facts):
    """Return the moves that the rules leave, worked out from them once more, one rule a line."""
    remit_open = facts.outside_school in (True, None) and facts.remit_within is None
    outside_remit = facts.remit_within is False
    adult = facts.asks_about_harm
    harm_open = adult and facts.is_allegation is None
    lado_open = adult and facts.is_allegation is True and not facts.lado_is_settled
    low_level = adult and facts.is_allegation is False
    bullying = facts.is_bullying and not outside_remit

    left = set(FREE)
    if remit_open or harm_open or lado_open:
        left = without(left, ACTS | {"close"})
    if outside_remit:
        left = without(left, ACTS)
    if low_level:
        left = without(left, {"refer"})
    if low_level and not facts.is_written_down:
        left = without(left, {"close"})
    if bullying and not (facts.motive_is_known and facts.procedure_is_settled):
        left = without(left, {"close"})
    if outside_remit or harm_open or lado_open:
        left = without(left, {"reopen"}) | {("closed", "rethink", "triaged")}
    return left


def without(moves, names):
    return {move for move in moves if move[1] not in names}


@pytest.mark.rule("I6")
@pytest.mark.rule("I7")
@pytest.mark.rule("I8")
@pytest.mark.rule("I9")
@pytest.mark.parametrize(("now", "move"), list(itertools.product(State, Move)))
def test_a_case_moves_as_the_rules_say_and_in_no_other_way(now, move):
    for facts in EVERY:
        leads_to = {(before, name): after for before, name, after in allowed(facts)}

        verdict = lifecycle.may(move, now, facts)

        assert bool(verdict) is ((now, move) in leads_to), facts
        assert bool(verdict.reason) is not bool(verdict)
        if verdict:
            assert lifecycle.take(move, now, facts) == leads_to[now, move]
        else:
            with pytest.raises(WrongState, match=verdict.reason):
                lifecycle.take(move, now, facts)


@pytest.mark.rule("M17")
def test_before_the_remit_test_the_reason_says_what_is_missing():
    assert "may act" in lifecycle.may(Move.INVESTIGATE, State.TRIAGED, OUTSIDE).reason


@pytest.mark.rule("I8")
def test_the_questions_about_harm_come_before_everything_else():
    facts = Facts(outside_school=None, asks_about_harm=True, is_bullying=True)

    assert "four questions" in lifecycle.may(Move.CLOSE, State.TRIAGED, facts).reason


def test_each_gate_holds_something_back_and_says_so_in_a_sentence():
    for gate in lifecycle.GATES:
        assert any(gate.while_(facts) for facts in EVERY)
        assert not all(gate.while_(facts) for facts in EVERY)
        assert gate.sentence.endswith(".")


def test_every_state_is_reached_and_left_again():
    reached = {leads_to for _, leads_to in lifecycle.TABLE.values()}
    left = set().union(*(open_from for open_from, _ in lifecycle.TABLE.values()))

    assert reached == set(State) - {State.RECEIVED}
    assert left == set(State)


@pytest.mark.rule("I6")
def test_a_closed_case_can_always_be_opened_again():
    for facts in EVERY:
        assert lifecycle.may(lifecycle.way_to_reopen(facts), State.CLOSED, facts)


def test_the_diagram_in_the_documentation_is_the_table():
    page = Path("docs/states/cases.md").read_text()

    assert as_mermaid() in page


def test_the_documentation_names_what_each_gate_waits_for():
    page = " ".join(Path("docs/states/cases.md").read_text().split())

    assert [gate.sentence for gate in lifecycle.GATES if gate.sentence not in page] == []
