"""Word documents: what their styles and lists say is kept, and what could do harm is refused."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import UnreadableDocument, read_document
from tests.policies.documents_made import (
    BULLETS,
    NUMBERED,
    docx,
    para,
    run,
    word_table,
    word_xml,
    zipped,
)
from tests.policies.test_importing import clauses, headings, left_out, unsure
from tests.policies.test_importing_properties import (
    HEADINGS,
    SENTENCES,
    outcome,
    words_of_policy,
    words_of_source,
)

pytestmark = pytest.mark.rule("P9")

PHONES = docx(
    para("Phone Policy", style="Title"),
    para("Hillside Primary School"),
    para("Contents"),
    para("Aims\t2", style="TOC1"),
    para("Aims", style="H1", point=(NUMBERED, 0)),
    para("We care for all.", point=(NUMBERED, 1)),
    para("Staff must:", point=(NUMBERED, 1)),
    para("be kind", point=(BULLETS, 0)),
    para("to everybody", point=(BULLETS, 1)),
    para("be fair.", point=(BULLETS, 0)),
    para("Phones of pupils", style="Ours", point=(NUMBERED, 0)),
    para("Phones stay in the bag.", point=(NUMBERED, 1)),
    para("Or they stay at home.", point=(NUMBERED, 2)),
)


def imported(*body, **parts):
    return read_document(docx(*body, **parts), name="policy.docx")


@pytest.fixture(scope="module")
def phones():
    return read_document(PHONES, name="phones.docx")


def test_title_and_headings_come_from_the_styles_and_what_is_based_on_them(phones):
    assert phones.title == "Phone Policy"
    assert headings(phones) == [("1", "Aims"), ("2", "Phones of pupils")]


@pytest.mark.rule("P7")
def test_the_numbers_that_word_counts_are_kept_and_lists_stay_nested(phones):
    assert clauses(phones) == [
        ("1.1", 1, "We care for all."),
        ("1.2", 1, "Staff must:"),
        ("1.2.1", 2, "be kind"),
        ("1.2.1.1", 3, "to everybody"),
        ("1.2.2", 2, "be fair."),
        ("2.1", 1, "Phones stay in the bag."),
        ("2.1.a", 2, "Or they stay at home."),
    ]


def test_a_contents_list_by_style_makes_no_sections(phones):
    assert "Contents\nAims    2" in left_out(phones)


def test_a_list_started_anew_counts_from_its_own_start():
    numbering = word_xml(
        "numbering",
        '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="lowerRoman"/>'
        '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>',
    )
    policy = imported(
        para("Phone Policy", style="Title"),
        para("Aims", style="H1"),
        para("One is:"),
        para("one", point=("1", 0)),
        para("two", point=("1", 0)),
        para("Two is:"),
        para("three", point=("2", 0)),
        parts={"word/numbering.xml": numbering},
    )
    numbers = {text: number for number, _, text in clauses(policy)}
    assert (numbers["one"], numbers["two"], numbers["three"]) == ("1.1.i", "1.1.ii", "1.2.i")


def test_a_numbered_list_in_the_text_is_nested_and_takes_no_sections_number():
    policy = imported(
        para("Phone Policy", style="Title"),
        para("Aims", style="H1"),
        para("Everybody must do this:", point=(NUMBERED, 0)),
        para("be kind", point=(NUMBERED, 1)),
        para("Pupils", style="H1"),
        para("Phones stay at home."),
    )
    assert clauses(policy)[:2] == [
        ("1.1", 1, "Everybody must do this:"),
        ("1.1.1", 2, "be kind"),
    ]


def test_a_single_outermost_heading_is_the_title_and_bold_lines_head_what_has_no_styles():
    by_heading = imported(
        para("Phone Policy", style="H1"),
        para("Aims", style="H2"),
        para("We care."),
        para("Pupils", style="H2"),
        para("They do too."),
    )
    by_bold = imported(
        para("Hillside Primary School", bold=True),
        para("Phone Policy", bold=True),
        para("Aims", bold=True),
        para("We care."),
        para("Pupils", bold=True),
        para("They do too."),
    )
    assert by_heading.title == by_bold.title == "Phone Policy"
    assert [text for _, text in headings(by_heading)] == ["Aims", "Pupils"]
    assert [text for _, text in headings(by_bold)] == ["Aims", "Pupils"]


def test_bold_lines_on_the_cover_head_nothing_where_headings_are_marked():
    policy = imported(
        para("Hillside Primary School", bold=True),
        para("Phone Policy", bold=True),
        para("Learning together", bold=True),
        para("Aims", style="H1"),
        para("We care."),
        para("At home", bold=True),
        para("They do too."),
        para("Pupils", style="H1"),
        para("They do too."),
    )
    assert policy.title == "Phone Policy"
    assert [text for _, text in headings(policy)] == ["Aims", "Pupils"]
    assert ("1.2.1", 2, "They do too.") in clauses(policy)
    assert "Learning together" in left_out(policy)


def test_the_rows_of_a_table_are_kept_whole_and_shown_to_a_person():
    policy = imported(
        para("Phone Policy", style="Title"),
        para("Aims", style="H1"),
        para("We care."),
        word_table(["When", "What happens"], ["First time", "We talk."]),
    )
    assert [text for _, _, text in clauses(policy)][1:] == [
        "When | What happens",
        "First time | We talk.",
    ]
    assert "A table" in unsure(policy)


def test_a_table_of_dates_and_a_footer_of_dates_become_dates():
    table = word_table(["Approved", "3 May 2024"], ["Next review", "3 May 2026"])
    in_table = imported(para("Phone Policy", style="Title"), table, para("We care for all."))
    footer = word_xml("ftr", para("Approved: 3 May 2024   Next review: 3 May 2026"))
    in_footer = imported(
        para("Phone Policy", style="Title"),
        para("We care for all."),
        parts={"word/footer1.xml": footer, "word/footer2.xml": footer},
    )
    assert in_table.dates == in_footer.dates == {"approved": "2024-05-03", "review": "2026-05-03"}
    assert left_out(in_footer).count("3 May 2024") == 1


def test_a_table_that_only_frames_text_is_read_as_text():
    frame = f"<w:tbl><w:tr><w:tc>{para('Aims', style='H1')}{para('We care.')}</w:tc></w:tr></w:tbl>"
    policy = imported(para("Phone Policy", style="Title"), frame)
    assert headings(policy) == [("1", "Aims")]
    assert clauses(policy) == [("1.1", 1, "We care.")]


def test_what_stands_beside_the_text_is_left_out_with_its_reason():
    box = f"<w:r><w:pict><w:txbxContent>{para('Words in a box.')}</w:txbxContent></w:pict></w:r>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    )
    struck = "<w:del><w:r><w:delText>struck words</w:delText></w:r></w:del>"
    policy = imported(
        para("Phone Policy", style="Title"),
        para("We care.", inside=f"{struck}<w:ins>{run(' We always will.')}</w:ins>"),
        para("We watch.", inside=f"{twice}</mc:AlternateContent></w:r>"),
        para("We draw.", inside='<w:r><w:drawing><wp:docPr descr="Our logo"/></w:drawing></w:r>'),
        parts={
            "word/footnotes.xml": word_xml("footnotes", para("a note below")),
            "word/comments.xml": word_xml("comments", para("is this right?")),
        },
    )
    reasons = {passage.text: passage.why for passage in policy.left_out}
    assert "struck out" in reasons["struck words"]
    assert "footnote" in reasons["a note below"]
    assert "comment" in reasons["is this right?"]
    assert "picture" in reasons["Our logo"]
    texts = [text for _, _, text in clauses(policy)]
    assert texts == ["We care. We always will.", "We watch.", "Words in a box.", "We draw."]


def test_fields_symbols_and_breaks_lose_nothing():
    field = f'<w:fldSimple w:instr="TITLE">{run("fielded ")}</w:fldSimple>'
    control = f"<w:sdt><w:sdtContent>{run('controlled')}</w:sdtContent></w:sdt>"
    broken = f"<w:r><w:br/></w:r>{run('and so on.')}<w:r><w:noBreakHyphen/></w:r>"
    policy = imported(
        para("Phone Policy", style="Title"), para("We are ", inside=field + control + broken)
    )
    assert clauses(policy) == [("1.1", 1, "We are fielded controlled and so on.-")]


@pytest.mark.parametrize("number", ["", "-1", "x", "٣", "1e9", "9" * 5000])
def test_numbers_that_mean_nothing_do_no_harm(number):
    properties = (
        f'<w:outlineLvl w:val="{number}"/><w:ind w:left="{number}"/>'
        f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
    )
    lists = (
        f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="{number}"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    policy = imported(
        para("Phone Policy", style="Title"),
        f"<w:p><w:pPr>{properties}</w:pPr>{run('We care.')}</w:p>",
        parts={"word/numbering.xml": word_xml("numbering", lists)},
    )
    assert "We care." in str(policy)


@pytest.mark.parametrize("code", ["D800", "110000", "", "x", "0000"])
def test_a_symbol_that_is_none_is_shown_to_a_person(code):
    policy = imported(
        para("Phone Policy", style="Title"),
        para("We care", inside=f'<w:r><w:sym w:font="a" w:char="{code}"/></w:r>'),
    )
    assert "could not be read" in unsure(policy)


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.pdf", "a.odt", "a", "a.docm"])
def test_the_content_says_what_it_is_and_not_the_name(name):
    assert read_document(PHONES, name=name).title == "Phone Policy"


blocks = st.lists(
    st.one_of(
        st.builds(para, st.sampled_from(SENTENCES + HEADINGS)),
        st.builds(
            para,
            st.sampled_from(SENTENCES + HEADINGS),
            style=st.sampled_from(["Title", "H1", "H2", "TOC1", "unknown"]),
            point=st.one_of(
                st.none(),
                st.tuples(st.sampled_from([NUMBERED, BULLETS, "99"]), st.integers(0, 3)),
            ),
            bold=st.booleans(),
        ),
        st.builds(
            word_table,
            st.lists(st.sampled_from(SENTENCES + HEADINGS), min_size=1, max_size=3),
            st.lists(st.sampled_from(SENTENCES + HEADINGS), min_size=1, max_size=3),
        ),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_no_word_of_a_word_document_is_lost(body):
    policy = outcome(docx(*body), "policy.docx")
    if isinstance(policy, str):
        assert "is empty" in policy
        return
    source = "\n".join(body).replace("</w:t>", "\n")
    words = words_of_source("\n".join(line.rpartition(">")[2] for line in source.split("\n")))
    assert not words - words_of_policy(policy)


def test_forty_pages_are_read_in_seconds():
    body = [para("Long Policy", style="Title")]
    for section in range(40):
        body += [para(f"Part {section} of it", style="H1", point=(NUMBERED, 0))]
        body += [para("Staff must be kind to everybody here. " * 5, point=(NUMBERED, 1))] * 15
    started = time.process_time()
    policy = imported(*body)
    assert time.process_time() - started < 5
    assert len(policy.sections) == 40


# --- what is refused ------------------------------------------------------------------------------

DEEP = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Policy &e;</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
LAUGHS = ENTITY.replace(
    'SYSTEM "file:///etc/passwd"',
    '"ha"><!ENTITY f "' + "&e;" * 100 + '"><!ENTITY g "' + "&f;" * 100 + '"',
).replace("&e;<", "&g;<")


def changed(**parts):
    """The document with some of its parts put in the place of its own."""
    return docx(para("Policy"), parts={"word/document.xml": parts["text"]})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(para("Policy"), parts={"word/vbaProject.bin": b"x"}), "holds macros"),
        (docx(para("Policy"), parts={"word/media/a": b"0" * 9_000_000}), "unpacks to far more"),
        (docx(para("Policy"), parts={f"x{n}": b"" for n in range(2001)}), "unpacks to far more"),
        (changed(text=ENTITY), "XML declarations"),
        (changed(text=LAUGHS), "XML declarations"),
        (changed(text=word_xml("document", f"<w:body>{DEEP}</w:body>")), "damaged or cut short"),
        (changed(text="<w:document"), "damaged or cut short"),
        (changed(text=word_xml("document", "")), "damaged or cut short"),
        (docx('<w:altChunk w:id="r1"/>'), "holds another one inside it"),
        (docx(para("word " * 210_000)), "unpacks to far more"),
        (zipped({"word/other.xml": "x"}), "damaged or cut short"),
        (zipped({"xl/workbook.xml": "x"}), "spreadsheet or presentation"),
        (zipped({"readme.txt": "x"}), "compressed file"),
        (docx(para("")), "is empty"),
        (PHONES[:-200], "damaged or cut short"),
        (PHONES[:200], "damaged or cut short"),
        (PHONES[9:], "is named as a Word document"),
        (b"PK\x03\x04rest", "damaged or cut short"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0 older", "older kind (.doc)"),
        (b"plain words", "is named as a Word document"),
    ],
)
def test_what_cannot_be_read_safely_is_refused_with_one_sentence(data, says):
    started = time.process_time()
    name = "a.zip" if says == "compressed file" else "a.docx"
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name=name)
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")
    assert time.process_time() - started < 3


def test_parts_locked_with_a_password_are_refused():
    locked = bytearray(PHONES)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = locked.find(mark)
        while place >= 0:
            locked[place + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            place = locked.find(mark, place + 4)
    with pytest.raises(UnreadableDocument, match="locked with a password"):
        read_document(bytes(locked), name="a.docx")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PHONES) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_document_is_read_or_refused_and_never_fails_otherwise(place, damage):
    data = PHONES[:place] + damage + PHONES[place + len(damage) :]
    assert outcome(data, "a.docx")
