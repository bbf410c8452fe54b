"""The hidden counts, attacked by somebody who knows the rules and can try every table there is."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.suppression import publish, publish_grid, publish_together

pytestmark = pytest.mark.rule("G1")

counts = st.integers(0, 12)
tables = st.lists(counts, min_size=1, max_size=7).map(
    lambda values: {f"c{number}": value for number, value in enumerate(values)}
)


def table_of(values) -> dict[str, int]:
    return {f"c{number}": value for number, value in enumerate(values)}


def seen_of(published) -> tuple:
    return (*published.cells.values(), published.total, published.sentence)


def assert_nothing_hidden_can_be_worked_out(attempts) -> None:
    """Group every secret by what was published of it; a hidden part must have two values or more.

    `attempts` are pairs (what is seen, the secret), both flat, the seen one None where hidden.
    """
    suspects = defaultdict(list)
    for seen, secret in attempts:
        suspects[seen].append(secret)
    for seen, secrets in suspects.items():
        for place in range(len(secrets[0])):
            if seen[place] is None:
                values = {secret[place] for secret in secrets}
                assert len(values) > 1, (seen, place, secrets)


@pytest.mark.parametrize(
    ("cells", "largest", "threshold"),
    [(1, 20, 5), (2, 20, 5), (3, 15, 5), (4, 9, 5), (5, 6, 3), (6, 4, 3), (5, 5, 2)],
)
def test_no_hidden_count_of_a_table_can_be_worked_out(cells, largest, threshold):
    def attempts():
        for values in product(range(largest + 1), repeat=cells):
            seen = seen_of(publish(table_of(values), threshold))
            yield seen, (*values, sum(values))

    assert_nothing_hidden_can_be_worked_out(attempts())


@pytest.mark.parametrize(
    ("rows", "columns", "largest", "threshold"),
    [(2, 2, 9, 5), (2, 2, 7, 3), (2, 3, 4, 3), (3, 2, 4, 3)],
)
def test_no_hidden_count_or_total_of_a_grid_can_be_worked_out(rows, columns, largest, threshold):
    def attempts():
        for values in product(range(largest + 1), repeat=rows * columns):
            lines = [values[row * columns :][:columns] for row in range(rows)]
            grid = {f"r{row}": table_of(line) for row, line in enumerate(lines)}
            published = publish_grid(grid, threshold)
            seen: list = [cell for row in published.rows.values() for cell in row.cells.values()]
            seen += [row.total for row in published.rows.values()]
            seen += [*published.column_totals.values(), published.total]
            secret = [*values, *map(sum, lines), *map(sum, zip(*lines, strict=True)), sum(values)]
            yield tuple(seen), tuple(secret)

    assert_nothing_hidden_can_be_worked_out(attempts())


def test_two_tables_about_the_same_cases_give_nothing_away_between_them():
    def attempts():
        for values in product(range(7), repeat=5):
            by_category, by_audience = values[:3], values[3:]
            if sum(by_category) != sum(by_audience):
                continue
            both = publish_together(
                {"category": table_of(by_category), "audience": table_of(by_audience)}, 3
            )
            one, other = both["category"], both["audience"]
            yield (
                (*one.cells.values(), *other.cells.values(), one.total),
                (*values, sum(values[:3])),
            )

    assert_nothing_hidden_can_be_worked_out(attempts())


@given(tables)
def test_a_count_under_five_is_never_shown_and_what_is_shown_is_true(table):
    published = publish(table)

    for name, cell in published.cells.items():
        assert cell is None or cell == table[name] >= 5
    assert published.total is None or published.total == sum(table.values()) >= 5


@given(tables)
def test_what_is_hidden_beside_a_shown_total_is_no_small_count_itself(table):
    published = publish(table)
    hidden = [name for name, cell in published.cells.items() if cell is None]

    if published.total is not None and hidden:
        rest = published.total - sum(cell or 0 for cell in published.cells.values())
        assert len(hidden) >= 2
        assert rest >= 5


@given(tables)
def test_a_nought_tells_no_more_than_a_one(table):
    """Where a nought and a one change places, the table that is published does not."""
    noughts = [name for name, count in table.items() if count == 0]
    ones = [name for name, count in table.items() if count == 1]
    for nought, one in zip(noughts, ones, strict=False):
        changed = {**table, nought: 1, one: 0}

        assert publish(changed) == publish(table)


@given(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_grid_shows_a_total_only_where_everything_in_it_is_shown(lines):
    grid = {f"term {number}": table_of(line) for number, line in enumerate(lines)}

    published = publish_grid(grid)

    for column, total in published.column_totals.items():
        shown = [row.cells[column] for row in published.rows.values()]
        assert (total is None) is (None in shown)
    assert (published.total is None) is (None in [row.total for row in published.rows.values()])
    assert published.rows == {term: publish(counts) for term, counts in grid.items()}


@pytest.mark.parametrize(
    ("table", "cells", "total"),
    [
        ({"a": 12, "b": 7}, [12, 7], 19),
        ({"a": 12, "b": 7, "c": 3}, [12, None, None], 22),  # else 22 - 12 - 7 = 3
        ({"a": 12, "b": 7, "c": 3, "d": 3}, [12, 7, None, None], 25),
        ({"a": 12, "b": 7, "c": 0, "d": 0}, [12, None, None, None], 19),
        ({"a": 12, "b": 7, "c": 4, "d": 4}, [12, None, None, None], 27),  # else both are four
        ({"a": 12, "b": 7, "c": 7, "d": 1}, [12, None, None, None], 27),
        ({"a": 9, "b": 0}, [None, None], 9),
        ({"a": 2, "b": 4}, [None, None], 6),
        ({"a": 4, "b": 4}, [None, None], None),
        ({"a": 1, "b": 1}, [None, None], None),
        ({"a": 3}, [None], None),
        ({"a": 30}, [30], 30),
        ({}, [], None),
    ],
)
def test_examples_that_can_be_checked_by_hand(table, cells, total):
    published = publish(table)

    assert list(published.cells.values()) == cells
    assert published.total == total


def test_the_sentence_says_that_something_is_hidden_and_no_more():
    assert publish({"a": 12, "b": 7}).sentence == "Every count is shown."
    assert publish({}).sentence == "There is nothing to count yet."
    assert "fewer than five" in publish({"a": 12, "b": 7, "c": 3}).sentence
    assert "total is not shown" in publish({"a": 1, "b": 1}).sentence


def test_tables_that_share_a_total_are_all_withheld_when_one_would_be_given_away():
    both = publish_together({"category": {"a": 4, "b": 4}, "audience": {"parents": 8}})

    assert both["category"].total is None
    assert both["audience"].cells == {"parents": None}


@pytest.mark.parametrize(
    ("attempt", "problem"),
    [
        (lambda: publish({"a": -1}), "less than nought"),
        (lambda: publish({"a": 9}, threshold=1), "threshold"),
        (lambda: publish_together({"x": {"a": 9}, "y": {"b": 8}}), "same total"),
        (lambda: publish_grid({"x": {"a": 9}, "y": {"b": 9}}), "same columns"),
    ],
)
def test_what_makes_no_sense_is_refused(attempt, problem):
    with pytest.raises(ValueError, match=problem):
        attempt()


def test_an_attack_on_a_table_that_protects_nothing_succeeds():
    """The attack itself works: hiding small counts while showing the total gives them away."""

    def attempts():
        for values in product(range(9), repeat=3):
            cells = [value if value >= 5 else None for value in values]
            yield (*cells, sum(values)), (*values, sum(values))

    with pytest.raises(AssertionError):
        assert_nothing_hidden_can_be_worked_out(attempts())
