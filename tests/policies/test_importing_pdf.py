"""PDFs with text: lines, gaps and pages are kept; what holds no text or does harm is refused."""

import subprocess
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import UnreadableDocument, read_document
from policies.importing.reading import read_lines
from tests.policies.documents_made import PICTURE, pdf, pdf_of_streams
from tests.policies.test_importing import clauses, headings, left_out
from tests.policies.test_importing_properties import (
    HEADINGS,
    SENTENCES,
    outcome,
    words_of_policy,
    words_of_source,
)

pytestmark = pytest.mark.rule("P9")

PHONES = pdf(
    "Phone Policy\n\n1. Aims\n\n"
    "1.1 We care for all the children in our school, and so we have made this\n"
    "policy for them and for their parents.\n1.2 Staff must:\n"
    "   • be kind\n      - to everybody\n   • be fair.\n\nPhone Policy   Page 1 of 2",
    "1.3 All of us think of the children first, wherever we are and whatever we\n"
    "do.\n\n2. Phones of pupils\n\n2.1 They stay in the bag.\n\nPhone Policy   Page 2 of 2",
)


def imported(*pages):
    return read_document(pdf(*pages), name="policy.pdf")


def test_a_pdf_becomes_sections_and_clauses_without_the_furniture_of_its_pages():
    policy = read_document(PHONES, name="phones.pdf")
    assert policy.title == "Phone Policy"
    assert headings(policy) == [("1", "Aims"), ("2", "Phones of pupils")]
    assert [(number, level) for number, level, _ in clauses(policy)] == [
        ("1.1", 1),
        ("1.2", 1),
        ("1.2.1", 2),
        ("1.2.1.1", 3),
        ("1.2.2", 2),
        ("1.3", 1),
        ("2.1", 1),
    ]
    assert clauses(policy)[0][2].endswith(
        "we have made this policy for them and for their parents."
    )
    assert "Page 1 of 2" in left_out(policy)


def test_gaps_indents_and_new_pages_are_told_from_where_the_letters_stand():
    lines = read_lines(pdf("Policy\n\nOne line\n   - point", "Two"), name="a.pdf")
    assert [(line.text, line.gap, line.indent > 0, line.new_page) for line in lines] == [
        ("Policy", True, False, False),
        ("One line", True, False, False),
        ("- point", False, True, False),
        ("Two", False, False, True),
    ]


def test_a_sentence_goes_on_over_the_page_and_a_word_over_its_hyphen():
    policy = imported(
        "Phone Policy\n\nWe must all be careful with the phones of the children and of their\n"
        "parents, and be very care-\nful wherever we are, with whatever we do and with what we",
        "say about it.",
    )
    assert clauses(policy)[0][2].endswith("be very careful wherever we are, with whatever we do "
                                          "and with what we say about it.")  # fmt: skip


def test_a_page_that_is_only_a_picture_is_named():
    policy = read_document(
        pdf_of_streams("BT /F1 11 Tf 72 700 Td (We care for all.) Tj ET", PICTURE), name="a.pdf"
    )
    assert [(passage.text, "picture" in passage.why) for passage in policy.left_out] == [
        ("Page 2", True)
    ]


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.docx", "a"])
def test_the_content_says_what_it_is_and_not_the_name(name):
    assert read_document(PHONES, name=name).title == "Phone Policy"


lines = st.one_of(
    st.builds(
        str.__add__,
        st.sampled_from(["", "", "1. ", "1.1 ", "(a) ", "• ", "   - "]),
        st.sampled_from(SENTENCES + HEADINGS),
    ),
    st.sampled_from(["", "Page 3 of 12", "7", "Hillside Primary School", "Review date: May 2026"]),
)
pages = st.lists(st.lists(lines, max_size=20).map("\n".join), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(pages)
def test_no_word_of_a_pdf_is_lost(found):
    policy = outcome(pdf(*found), "policy.pdf")
    if isinstance(policy, str):
        assert "no text" in policy
        return
    assert not words_of_source("\n".join(found)) - words_of_policy(policy)


def test_forty_pages_are_read_in_seconds():
    page = "\n".join(["1.1 Staff must be kind to everybody in the school and beyond it."] * 50)
    started = time.monotonic()
    imported(*[page] * 40)
    assert time.monotonic() - started < 5


# --- what is refused ------------------------------------------------------------------------------

LOCK = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (12345678901234567890123456789012)"
    " /U (12345678901234567890123456789012) >> /ID [(a) (b)]"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf("Policy", trailer=LOCK), "locked with a password"),
        (pdf_of_streams(PICTURE), "no text"),
        (pdf(""), "no text"),
        (pdf(*["word"] * 301), "longer than about 300 pages"),
        (pdf(*["word " * 2000] * 120), "longer than about 300 pages"),
        (PHONES[: len(PHONES) // 2], "damaged or cut short"),
        (PHONES[:-20], "damaged or cut short"),
        (b"%PDF-1.7 nothing in it %%EOF", "damaged or cut short"),
        (b"%PDF-1.7 rest", "damaged or cut short"),
        (PHONES[5:], "is named as a PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(data, says):
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name="a.pdf")
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


def packed_page(size):
    """A PDF whose one page unpacks to so many bytes of instructions."""
    packed = zlib.compress(b"BT /F1 9 Tf (word ) Tj ET\n" * (size // 26), 9).decode("latin-1")
    return (
        pdf_of_streams("@@")
        .replace(b"<< /Length 2 >>", f"<< /Length {len(packed)} /Filter /FlateDecode >>".encode())
        .replace(b"@@", packed.encode("latin-1"))
    )


def test_a_small_pdf_that_unpacks_to_very_much_is_refused_in_bounded_time():
    data = packed_page(300_000_000)
    assert len(data) < 2_000_000

    started = time.monotonic()
    with pytest.raises(UnreadableDocument, match=r"too long or too much memory|longer than about"):
        read_document(data, name="a.pdf")
    assert time.monotonic() - started < 40


def test_a_reader_that_hangs_is_stopped_and_the_person_told(monkeypatch):
    def hangs(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", hangs)
    with pytest.raises(UnreadableDocument, match="too long or too much memory"):
        read_document(PHONES, name="a.pdf")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(PHONES) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_pdf_is_read_or_refused_and_never_fails_otherwise(place, damage):
    data = PHONES[:place] + damage + PHONES[place + len(damage) :]
    assert outcome(data, "a.pdf")
