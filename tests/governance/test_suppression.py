"""Steps of five: what is shown of one number, and why no table makes a step finer."""

from collections import defaultdict
from itertools import chain, combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.history.cuts import CUTS
from governance.suppression import (
    in_words,
    keeps_its_secrets,
    per_hundred,
    share_in_words,
    share_of,
    step_of,
)

pytestmark = pytest.mark.rule("G1")


@given(st.integers(0, 10_000))
def test_a_count_is_shown_as_the_step_of_five_that_it_stands_on(count):
    begins = step_of(count)

    assert begins % 5 == 0
    assert begins <= count < begins + 5


@pytest.mark.parametrize("count", range(5))
def test_nought_to_four_look_all_the_same(count):
    assert in_words(step_of(count)) == "fewer than five"


@pytest.mark.parametrize(("count", "words"), [(5, "5 to 9"), (9, "5 to 9"), (23, "20 to 24")])
def test_other_counts_are_said_by_their_step(count, words):
    assert in_words(step_of(count)) == words


def test_a_count_below_nought_is_refused():
    with pytest.raises(ValueError, match="less than nought"):
        step_of(-1)


@pytest.mark.parametrize(
    ("begins", "pupils", "words"),
    [
        (0, 270, ""),
        (5, 29, ""),
        (10, 0, ""),
        (10, 270, "4 to 5"),
        (5, 5000, "fewer than 1"),
        (10, 1000, "1"),
    ],
)
def test_a_rate_comes_from_the_step_and_never_from_the_count(begins, pupils, words):
    assert per_hundred(begins, pupils) == words


@pytest.mark.parametrize(
    ("signed", "asked", "words"),
    [
        (0, 0, "too few people to show"),
        (9, 9, "too few people to show"),
        (5, 13, "too few people to show"),
        (5, 14, "about 50 %"),
        (20, 20, "all, or nearly all"),
        (16, 20, "all, or nearly all"),
        (15, 20, "about 60 %"),
        (10, 20, "about 60 %"),
        (9, 20, "about 40 %"),
        (75, 100, "about 80 %"),
        (4, 20, "none yet, or very few"),
        (0, 20, "none yet, or very few"),
        (5, 500, "none yet, or very few"),
        (495, 500, "all, or nearly all"),
    ],
)
def test_sign_off_is_said_without_a_figure_that_singles_anybody_out(signed, asked, words):
    assert share_in_words(share_of(signed, asked)) == words


@pytest.mark.parametrize("asked", [*range(14, 70), 90, 101, 264])
def test_whoever_knows_how_many_were_asked_learns_of_no_share_which_of_five_it_is(asked):
    counts = defaultdict(list)
    for signed in range(asked + 1):
        counts[share_of(signed, asked)].append(signed)

    assert all(len(behind) >= 5 for behind in counts.values())
    for earlier, later in combinations_with_replacement(counts.values(), 2):
        rises = {after - before for before in earlier for after in later if after >= before}
        assert len(rises) >= 5  # nor by how many it rose between two days


@given(st.integers(14, 1000), st.data())
def test_a_share_is_near_the_truth_and_nearer_the_more_are_asked(asked, data):
    signed = data.draw(st.integers(0, asked))

    tenths = share_of(signed, asked)

    assert abs(tenths / 10 - signed / asked) <= 0.05 + 5 / asked


def tables(lines: int, cases: int):
    """Yield every table of so many lines that holds so many cases."""
    if lines == 1:
        yield (cases,)
        return
    for first in range(cases + 1):
        yield from ((first, *others) for others in tables(lines - 1, cases - first))


def secrets_of(lines: int, *others: int, most: int = 7):
    """Yield (shown, secret) for every school of up to so many cases, with steps of two.

    Each school has tables of so many lines about the same cases, and the number of all cases.
    """
    for cases in range(most + 1):
        for every in product(*(tables(each, cases) for each in (lines, *others))):
            secret = (*chain.from_iterable(every), cases)
            yield tuple(step_of(number, 2) for number in secret), secret


def assert_no_step_is_finer(attempts) -> None:
    """Try every school there is: a step of two must hold both its numbers, on every line."""
    suspects = defaultdict(set)
    for shown, secret in attempts:
        for place, number in enumerate(secret):
            suspects[shown, place].add(number)
    for (shown, place), numbers in suspects.items():
        assert numbers == {shown[place], shown[place] + 1}, (shown, place)


@pytest.mark.parametrize("lines", [1, 3, 5, 7])
def test_every_school_there_is_leaves_each_line_of_sound_tables_open(lines):
    assert keeps_its_secrets(lines, leaves_out=False, step=2)
    assert_no_step_is_finer(secrets_of(lines, 3))


def test_every_school_there_is_leaves_each_line_of_tables_open_where_one_is_left_out():
    attempts = (
        ((*shown[:2], *shown[3:]), (*secret[:2], *secret[3:])) for shown, secret in secrets_of(3, 3)
    )
    assert_no_step_is_finer(attempts)


@pytest.mark.parametrize("lines", [2, 4, 6])
def test_a_table_with_a_wrong_number_of_lines_gives_a_line_away(lines):
    assert not keeps_its_secrets(lines, leaves_out=False, step=2)
    with pytest.raises(AssertionError):
        assert_no_step_is_finer(secrets_of(lines, 3))


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.key)
def test_every_table_of_the_history_is_a_sound_one(cut):
    assert keeps_its_secrets(len(cut.lines), leaves_out=cut.leaves_out)
