from pathlib import Path

import pytest

from policies import lifecycle
from policies.models import State
from school.errors import WrongState

pytestmark = pytest.mark.rule("P2")

D, R, A, P, S, W = (
    State.DRAFT,
    State.IN_REVIEW,
    State.APPROVED,
    State.PUBLISHED,
    State.SUPERSEDED,
    State.WITHDRAWN,
)
ALLOWED = {(D, R), (R, A), (R, D), (A, P), (P, S), (D, W), (R, W), (A, W), (P, W)}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("to", State)
def test_each_move_between_two_states_is_allowed_or_not(state, to):
    verdict = lifecycle.can_move(state, to)

    assert bool(verdict) is ((state, to) in ALLOWED)


def test_a_refused_move_says_from_where_it_is_possible_and_where_the_version_stands():
    with pytest.raises(WrongState) as refusal:
        lifecycle.require(State.DRAFT, State.PUBLISHED)

    assert str(refusal.value) == (
        "Only a version that is approved can be published. This one is a draft."
    )


def test_an_allowed_move_passes_in_silence():
    lifecycle.require(State.APPROVED, State.PUBLISHED)


def test_every_state_has_its_words():
    assert set(lifecycle.STANDING) == set(lifecycle.DEED) == set(lifecycle.MOVES) == set(State)


def test_no_state_leads_nowhere_but_the_last_two():
    assert [state for state, targets in lifecycle.MOVES.items() if not targets] == [S, W]


def as_mermaid() -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for state, targets in lifecycle.MOVES.items():
        lines += [f"    {state} --> {to}: {lifecycle.DEED[to]}" for to in targets]
    return "\n".join(lines)


def test_the_diagram_in_the_documentation_is_the_table():
    page = Path("docs/states/policies.md").read_text()

    assert as_mermaid() in page
