"""No word is lost, whatever a word processor put it in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import read_document
from tests.policies.documents_made import docx, odt, odt_para, para
from tests.policies.documents_shaped import (
    MARKDOWN,
    ODT_INLINE,
    WORD_INLINE,
    counted,
    markdown_blocks,
    odt_blocks,
    word_blocks,
)
from tests.policies.test_importing_properties import words_of_policy

pytestmark = pytest.mark.rule("P9")


def lost(words: list[str], data: bytes, name: str) -> list[str]:
    """The words that came back nowhere."""
    back = words_of_policy(read_document(data, name=name))
    return [word for word in words if not back[word]]


@pytest.mark.parametrize("shape", sorted(WORD_INLINE))
def test_no_word_is_lost_in_any_shape_that_word_has(shape):
    words: list[str] = []
    inside = WORD_INLINE[shape](counted(words))
    data = docx(para("Kindness Policy", style="Title"), para("We care", inside=inside))

    assert not lost(words, data, "a.docx")


@pytest.mark.parametrize("shape", sorted(ODT_INLINE))
def test_no_word_is_lost_in_any_shape_that_opendocument_has(shape):
    words: list[str] = []
    inside = ODT_INLINE[shape](counted(words))
    data = odt(odt_para("Kindness Policy", "Title"), odt_para("We care", inside=inside))

    assert not lost(words, data, "a.odt")


@pytest.mark.parametrize("place", range(len(MARKDOWN)))
def test_no_word_is_lost_in_any_shape_that_markdown_has(place):
    words: list[str] = []
    block = MARKDOWN[place](counted(words))

    assert not lost(words, f"# Kindness Policy\n\nWe care.\n\n{block}\n".encode(), "a.md")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_word_of_a_word_document_is_lost_whatever_stands_in_what(data):
    words: list[str] = []
    word = counted(words)
    blocks = [data.draw(word_blocks(word)) for _ in range(data.draw(st.integers(1, 8)))]

    assert not lost(words, docx(*blocks), "a.docx")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_word_of_an_opendocument_text_is_lost_whatever_stands_in_what(data):
    words: list[str] = []
    word = counted(words)
    blocks = [data.draw(odt_blocks(word)) for _ in range(data.draw(st.integers(1, 6)))]

    assert not lost(words, odt(*blocks), "a.odt")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_word_of_markdown_is_lost_whatever_follows_what(data):
    words: list[str] = []
    word = counted(words)
    blocks = [data.draw(markdown_blocks(word)) for _ in range(data.draw(st.integers(1, 12)))]
    between = data.draw(st.sampled_from(["\n\n", "\n"]))

    assert not lost(words, between.join(blocks).encode(), "a.md")
