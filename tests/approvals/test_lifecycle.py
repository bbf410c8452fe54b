"""How a request moves, exhaustively; and how a service stood on a day."""

from datetime import date

import pytest

from approvals.lifecycle import TABLE, can_move, moved
from approvals.standing import Said, Standing, standing_on
from approvals.vocabulary import Move, State
from school.errors import WrongState

pytestmark = pytest.mark.rule("C4")

OPEN = {
    (State.ASKED, Move.APPROVE): State.APPROVED,
    (State.ASKED, Move.REFUSE): State.REFUSED,
    (State.APPROVED, Move.RENEW): State.APPROVED,
    (State.APPROVED, Move.WITHDRAW): State.WITHDRAWN,
}


def test_every_move_but_asking_stands_in_the_table():
    assert set(TABLE) == set(Move) - {Move.ASK}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(TABLE))
def test_each_move_is_open_from_one_state_and_from_no_other(state, move):
    if (state, move) in OPEN:
        assert moved(state, move) == OPEN[state, move]
    else:
        assert can_move(state, move).reason
        with pytest.raises(WrongState):
            moved(state, move)


DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("", None),
        ("ask 1", Standing.WAITING),
        ("ask 11", None),
        ("ask 1, approve 2 until 10", Standing.APPROVED),
        ("ask 1, approve 2 until 9", Standing.OVERDUE),
        ("ask 1, approve 10 until 20", Standing.APPROVED),
        ("ask 1, approve 11 until 20", Standing.WAITING),
        ("ask 1, refuse 3", Standing.REFUSED),
        ("ask 1, refuse 11", Standing.WAITING),
        ("ask 1, approve 2 until 5, renew 8 until 20", Standing.APPROVED),
        ("ask 1, approve 2 until 5, renew 11 until 20", Standing.OVERDUE),
        ("ask 1, approve 2 until 20, withdraw 10", Standing.WITHDRAWN),
        ("ask 1, approve 2 until 20, withdraw 11", Standing.APPROVED),
    ],
)
def test_what_had_been_said_by_the_end_of_the_day_counts(said, standing):
    assert standing_on(DAY, [read(each) for each in said.split(", ") if each]) == standing


def read(words: str) -> Said:
    move, day, *until = words.split()
    review = date(2026, 3, int(until[1])) if until else None
    return Said(move, date(2026, 3, int(day)), review)
