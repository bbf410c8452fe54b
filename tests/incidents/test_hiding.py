"""Finding and hiding words: what a text says without them (I16)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.casefile.hiding import HIDDEN, MOST_SIGNS, Hider, tidy

pytestmark = pytest.mark.rule("I16")


@pytest.mark.parametrize(
    ("words", "text", "safe"),
    [
        ("Ann", "Ann saw it, said ANN.", "[hidden] saw it, said [hidden]."),
        ("Ann", "The annual fair, and Anna.", "The annual fair, and Anna."),
        ("Ann", "Ann's bag", "[hidden]'s bag"),
        ("a dreadful rhyme", "She sang a  dreadful\nrhyme.", "She sang [hidden]."),
        ("O'Brien", "Mrs O’Brien", "Mrs [hidden]"),
        ("Zoë", "Zoe\u0308 and ZOË", "[hidden] and [hidden]"),
        ("TikTok", "Tik\u200bTok", "[hidden]"),
        ("(he said)", "So (he said) it was.", "So [hidden] it was."),
        ("a.b", "axb a.b", "axb [hidden]"),
        ("Иван", "Это ИВАН.", "Это [hidden]."),
    ],
)
def test_a_text_without_its_words(words, text, safe):
    assert Hider([words]).hide(text) == safe


def test_what_belongs_to_either_of_two_passages_is_hidden():
    hider = Hider(["Tom Thistle", "Thistle of Robins"])

    assert hider.hide("It was Tom Thistle of Robins.") == "It was [hidden]."


def test_a_text_that_says_none_of_it_stays_as_it_was_to_the_letter():
    text = "  Zoe\u0308\u200b \n"

    assert Hider(["Ann"]).hide(text) == text
    assert Hider([]).hide(text) == text


def test_everything_in_lists_and_dictionaries_is_hidden():
    value = {"name": ["Ann", {"words": ("to Ann", 3, None)}]}

    assert Hider(["Ann"]).throughout(value) == {
        "name": [HIDDEN, {"words": [f"to {HIDDEN}", 3, None]}]
    }


@pytest.mark.parametrize("words", ["", " ", "a", "!!!", "x" * (MOST_SIGNS + 1)])
def test_too_little_or_too_much_cannot_be_hidden(words):
    with pytest.raises(ValueError, match=r"two letters|very long"):
        tidy(words)


def test_each_place_is_shown_with_a_few_words_around_it():
    found = Hider(["Ann"]).snippets("First Ann, then " + "very " * 40 + "late Ann again.")

    assert len(found) == 2
    assert [[piece.is_hidden for piece in place] for place in found] == [[False, True, False]] * 2
    assert all(len(piece.words) < 80 for place in found for piece in place)


@settings(max_examples=40)
@given(
    words=st.text(st.characters(categories=["L", "N", "P", "Z"]), min_size=2, max_size=12),
    before=st.text(max_size=30),
    after=st.text(max_size=30),
)
def test_no_text_says_words_once_they_are_hidden(words, before, after):
    try:
        chosen = tidy(words)
    except ValueError:
        return
    hider = Hider([chosen])
    safe = hider.hide(f"{before} {words} {after}")

    assert HIDDEN in safe
    assert hider.count(safe.replace(HIDDEN, "\n§\n")) == 0
