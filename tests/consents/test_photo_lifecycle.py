"""How a request to post pictures moves, exhaustively; and when an image may be posted."""

from itertools import product

import pytest

from consents.lifecycle import TABLE, PhotoMove, PhotoState, can_move, moved
from consents.pictured import Seen, look_at
from school.errors import WrongState

pytestmark = pytest.mark.rule("C2")

OPEN = {
    (PhotoState.DRAFT, PhotoMove.SEND): PhotoState.ASKED,
    (PhotoState.ASKED, PhotoMove.GRANT): PhotoState.GRANTED,
    (PhotoState.ASKED, PhotoMove.REFUSE): PhotoState.REFUSED,
    (PhotoState.GRANTED, PhotoMove.EXPIRE): PhotoState.EXPIRED,
    (PhotoState.GRANTED, PhotoMove.WITHDRAW): PhotoState.WITHDRAWN,
}


def test_every_move_stands_in_the_table():
    assert set(TABLE) == set(PhotoMove)


@pytest.mark.parametrize("state", list(PhotoState))
@pytest.mark.parametrize("move", list(PhotoMove))
def test_each_move_is_open_from_one_state_and_from_no_other(state, move):
    if (state, move) in OPEN:
        assert moved(state, move) == OPEN[state, move]
    else:
        assert can_move(state, move).reason
        with pytest.raises(WrongState):
            moved(state, move)


def test_an_image_is_clear_only_where_each_child_in_it_may_be_pictured_for_this_use():
    for first, second in product([True, False, None], repeat=2):
        holds = {(1, "website"): first, (2, "website"): second, (1, "press"): True}
        holds = {place: may for place, may in holds.items() if may is not None}

        seen = look_at([1, 2], nobody=False, purpose="website", holds=holds)

        assert seen == (Seen.CLEAR if first and second else Seen.NO_IMAGES)


def test_an_image_of_which_nothing_was_said_is_not_clear_unless_nobody_is_in_it():
    assert look_at([], nobody=False, purpose="website", holds={}) == Seen.NOT_SAID
    assert look_at([], nobody=True, purpose="website", holds={}) == Seen.CLEAR
    assert look_at([1], nobody=True, purpose="website", holds={}) == Seen.NO_IMAGES
