"""OpenDocument texts: what their styles and lists say is kept, and what could harm is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import UnreadableDocument, read_document
from tests.policies.documents_made import (
    odt,
    odt_heading,
    odt_list,
    odt_para,
    odt_table,
    odt_xml,
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

TITLE = odt_para("Phone Policy", "Title")
PHONES = odt(
    TITLE,
    odt_heading("Aims"),
    odt_para("We care for all."),
    odt_para("Staff must:"),
    odt_list(
        "Bullets",
        odt_para("be kind") + odt_list("", odt_para("to everybody")),
        odt_para("be fair."),
    ),
    odt_heading("Phones of pupils"),
    odt_para("Phones stay in the bag."),
)


def imported(*body, **more):
    return read_document(odt(*body, **more), name="policy.odt")


def test_title_headings_and_nested_lists_are_kept():
    policy = read_document(PHONES, name="phones.odt")
    assert policy.title == "Phone Policy"
    assert headings(policy) == [("1", "Aims"), ("2", "Phones of pupils")]
    assert clauses(policy) == [
        ("1.1", 1, "We care for all."),
        ("1.2", 1, "Staff must:"),
        ("1.2.1", 2, "be kind"),
        ("1.2.1.1", 3, "to everybody"),
        ("1.2.2", 2, "be fair."),
        ("2.1", 1, "Phones stay in the bag."),
    ]


@pytest.mark.rule("P7")
def test_the_numbers_that_the_program_counts_are_kept():
    outline = (
        "<text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="1"/></text:outline-style>'
    )
    policy = imported(
        TITLE,
        odt_heading("Aims"),
        odt_list("Numbers", odt_list("", odt_para("We care."), odt_para("We all do."))),
        odt_heading("Pupils"),
        odt_list("Numbers", odt_list("", odt_para("They do too.")), goes_on=True),
        outline=outline,
    )
    assert headings(policy) == [("1", "Aims"), ("2", "Pupils")]
    assert [(number, text) for number, _, text in clauses(policy)][:2] == [
        ("1.1", "We care."),
        ("1.2", "We all do."),
    ]


def test_a_list_counts_on_only_where_the_document_says_so():
    policy = imported(
        TITLE,
        odt_heading("Aims"),
        odt_para("One is:"),
        odt_list("Numbers", odt_para("one"), odt_para("two")),
        odt_para("Two is:"),
        odt_list("Numbers", odt_para("three"), goes_on=True),
        odt_para("Three is:"),
        odt_list("Numbers", odt_para("four")),
    )
    numbers = {text: number for number, _, text in clauses(policy)}
    assert numbers == {
        "One is:": "1.1",
        "one": "1.1.1",
        "two": "1.1.2",
        "Two is:": "1.2",
        "three": "1.2.3",
        "Three is:": "1.3",
        "four": "1.3.1",
    }


def test_the_rows_of_a_table_are_kept_whole_and_a_table_of_dates_becomes_dates():
    policy = imported(
        TITLE,
        odt_table(["Approved", "3 May 2024"], ["Next review", "3 May 2026"]),
        odt_heading("Aims"),
        odt_para("We care."),
        odt_table(["When", "What happens"], ["First time", "We talk."]),
    )
    assert policy.dates == {"approved": "2024-05-03", "review": "2026-05-03"}
    assert clauses(policy)[1:] == [
        ("1.2", 1, "When | What happens"),
        ("1.3", 1, "First time | We talk."),
    ]
    assert "A table" in unsure(policy)


def test_what_stands_beside_the_text_is_left_out_with_its_reason():
    note = f"<text:note-body>{odt_para('a note below')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{note}</text:note>"
    comment = f"<office:annotation>{odt_para('is this right?')}</office:annotation>"
    box = f"<draw:frame><draw:text-box>{odt_para('Words in a box.')}</draw:text-box>"
    box += "<text:desc>Our logo</text:desc></draw:frame>"
    struck = f"<text:tracked-changes>{odt_para('struck words')}</text:tracked-changes>"
    listed = (
        "<text:table-of-content><text:index-body>"
        f"{odt_para('Contents')}{odt_para('Aims 2')}</text:index-body></text:table-of-content>"
    )
    footer = (
        '<style:master-page style:name="a"><style:footer>'
        f"{odt_para('Approved: 3 May 2024')}</style:footer></style:master-page>"
    )
    policy = imported(
        struck,
        TITLE,
        listed,
        odt_heading("Aims"),
        odt_para("We care.", inside=note + comment + box),
        styles=footer + footer,
    )
    texts = left_out(policy)
    assert texts.count("Approved: 3 May 2024") == 1
    assert policy.dates["approved"] == "2024-05-03"
    for words in ("a note below", "is this right?", "struck words", "Our logo", "Contents\nAims 2"):
        assert words in texts
    assert clauses(policy) == [("1.1", 1, "We care."), ("1.2", 1, "Words in a box.")]


def test_spaces_tabs_breaks_and_spans_lose_nothing():
    inside = (
        '<text:s text:c="3"/>kind<text:tab/>and<text:line-break/>'
        "<text:span>fair</text:span> to <text:a>all</text:a>."
    )
    policy = imported(TITLE, odt_para("We are", inside=inside))
    assert clauses(policy) == [("1.1", 1, "We are kind and fair to all.")]


def test_bold_lines_head_what_has_no_headings():
    def bold(text):
        return odt_para("", inside=f'<text:span text:style-name="Strong">{text}</text:span>')

    policy = imported(
        TITLE, bold("Aims"), odt_para("We care."), bold("Pupils"), odt_para("They do too.")
    )
    assert [text for _, text in headings(policy)] == ["Aims", "Pupils"]


@pytest.mark.parametrize("number", ["", "-1", "x", "٣", "1e9", "9" * 5000])
def test_numbers_that_mean_nothing_do_no_harm(number):
    styles = (
        '<text:list-style style:name="Odd"><text:list-level-style-number text:level="1"'
        f' style:num-format="1" text:display-levels="{number}" text:start-value="{number}"/>'
        f'<text:list-level-style-number text:level="{number}"/></text:list-style>'
    )
    policy = imported(
        TITLE,
        f'<text:h text:outline-level="{number}">Aims</text:h>',
        odt_list("Odd", odt_para("We", inside=f'<text:s text:c="{number}"/>care.')),
        outline=styles,
    )
    assert headings(policy) == [("1", "Aims")]
    assert "care." in str(policy)


@pytest.mark.parametrize("name", ["a.odt", "a.txt", "a.docx", "a"])
def test_the_content_says_what_it_is_and_not_the_name(name):
    assert read_document(PHONES, name=name).title == "Phone Policy"


texts = st.sampled_from(SENTENCES + HEADINGS)
points = st.builds(
    odt_list,
    st.sampled_from(["Numbers", "Bullets", "unknown"]),
    st.builds(odt_para, texts),
    st.builds(lambda text, below: odt_para(text) + odt_list("", odt_para(below)), texts, texts),
    goes_on=st.booleans(),
)
blocks = st.lists(
    st.one_of(
        st.builds(odt_para, texts, st.sampled_from(["Standard", "Title", "unknown"])),
        st.builds(odt_heading, texts, st.integers(1, 4)),
        points,
        st.builds(odt_table, st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1)),
    ),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_no_word_of_an_opendocument_text_is_lost(body):
    policy = outcome(odt(*body), "policy.odt")
    if isinstance(policy, str):
        assert "is empty" in policy
        return
    lines = "\n".join(body).replace("</text:", "\n<").split("\n")
    words = words_of_source("\n".join(line.rpartition(">")[2] for line in lines))
    assert not words - words_of_policy(policy)


# --- what is refused ------------------------------------------------------------------------------


def with_text(xml):
    return odt(parts={"content.xml": xml})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            odt(parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "locked with a password",
        ),
        (odt(parts={"encrypted-package": b"x"}), "locked with a password"),
        (odt(parts={"Basic/Standard/Module1.xml": "x"}), "holds macros"),
        (odt(parts={"Scripts/python/a.py": "x"}), "holds macros"),
        (odt(parts={"Pictures/a": b"0" * 9_000_000}), "unpacks to far more"),
        (
            with_text('<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'),
            "XML declarations",
        ),
        (with_text("<office"), "damaged or cut short"),
        (with_text(odt_xml("document-content", "")), "damaged or cut short"),
        (odt(odt_para("")), "is empty"),
        (PHONES[:-200], "damaged or cut short"),
        (PHONES[5:], "is named as an OpenDocument"),
        (
            zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "content.xml": "<a/>",
                }
            ),
            "spreadsheet or presentation",
        ),
    ],
)
def test_what_cannot_be_read_safely_is_refused_with_one_sentence(data, says):
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name="a.odt")
    assert says in str(refused.value)
    assert str(refused.value).endswith(".")


def test_the_empty_list_of_macros_that_some_programs_write_is_no_macro():
    data = odt(TITLE, odt_para("We care."), parts={"Basic/script-lc.xml": "<a/>"})
    assert read_document(data, name="a.odt").title == "Phone Policy"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(PHONES) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_document_is_read_or_refused_and_never_fails_otherwise(place, damage):
    data = PHONES[:place] + damage + PHONES[place + len(damage) :]
    assert outcome(data, "a.odt")
