"""Whole documents in shapes that schools use, each beside the outline a careful clerk would make.

`documents/outlines/NAME` holds what must come of `documents/NAME`. A change of the importer that
changes an outline is looked at by a person: OUTLINES=write writes them anew.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies.importing import ImportedPolicy, read_document
from tests import needs
from tests.policies.documents_made import (
    BULLETS,
    NUMBERED,
    docx,
    odt,
    odt_heading,
    odt_list,
    odt_para,
    odt_table,
    para,
    pdf,
    pdf_of_streams,
    run,
    word_table,
)
from tests.policies.test_importing import clauses, headings
from tests.policies.test_importing_properties import words_of_policy, words_of_source

pytestmark = pytest.mark.rule("P9")

FOLDER = Path(__file__).parent / "documents"
OUTLINES = FOLDER / "outlines"


def outline(policy: ImportedPolicy) -> str:
    """All of an imported policy, as a person would write it down."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: ImportedPolicy) -> Iterator[str]:
    yield f"Title: {policy.title}"
    yield from (f"{name}: {day}" for name, day in policy.dates.items() if day)
    for section in policy.sections:
        yield f"\n{section.number} {section.heading}"
        for clause in section.clauses:
            yield f"{'    ' * clause.level}{clause.number} {clause.text}"
    if policy.sign_off_text:
        yield f"\nAgreed to: {policy.sign_off_text}"
    for name, passages in (("Left out", policy.left_out), ("Unsure", policy.unsure)):
        if passages:
            yield f"\n{name}:"
        for passage in passages:
            yield f"- {' / '.join(passage.text.splitlines())} ({passage.why})"


@pytest.mark.parametrize("name", sorted(path.name for path in OUTLINES.iterdir()))
def test_a_document_gets_the_outline_that_was_looked_at(name):
    text = (FOLDER / name).read_text()
    policy = read_document(text.encode(), name=name)

    if os.environ.get("OUTLINES") == "write":
        (OUTLINES / name).write_text(outline(policy))
    assert outline(policy) == (OUTLINES / name).read_text()
    assert not words_of_source(text) - words_of_policy(policy)


# --- Word and OpenDocument ------------------------------------------------------------------------


def layout(*rows: tuple[str, ...]) -> str:
    """A table of Word whose cells hold paragraphs."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def test_headings_numbered_by_hand_in_bold_and_lists_by_letters():
    policy = read_document(
        docx(
            para("Willowbrook Infant School", bold=True),
            para("Lettings Policy", bold=True),
            para(),
            para("Agreed: 3rd February 2026"),
            para("To be reviewed: Spring 2028"),
            para("1.  Why we let our rooms", bold=True),
            para("1.1  Our hall stands empty in the evenings."),
            para("1.2  A hirer may not:"),
            para("a)  sublet the hall;"),
            para("b)  cook."),
            para("2.  What it costs", bold=True),
            para("2.1  The governors set the charges each July."),
        ),
        name="lettings.docx",
    )

    assert policy.title == "Lettings Policy"
    assert policy.dates == {"approved": "2026-02-03", "review": "2028-04-30"}
    assert headings(policy) == [("1", "Why we let our rooms"), ("2", "What it costs")]
    assert clauses(policy) == [
        ("1.1", 1, "Our hall stands empty in the evenings."),
        ("1.2", 1, "A hirer may not:"),
        ("1.2.a", 2, "sublet the hall;"),
        ("1.2.b", 2, "cook."),
        ("2.1", 1, "The governors set the charges each July."),
    ]


def test_a_table_that_sets_headings_beside_their_text_is_read_as_both():
    policy = read_document(
        docx(
            para("Sun Safety Policy", style="Title"),
            layout(
                (para("Aims", bold=True), para("We want children to come to no harm.")),
                (
                    para("What families do", bold=True),
                    para("Families are asked to:")
                    + para("put cream on", point=(BULLETS, 0))
                    + para("send a named hat", point=(BULLETS, 0)),
                ),
                (para(), para()),
            ),
        ),
        name="sun.docx",
    )

    assert headings(policy) == [("1", "Aims"), ("2", "What families do")]
    assert clauses(policy) == [
        ("1.1", 1, "We want children to come to no harm."),
        ("2.1", 1, "Families are asked to:"),
        ("2.1.1", 2, "put cream on"),
        ("2.1.2", 2, "send a named hat"),
    ]
    assert "its left side was read as headings" in policy.unsure[0].why


@pytest.mark.parametrize(
    "rows",
    [
        [("Who", "What"), ("Head", "Leads.")],  # nothing is bold
        [("Version", "4"), ("Author", "A. Lowe")],  # nothing to read beside it
    ],
)
def test_a_table_of_short_cells_keeps_its_rows(rows):
    bold = rows[0][0] == "Version"
    table = layout(*((para(left, bold=bold), para(right)) for left, right in rows))
    policy = read_document(
        docx(para("Sun Policy", style="Title"), para("Who", style="H1"), para("See."), table),
        name="sun.docx",
    )

    assert [text for *_, text in clauses(policy)][1:] == [" | ".join(row) for row in rows]


def test_a_frame_around_the_whole_text_is_no_table():
    policy = read_document(
        docx(
            layout(
                (
                    para("Nut Policy", style="Title")
                    + para("Reasons", style="H1")
                    + para("Some children could die of a nut."),
                )
            )
        ),
        name="nuts.docx",
    )

    assert (policy.title, headings(policy)) == ("Nut Policy", [("1", "Reasons")])


def test_words_broken_into_runs_and_second_headings_as_online_writers_save_them():
    reading = f"<w:p>{run('Reading toge')}{run('ther ')}{run('matters', bold=True)}{run('.')}</w:p>"
    policy = read_document(
        docx(
            para("Home Learning Policy", style="Title"),
            para(),
            para("Why home learning?", style="H1"),
            reading,
            para("What we send", style="H1"),
            para("Every week:", style="H2"),
            para("a book", point=(BULLETS, 0)),
            para("five words", point=(BULLETS, 0)),
            para("with pictures", point=(BULLETS, 1)),
        ),
        name="home.docx",
    )

    assert headings(policy) == [("1", "Why home learning?"), ("2", "What we send")]
    assert clauses(policy) == [
        ("1.1", 1, "Reading together matters."),
        ("2.1", 1, "Every week:"),
        ("2.1.1", 2, "a book"),
        ("2.1.2", 2, "five words"),
        ("2.1.2.1", 3, "with pictures"),
    ]


def test_text_boxes_on_the_cover_and_beside_the_text_are_read():
    def box(*paragraphs: str) -> str:
        words = "".join(paragraphs)
        return f"<w:r><w:pict><w:txbxContent>{words}</w:txbxContent></w:pict></w:r>"

    policy = read_document(
        docx(
            para(inside=box(para("Larch Lane Infant School"), para("Attendance Policy"))),
            para("Every day counts", style="H1"),
            para("A child who is here learns.", inside=box(para("Our target is 97 per cent."))),
        ),
        name="boxes.docx",
    )

    assert policy.title == "Attendance Policy"
    assert [text for *_, text in clauses(policy)] == [
        "A child who is here learns.",
        "Our target is 97 per cent.",
    ]


def test_lines_broken_on_purpose_within_one_paragraph_are_points_of_their_own():
    broken = "<w:r><w:br/></w:r>".join(map(run, ["1. Ask first.", "2. Wash.", "3. Shut the gate."]))
    policy = read_document(
        docx(para("Pet Policy", style="Title"), para("Rules", style="H1"), f"<w:p>{broken}</w:p>"),
        name="pets.docx",
    )

    assert [(number, text) for number, _, text in clauses(policy)] == [
        ("1.1", "Ask first."),
        ("1.2", "Wash."),
        ("1.3", "Shut the gate."),
    ]


def test_a_review_table_in_word_becomes_dates_and_a_history_of_versions_stays():
    policy = read_document(
        docx(
            para("Intimate Care Policy", style="Title"),
            word_table(
                ["Policy owner", "Headteacher"],
                ["Date agreed by governors", "19.11.2025"],
                ["Next review", "November 2026"],
            ),
            para("How we help", style="H1", point=(NUMBERED, 0)),
            para("Two adults are near.", point=(NUMBERED, 1)),
            para("Version history", style="H1", point=(NUMBERED, 0)),
            word_table(["Version", "Date", "Changes"], ["3", "Nov 2024", "Wording"]),
        ),
        name="care.docx",
    )

    assert policy.dates == {"approved": "2025-11-19", "review": "2026-11-30"}
    assert [text for *_, text in clauses(policy)] == [
        "Two adults are near.",
        "Version | Date | Changes",
        "3 | Nov 2024 | Wording",
    ]


def test_an_opendocument_with_list_styles_below_headings_numbered_by_hand():
    policy = read_document(
        odt(
            odt_para("Bereavement Policy", "Title"),
            odt_heading("1. When somebody dies"),
            odt_list(
                "Numbers",
                odt_para("The Head tells the staff.")
                + odt_list("", odt_para("in person"), odt_para("on the same day")),
                odt_para("The office writes to families."),
            ),
            odt_heading("2. Afterwards"),
            odt_list("Numbers", odt_para("We keep the child's peg.")),
            odt_table(["Who", "Telephone"], ["The chaplain", "01632 960 222"]),
        ),
        name="bereavement.odt",
    )

    assert headings(policy) == [("1", "When somebody dies"), ("2", "Afterwards")]
    assert clauses(policy) == [
        ("1.1", 1, "The Head tells the staff."),
        ("1.1.1", 2, "in person"),
        ("1.1.2", 2, "on the same day"),
        ("1.2", 1, "The office writes to families."),
        ("2.1", 1, "We keep the child's peg."),
        ("2.2", 1, "Who | Telephone"),
        ("2.3", 1, "The chaplain | 01632 960 222"),
    ]


# --- PDF ------------------------------------------------------------------------------------------


def test_headers_and_footers_within_sentences_and_a_header_that_names_the_school_too():
    pages = [
        "Behaviour Policy\n\nApproved: 1 September 2025\n\n1.  Our values\n\n"
        "Children here are kind, safe and ready. We teach this as we teach reading, and by",
        "saying so when we see it.\n\n2.  When things go wrong\n\n2.1  The child puts it right:\n\n"
        "     \u2022  by saying sorry\n     \u2022  by mending or tidying, where something was",
        "        broken\n     \u2022  by drawing a card\n\n3.  Families\n\nWe tell families.\n\n"
        "Signed: ______________________  Chair of Governors\nDate: ________________",
    ]
    whole = [
        f"Rowan Hill Infant School     Behaviour Policy\n\n\n{page}\n\n\n"
        f"Rowan Hill Infant School     Page {place} of 3     September 2025"
        for place, page in enumerate(pages, start=1)
    ]
    policy = read_document(pdf(*whole), name="behaviour.pdf")

    assert policy.title == "Behaviour Policy"
    assert policy.dates == {"approved": "2025-09-01", "review": None}
    assert clauses(policy) == [
        (
            "1.1",
            1,
            "Children here are kind, safe and ready. We teach this as we teach reading, and by "
            "saying so when we see it.",
        ),
        ("2.1", 1, "The child puts it right:"),
        ("2.1.1", 2, "by saying sorry"),
        ("2.1.2", 2, "by mending or tidying, where something was broken"),
        ("2.1.3", 2, "by drawing a card"),
        ("3.1", 1, "We tell families."),
    ]


def test_words_divided_at_the_ends_of_lines_are_put_together_and_compounds_stay():
    policy = read_document(
        pdf(
            "Safeguarding Policy\n\n1. Introduction\n\n"
            "Everyone who comes into con-\ntact with children and their fami-\nlies has a role. "
            "We con-\nsider what is best for the child. Prac-\ntitioners write down what they\n"
            "see, and their decision-\nmaking is shown to the lead, who cares for the well-\n"
            "being of all.\n\n"
            "An early contact is what families need.\n"
        ),
        name="a.pdf",
    )

    assert clauses(policy)[0][2] == (
        "Everyone who comes into contact with children and their families has a role. We consider "
        "what is best for the child. Practitioners write down what they see, and their "
        "decision-making is shown to the lead, who cares for the well-being of all."
    )


def test_a_document_that_does_not_divide_words_keeps_each_hyphen():
    policy = read_document(
        b"Care Policy\n\nAims\n\nWe think of pass-\nwords and of the out-of-\nhours club.\n",
        name="a.txt",
    )

    assert clauses(policy)[0][2] == "We think of pass-words and of the out-of-hours club."


def test_bullets_that_are_drawn_and_not_written_are_bullets():
    def shown(x: int, y: int, words: str) -> str:
        return f"BT /F1 11 Tf {x} {y} Td ({words}) Tj ET"

    points = ["calling names", "hiding what somebody needs, wherever it is and", "leaving out"]
    drawing = [shown(60, 780, "Kindness Policy"), shown(60, 740, "1. Aims")]
    drawing += [shown(60, 712, "Bullying can be:")]
    drawing += [shown(80, 698 - 14 * place, words) for place, words in enumerate(points)]
    drawing += [shown(60, 640, "A box to tick is no bullet."), "80 660 200 8 re f"]
    drawing += [f"68 {700 - 14 * place} 4 4 re f" for place in (0, 2)]
    policy = read_document(pdf_of_streams("\n".join(drawing)), name="kind.pdf")

    assert [(number, text) for number, _, text in clauses(policy)] == [
        ("1.1", "Bullying can be:"),
        ("1.1.1", "calling names hiding what somebody needs, wherever it is and"),
        ("1.1.2", "leaving out"),
        ("1.2", "A box to tick is no bullet."),
    ]


WEB_PAGE = """<!doctype html><html lang="en"><title>Anti-Bullying Policy</title>
<a href="#">Skip to content</a><p>Maple Street Infant School</p><h1>Anti-Bullying Policy</h1>
<h2>1. What we mean</h2><p>Bullying is hurting somebody on purpose. It can be:</p>
<ul><li>hitting, pushing or taking things that belong to somebody else, in the playground or on the
way home, whether or not an adult is near enough to see it</li>
<li>calling names<ul><li>about looks</li><li>about a family</li></ul></li><li>leaving out</li></ul>
<h2>2. What we do</h2><ol><li>We listen.</li><li>We write down what was said:<ol type="a">
<li>in the child's words</li><li>on the same day</li></ol></li><li>We talk to families.</li></ol>
<div style="width:150px;hyphens:manual"><p>Every&shy;body who works with chil&shy;dren
in our school re&shy;cog&shy;nises it.</p></div></html>"""


def test_a_web_page_printed_by_a_browser(tmp_path):
    page, printed = tmp_path / "policy.html", tmp_path / "policy.pdf"
    page.write_text(WEB_PAGE)
    command = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={printed}", page]
    subprocess.run([needs.program("chromium"), *command], check=True, capture_output=True)

    policy = read_document(printed.read_bytes(), name="policy.pdf")

    assert policy.title == "Anti-Bullying Policy"
    assert headings(policy) == [("1", "What we mean"), ("2", "What we do")]
    assert [(number, level) for number, level, _ in clauses(policy)] == [
        ("1.1", 1),
        ("1.1.1", 2),
        ("1.1.2", 2),
        ("1.1.2.1", 3),
        ("1.1.2.2", 3),
        ("1.1.3", 2),
        ("2.1", 1),
        ("2.2", 1),
        ("2.2.a", 2),
        ("2.2.b", 2),
        ("2.3", 1),
        ("2.4", 1),
    ]
    assert clauses(policy)[1][2].endswith("whether or not an adult is near enough to see it")
    assert clauses(policy)[-1][2] == (
        "Everybody who works with children in our school recognises it."
    )
    out = " ".join(passage.text for passage in policy.left_out)
    assert "file://" in out
    assert "Skip to content" in out
