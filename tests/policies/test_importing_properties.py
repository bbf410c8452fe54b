"""What holds for every document: no word lost, every number once, in good time, or refused."""

import re
import time
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policies.importing import MAX_BYTES, ImportedPolicy, UnreadableDocument, read_document

WORD = re.compile(r"[^\W_]+")
# What may stand before the words of a line and become a number, a level, or a heading.
MARK = re.compile(
    r"\s*(?:[-–—*+•◦▪>#|\uf0b7]+|\(?\d{1,3}(?:\.\d{1,3})*[.):]?(?=\s|$)|\(?[ivxlc]{1,5}[.)]"
    r"|\(?[IVXLC]{1,5}[.)]|\(?[A-Za-z][.)]|[oØü](?=\s|$))"
)

SENTENCES = [
    "Staff must not post pictures of pupils.",
    "Parents are asked to speak to us first",
    "The school can act if it:",
    "Everyone who works here will be kind, and will",
    "go on being kind on the way home.",
    "could affect the running of the school",
    "This policy applies to staff and governors.",
    "Section 3 of the Act says so.",
    "We wrote about this on 3 May 2023.",
    "This policy was approved on 3 May 2023 and is due for review in Summer 2026.",
    "I have read and agree to this policy.",
    "It is known as safe-",
]
HEADINGS = [
    "Social Media Policy",
    "Introduction",
    "AIMS AND VALUES",
    "Roles and responsibilities",
    "What is bullying?",
    "Appendix A: Forms",
    "Section 2: Conduct",
    "Use of social media by staff",
    "Contents",
    "Rules:",
]
FURNITURE = [
    "Page 3 of 12",
    "- 4 -",
    "7",
    "top of page",
    "Hillside Primary School",
    "Signed ……………… Chair of Governors",
    "Name:",
    "Date ________",
    "Approved by: Governors",
    "Review date: Autumn 2026",
    "Date of approval",
    "11th July 2017",
    "Aims ........... 3",
    "| Approved | Review |",
    "|---|---|",
    "-----",
    "!!!",
    "\f",
    "Learning together",
]
MARKS = ["", "", "- ", "• ", " - * ", "   o ", "1. ", "2. ", "3 ", "1.1 ", "2.1.3 ", "(a) ", "(b) ",
         "(i) ", "iv) ", "A. ", "## ", "\uf0b7\t"]  # fmt: skip

lines = st.one_of(
    st.builds(str.__add__, st.sampled_from(MARKS), st.sampled_from(SENTENCES + HEADINGS)),
    st.sampled_from(FURNITURE),
    st.just(""),
    st.just(" \u00a0 "),
    st.sampled_from(["1", "2", "1.1", "(a)", "•", "-"]),
    st.text(st.characters(categories=("L", "N", "P", "Zs"), max_codepoint=0x2FFF), max_size=60),
)
documents = st.builds(
    lambda pieces, newline: newline.join(pieces),
    st.lists(lines, max_size=40),
    st.sampled_from(["\n", "\r\n", " ", "\n\n"]),
)
names = st.sampled_from(["policy.txt", "policy.md", "policy"])


def words_of_source(text: str) -> Counter[str]:
    """Every word of a document, without the marks at the starts of its lines."""
    lines = [line for line in re.split(r"[\n\r\f\v\x85\u2028\u2029]", text) if line.strip()]
    if len(lines) == 1:
        lines = text.split()  # a document on one line has its marks anywhere
    words: Counter[str] = Counter()
    for line in lines:
        rest = line
        for _ in range(5):
            rest = MARK.sub("", rest, count=1) if MARK.match(rest) else rest
        words.update(WORD.findall(rest))
    return words


def words_of_policy(policy: ImportedPolicy) -> Counter[str]:
    """Every word that came back, wherever it is shown."""
    texts = [policy.title, policy.sign_off_text]
    texts += [passage.text for passage in (*policy.left_out, *policy.unsure)]
    for section in policy.sections:
        texts += [section.number, section.heading]
        texts += [text for clause in section.clauses for text in (clause.number, clause.text)]
    return Counter(word for text in texts for word in WORD.findall(text))


def imported(text: str, name: str) -> ImportedPolicy | None:
    try:
        return read_document(text.encode(), name=name)
    except UnreadableDocument:
        return None


def outcome(data: bytes, name: str) -> ImportedPolicy | str:
    """The policy, or the sentence of the only exception there may be."""
    try:
        return read_document(data, name=name)
    except UnreadableDocument as refused:
        return str(refused)


@pytest.mark.rule("P9")
@settings(max_examples=300, deadline=None)
@given(documents, names)
@example("Policy\n\nI agree to:\n- be kind\n- not share\n\nName: ____\nSigned: ____", "a.txt")
@example("Appendix A\nSection 2\n(a)\n", "a.txt")
@example("Contents\nIntroduction\n3\nIntroduction\nWe care.\n12\n", "a.txt")
def test_no_word_of_a_document_is_lost(text, name):
    policy = imported(text, name)
    if policy is not None:
        assert not words_of_source(text) - words_of_policy(policy)


@pytest.mark.rule("P7")
@settings(max_examples=200, deadline=None)
@given(documents, names)
def test_every_section_and_clause_has_a_number_of_its_own(text, name):
    policy = imported(text, name)
    if policy is None:
        return
    numbers = [section.number for section in policy.sections]
    numbers += [clause.number for section in policy.sections for clause in section.clauses]
    assert len(numbers) == len(set(numbers))
    assert all(numbers)


@settings(max_examples=200, deadline=None)
@given(documents, names)
def test_clauses_have_words_and_go_down_one_level_at_a_time(text, name):
    policy = imported(text, name)
    for section in policy.sections if policy else ():
        above = 0
        assert section.heading.strip()
        assert section.audiences
        for clause in section.clauses:
            assert clause.text.strip()
            assert 1 <= clause.level <= above + 1
            above = clause.level


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)), names)
def test_any_bytes_are_read_or_refused_with_a_sentence_and_always_alike(data, name):
    assert outcome(data, name) == outcome(data, name)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_the_kind_of_newline_changes_nothing(text):
    windows, unix = text.replace("\r\n", "\n").replace("\n", "\r\n"), text.replace("\r\n", "\n")
    assert imported(windows, "a.txt") == imported(unix, "a.txt")


def seconds_for(text: str) -> float:
    started = time.process_time()
    imported(text, "policy.txt")
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    [
        "Staff must be kind to each other, to children and to parents.\n",
        "1.1 x\n",
        "- x:\n",
        "ab-\n",
        "(a) ",
        "x • ",
        "Contents\n",
        "I have read\n",
        "A HEADING\n",
        "1 May 2024 ",
    ],
)
def test_ten_times_the_text_takes_no_more_than_about_ten_times_as_long(piece):
    some, more = 20_000, 200_000
    short, long = (
        seconds_for("Policy\n\n" + piece * (size // len(piece))) for size in (some, more)
    )
    # Quadratic work would take a hundred times as long; the constant is for a busy machine.
    assert long < 35 * short + 0.5


def test_a_megabyte_is_read_in_seconds():
    assert seconds_for("Staff must be kind to each other in school.\n\n" * 22_000) < 20


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_newlines_and_encodings_of_every_machine_give_the_same_policy(newline, encoding):
    text = "Phone Policy\n \u00a0 \nAims\n\nIt’s £5 – or “less”.\n".replace("\n", newline)
    policy = read_document(text.encode(encoding), name="phones.txt")
    assert policy.title == "Phone Policy"
    assert policy.sections[0].clauses[0].text == "It’s £5 – or “less”."


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "is empty"),
        (b" \r\n\t\n", "a.txt", "is empty"),
        (b"\xef\xbb\xbf", "a.txt", "is empty"),
        (b"......", "a.txt", "is empty"),
        (b"text\x00text", "a.txt", "control characters"),
        (b"\x01\x02\x03 words", "a.txt", "control characters"),
        (bytes(range(128, 256)) * 9, "a.txt", "cannot be made out"),
        (b"\xff\xfea", "a.txt", "cannot be made out"),
        (b"PK\x03\x04rest", "a.pages", "A Pages document"),
        (b"PK\x03\x04rest", "a.txt", "unpack it"),
        (b"plain words", "a.DOCX", "named as a Word document (.docx) but is none"),
        (b"plain words", "a.html", "A web page"),
        (b"\x89PNG rest", "a.docx", "A picture"),
        (b"{\\rtf1 rest}", "a.txt", "rich text"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(data, name, says):
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name=name)
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")
