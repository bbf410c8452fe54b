"""What answers add up to (C3), how a shared picture moves, and what whoever asked sees of it."""

import csv
from itertools import product
from pathlib import Path

import pytest

from consents.share_lifecycle import (
    TABLE,
    Seen,
    ShareMove,
    ShareState,
    can_move,
    moved,
    seen_by_asker,
)
from consents.sharing import everybody_says_yes, holds_contact, still_stands
from school.errors import WrongState

pytestmark = pytest.mark.rule("C3", "M13")

RULES = Path(__file__).parents[1] / "rules" / "sharing.csv"
S, M = ShareState, ShareMove
OPEN = {
    (S.SENT, M.ASK): S.ASKING,
    (S.ASKING, M.AGREE): S.AGREED,
    (S.SENT, M.CLOSE): S.CLOSED,
    (S.ASKING, M.CLOSE): S.CLOSED,
    (S.SENT, M.STOP): S.STOPPED,
    (S.ASKING, M.STOP): S.STOPPED,
    (S.SENT, M.CALL_BACK): S.CALLED_BACK,
    (S.ASKING, M.CALL_BACK): S.CALLED_BACK,
    (S.STOPPED, M.CALL_BACK): S.CALLED_BACK,
    (S.AGREED, M.END): S.ENDED,
    (S.ENDED, M.TAKE_DOWN): S.DOWN,
}


def rows():
    with RULES.open(newline="") as table:
        return list(csv.DictReader(line for line in table if not line.startswith("#")))


def of(row):
    asked, said, parent = {}, {}, 0
    for child, words in enumerate([row["first"], row["second"]]):
        if words:
            asked[child] = set()
        for word in words.split():
            if word != "none":
                parent += 1
                asked[child].add(parent)
                if word != "silent":
                    said[parent] = word == "yes"
    return asked, said


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["note"])
def test_answers_add_up_as_the_table_says(row):
    asked, said = of(row)

    assert everybody_says_yes(asked, said) == (row["everybody_says_yes"] == "yes")
    assert still_stands(asked, said) == (row["still_stands"] == "yes")


def test_a_picture_of_nobody_is_no_yes():
    assert not everybody_says_yes({}, {})
    assert not still_stands({}, {})


def test_whoever_does_not_count_changes_nothing():
    assert everybody_says_yes({1: {1}}, {1: True, 2: False})


def test_every_move_stands_in_the_table():
    assert set(TABLE) == set(ShareMove)


@pytest.mark.parametrize("state", list(ShareState))
@pytest.mark.parametrize("move", list(ShareMove))
def test_each_move_is_open_from_the_states_named_and_from_no_other(state, move):
    if (state, move) in OPEN:
        assert moved(state, move) == OPEN[state, move]
    else:
        assert can_move(state, move).reason
        with pytest.raises(WrongState):
            moved(state, move)


@pytest.mark.parametrize("is_over", [False, True])
def test_every_way_to_a_no_looks_alike_to_whoever_asked(is_over):
    """Sent, asked with any answers, not passed on: it waits until the day, and is a no after it."""
    expected = Seen.NO if is_over else Seen.WAITING

    for state in (S.SENT, S.ASKING, S.STOPPED):
        assert seen_by_asker(state, is_over=is_over) == expected
    assert seen_by_asker(S.CLOSED, is_over=True) == Seen.NO


def test_whoever_asked_sees_something_in_every_state():
    seen = {seen_by_asker(s, is_over=over) for s, over in product(ShareState, [False, True])}

    assert seen == set(Seen)


@pytest.mark.parametrize(
    "words",
    [
        "my page, pat@example.test",
        "@pat_posts",
        "www.pats-page.test",
        "https://x.test/y",
        "pats-page.co.uk",
        "ring 01632 960 123",
        "07700-900-123",
    ],
)
def test_contact_details_are_found(words):
    assert holds_contact(words)


@pytest.mark.parametrize(
    "words", ["My own page, for friends only", "Class of 2026, 30 children", "Our blog. No names."]
)
def test_plain_words_hold_no_contact(words):
    assert not holds_contact(words)
