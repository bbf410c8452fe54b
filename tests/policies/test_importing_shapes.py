"""No word is lost, whatever a word processor put it in."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import UnreadableDocument, read_document
from tests.policies.documents_hostile import NAMES, REFUSED
from tests.policies.documents_made import (
    docx,
    forty_page_docx,
    odt,
    odt_para,
    odt_xml,
    para,
    run,
    word_xml,
)
from tests.policies.documents_shaped import (
    MARKDOWN,
    ODT_INLINE,
    WORD_INLINE,
    counted,
    markdown_blocks,
    odt_blocks,
    word_blocks,
)
from tests.policies.test_importing import clauses, left_out
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


# --- what could do harm ---------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "name", "says"), REFUSED, ids=NAMES)
def test_a_document_that_is_huge_or_of_another_kind_is_refused_in_a_sentence(data, name, says):
    started = time.process_time()

    with pytest.raises(UnreadableDocument, match=says):
        read_document(data, name=name)

    assert time.process_time() - started < 10


def test_a_word_document_named_as_a_pdf_is_read_as_what_it_is():
    policy = read_document(docx(para("Kindness Policy"), para("We care.")), name="a.pdf")

    assert policy.title == "Kindness Policy"


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 60 + para("deep") + "</w:tc></w:tr></w:tbl>" * 60,
        "<w:tbl><w:tr><w:tc/><w:tc>" * 50 + para("deep") + "</w:tc></w:tr></w:tbl>" * 50,
        "<w:p>" + "<w:smartTag>" * 240 + run("deep") + "</w:smartTag>" * 240 + "</w:p>",
        "<w:sdt><w:sdtContent>" * 110 + para("deep") + "</w:sdtContent></w:sdt>" * 110,
        "<w:p><w:r><mc:AlternateContent><mc:Choice>" + "<w:pict/>" * 20_000 + "</mc:Choice>"
        + "<mc:Fallback/>" * 5_000 + "</mc:AlternateContent></w:r></w:p>" + para("deep"),
    ],
    ids=["tables", "tables of two", "runs", "controls", "old forms"],
)  # fmt: skip
def test_what_stands_deep_in_something_is_read_in_good_time(body):
    started = time.process_time()

    assert not lost(["deep"], docx(para("Kindness Policy", style="Title"), body), "a.docx")

    assert time.process_time() - started < 5


def test_forty_pages_are_read_in_under_five_seconds():
    data = forty_page_docx()
    started = time.process_time()

    policy = read_document(data, name="long.docx")

    assert time.process_time() - started < 5
    assert len(policy.sections) == 20
    assert sum(len(c.text.split()) for s in policy.sections for c in s.clauses) > 16_000


# --- whole documents, as schools have them --------------------------------------------------------


def test_the_paragraphs_of_a_cell_are_parted():
    cell = f"<w:tc>{para('Top field')}{para('The woods.')}{para('Two adults')}</w:tc>"
    row = f"<w:tbl><w:tr><w:tc>{para('Where')}</w:tc>{cell}</w:tr></w:tbl>"
    policy = read_document(
        docx(para("Play Policy", style="Title"), para("We play."), row), name="a.docx"
    )

    assert clauses(policy)[-1][2] == "Where | Top field; The woods. Two adults"


def test_soft_hyphens_and_hard_spaces_leave_whole_words():
    for data, name in [
        (
            docx(para("Play Policy", style="Title"), para("We re\u00admem\u00adber\u00a0all.")),
            "a.docx",
        ),
        (
            odt(odt_para("Play Policy", "Title"), odt_para("We re\u00admem\u00adber\u00a0all.")),
            "a.odt",
        ),
    ]:
        assert clauses(read_document(data, name=name))[0][2] == "We remember all."


def test_a_watermark_in_the_header_and_the_names_in_a_chart_are_shown():
    header = word_xml(
        "hdr", "<w:p><w:r><w:pict><textpath string='NOT FOR USE'/></w:pict></w:r></w:p>"
    )
    chart = "<chart><cat><pt><v>Autumn falls</v></pt><pt><v>12.5</v></pt></cat></chart>"
    policy = read_document(
        docx(
            para("Play Policy", style="Title"),
            para("We play."),
            parts={"word/header1.xml": header, "word/charts/chart1.xml": chart},
        ),
        name="a.docx",
    )

    assert "NOT FOR USE" in left_out(policy)
    assert "Autumn falls" in left_out(policy)
    assert "12.5" not in left_out(policy)


def test_the_fields_of_an_opendocument_form_and_its_charts_are_shown():
    button = "<form:button xmlns:form='f' form:label='Press me'/>"
    form = f"<office:forms>{button}</office:forms>"
    chart = odt_xml("document-content", f"<office:body>{odt_para('Falls by term')}</office:body>")
    policy = read_document(
        odt(
            odt_para("Play Policy", "Title"),
            form,
            odt_para("We play."),
            parts={"Object 1/content.xml": chart},
        ),
        name="a.odt",
    )

    assert "Press me" in left_out(policy)
    assert "Falls by term" in left_out(policy)
