"""P8: the words that changed are marked as a reader would mark them."""

import pytest

from policies.comparison import (
    words,
)
from tests.policies.compared import marked

pytestmark = pytest.mark.rule("P8")


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("Be kind.", "Be kind.", "Be kind."),
        ("Be kind.", "Be very kind.", "Be +very+ kind."),
        ("Be very kind.", "Be kind.", "Be -very- kind."),
        ("Be kind, always.", "Be kind always.", "Be kind -,- always."),
        ("You may post.", "You must not post.", "You -may- +must not+ post."),
        ("Don't post.", "Don’t post.", "-Don't- +Don’t+ post."),
        ("Tell the Head now.", "Ask the Chair now.", "-Tell the Head- +Ask the Chair+ now."),
        ("", "Be kind.", "+Be kind.+"),
        ("Be kind.", "", "-Be kind.-"),
        ("", "", ""),
        ("Be  kind\nto all.", "Be kind to\nall.", "Be kind to\nall."),
    ],
)
def test_words_are_marked_as_a_reader_would_mark_them(older, newer, expected):
    assert marked(words.runs_between(older, newer)) == expected


def test_two_changes_with_enough_words_between_them_are_two():
    runs = words.runs_between(
        "Post by 3 May unless we agree on June.", "Post by 4 May unless we agree on July."
    )

    assert marked(runs) == "Post by -3- +4+ May unless we agree on -June-+July+."


def test_a_passage_too_long_to_compare_is_shown_taken_out_and_put_in():
    older, newer = "one two three four", "five two three six"

    assert [r.change for r in words.runs_between(older, newer, most=15)] == ["removed", "added"]
    assert len(words.runs_between(older, newer, most=16)) > 2


def test_what_a_long_passage_begins_and_ends_with_is_compared_in_any_case():
    long = "word " * 9000

    assert marked(words.runs_between(long + "may post.", long + "must post.")).endswith(
        "-may- +must+ post."
    )
