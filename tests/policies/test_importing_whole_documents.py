"""Whole documents as schools write them, each with the outline that a careful clerk would make."""

import pytest

from policies.importing import ImportedPolicy, read_document
from tests.policies.documents_made import BULLETS, NUMBERED, docx, para, pdf_of_streams, word_table
from tests.policies.test_importing import EVERYONE, clauses, headings, left_out, unsure

pytestmark = pytest.mark.rule("P9")


def read(text: str, name: str = "policy.txt", encoding: str = "utf-8") -> ImportedPolicy:
    return read_document(text.encode(encoding), name=name)


def test_windows_letters_tabs_and_line_ends():
    policy = read(
        "Springfield Infant School\r\n\r\nMobile Phone Policy\r\n\r\n"
        "Approved by:\tGoverning Body\tDate: 12th March 2025\r\n"
        "Next review due by:\tMarch 2026\r\n\r\n"
        "1.\tIntroduction\r\n\r\n"
        "This policy sets out the school’s approach to “mobile phones”.\r\n\r\n"
        "2.\tStaff\r\n\r\n2.1\tStaff must:\r\n"
        "\t•\tkeep phones in lockers\r\n\t•\tnot take pictures\r\n"
        "2.2\tVisitors are told at the office.\r\n",
        encoding="cp1252",
    )

    assert policy.title == "Mobile Phone Policy"
    assert policy.dates == {"approved": "2025-03-12", "review": "2026-03-31"}
    assert headings(policy) == [("1", "Introduction"), ("2", "Staff")]
    assert clauses(policy) == [
        ("1.1", 1, "This policy sets out the school’s approach to “mobile phones”."),
        ("2.1", 1, "Staff must:"),
        ("2.1.1", 2, "keep phones in lockers"),
        ("2.1.2", 2, "not take pictures"),
        ("2.2", 1, "Visitors are told at the office."),
    ]
    assert "March 2026" in unsure(policy)


def test_form_feeds_with_a_footer_within_a_sentence():
    policy = read(
        "ATTENDANCE POLICY\nHillside School\n\n1 AIMS\n\n"
        "We want every child to come to school every\nday and be on\n"
        "\fHillside School   Attendance Policy   Page 2 of 3\ntime.\n\n"
        "2 ABSENCE\n\n(a) Ring before 9.\n(b) Leave a message:\n    (i) your name\n"
        "    (ii) your child's class\n(c) Ring again the next day.\n"
        "\fHillside School   Attendance Policy   Page 3 of 3\n3 REVIEW\n"
        "This policy is reviewed annually.\n"
    )

    assert headings(policy) == [("1", "AIMS"), ("2", "ABSENCE"), ("3", "REVIEW")]
    assert clauses(policy) == [
        ("1.1", 1, "We want every child to come to school every day and be on time."),
        ("2.a", 1, "Ring before 9."),
        ("2.b", 1, "Leave a message:"),
        ("2.b.i", 2, "your name"),
        ("2.b.ii", 2, "your child's class"),
        ("2.c", 1, "Ring again the next day."),
        ("3.1", 1, "This policy is reviewed annually."),
    ]
    assert "Page 2 of 3" in left_out(policy)


def test_a_whole_policy_on_one_line_with_its_dotted_clauses():
    policy = read(
        "Uniform Policy 1. Aims We want all children to feel that they belong. 2. What we wear "
        "2.1 A red jumper. 2.2 Grey trousers or a skirt. 3. Review The governors review this "
        "policy every two years."
    )

    assert headings(policy) == [("1", "Aims"), ("2", "What we wear"), ("3", "Review")]
    assert [number for number, *_ in clauses(policy)] == ["1.1", "2.1", "2.2", "3.1"]
    assert policy.dates == {"approved": None, "review": None}


def test_roman_sections_and_a_list_that_asks_nothing_of_whom_it_names():
    policy = read(
        "Complaints Procedure\n\nI. Stage one\n\nTalk to the class teacher.\n\nII. Stage two\n\n"
        "Write to the Headteacher, who will:\n\n- meet you\n- write back within ten school days\n\n"
        "III. Stage three\n\nThe governors' panel meets.\n\nIV. Next steps\n\n"
        "You may write to the Department for Education.\n"
    )

    assert headings(policy) == [
        ("I", "Stage one"),
        ("II", "Stage two"),
        ("III", "Stage three"),
        ("IV", "Next steps"),
    ]
    assert clauses(policy)[1:4] == [
        ("II.1", 1, "Write to the Headteacher, who will:"),
        ("II.1.1", 2, "meet you"),
        ("II.1.2", 2, "write back within ten school days"),
    ]
    # "Write to the Headteacher" is said to parents: it makes no section for staff alone.
    assert all(section.audiences == EVERYONE for section in policy.sections)


def test_bullets_of_words_own_typeface_in_two_kinds_are_two_levels():
    policy = read(
        "Behaviour Policy\n\nOur rules\n\n\uf0b7 We are kind\n\uf0b7 We are safe\n\uf0a7 in class\n"
        "\uf0a7 outside\n\uf0b7 We listen\n\nWhat happens next\n\nWe talk about it.\n"
    )

    assert headings(policy) == [("1", "Our rules"), ("2", "What happens next")]
    assert clauses(policy) == [
        ("1.1", 1, "We are kind"),
        ("1.2", 1, "We are safe"),
        ("1.2.1", 2, "in class"),
        ("1.2.2", 2, "outside"),
        ("1.3", 1, "We listen"),
        ("2.1", 1, "We talk about it."),
    ]


def test_a_slip_below_a_line_to_cut_along():
    policy = read(
        "Acceptable Use Policy\n\n1. Using the internet\n\n"
        "1.1 Children use the internet with an adult.\n\n1.2 Parents are asked to support this.\n\n"
        "- - - - - - - - - - - - - - - - -\n\nPlease return this slip to the office\n\n"
        "I have read the Acceptable Use Policy and agree to support it.\n\n"
        "Name of child: ______________ Class: ______\n\n"
        "Signed: ________________ (parent/carer)   Date: ___________\n"
    )

    assert policy.sign_off_text == "I have read the Acceptable Use Policy and agree to support it."
    assert [text for *_, text in clauses(policy)] == [
        "Children use the internet with an adult.",
        "Parents are asked to support this.",
    ]
    assert "Name of child" in left_out(policy)


def test_a_table_of_dates_flattened_to_lines_and_numbers_alone_on_theirs():
    policy = read(
        "Data Protection Policy\n\nVersion\n2.1\nDate approved\n14 May 2025\nApproved by\n"
        "Full Governing Body\nNext review\nSummer 2026\nOwner\nSchool Business Manager\n\n"
        "1\nIntroduction\n1.1\nWe keep data safe.\n1.2\nWe keep it only as long as we need.\n"
        "2\nRIGHTS\n2.1\nAnybody may ask what we hold.\n"
    )

    assert policy.dates == {"approved": "2025-05-14", "review": "2026-07-31"}
    assert headings(policy) == [("1", "Introduction"), ("2", "RIGHTS")]
    assert clauses(policy) == [
        ("1.1", 1, "We keep data safe."),
        ("1.2", 1, "We keep it only as long as we need."),
        ("2.1", 1, "Anybody may ask what we hold."),
    ]
    assert "Summer 2026" in unsure(policy)


def test_sections_called_so_steps_and_an_appendix():
    policy = read(
        "SAFEGUARDING\n\nSection 1: Introduction\nChildren come first.\n\n"
        "Section 2: Who is who\nThe DSL is the deputy head.\nThe deputy DSL is the SENCO.\n\n"
        "Section 3: What to do\nStep 1: Listen.\nStep 2: Write it down.\nStep 3: Tell the DSL.\n\n"
        "Appendix A: Contacts\nThe local authority: see the office.\n"
    )

    assert [heading for _, heading in headings(policy)] == [
        "Introduction",
        "Who is who",
        "What to do",
        "Appendix A: Contacts",
    ]
    assert [text for *_, text in clauses(policy)][3:6] == [
        "Step 1: Listen.",
        "Step 2: Write it down.",
        "Step 3: Tell the DSL.",
    ]


def test_capital_headings_without_a_free_line_anywhere():
    policy = read(
        "SEND POLICY\nOUR AIMS\nWe include every child.\nWe work with parents.\n"
        "IDENTIFYING NEEDS\nTeachers look at how each child learns.\n"
        "ROLES AND RESPONSIBILITIES\nThe SENCO leads.\nThe governors check.\n"
    )

    assert [heading for _, heading in headings(policy)] == [
        "OUR AIMS",
        "IDENTIFYING NEEDS",
        "ROLES AND RESPONSIBILITIES",
    ]
    assert len(clauses(policy)) == 5


def test_a_contents_list_of_two_levels_makes_no_sections():
    policy = read(
        "Health and Safety Policy\n\nContents\n\n1. Statement of intent .............. 3\n"
        "2. Organisation ..................... 4\n2.1 The governing body .............. 4\n"
        "2.2 The Headteacher ................. 5\n3. Arrangements ..................... 6\n\n"
        "1. Statement of intent\n\nWe keep everybody safe.\n\n2. Organisation\n\n"
        "2.1 The governing body\n\nIt sets the policy.\n\n2.2 The Headteacher\n\n"
        "She puts it into practice.\n\n3. Arrangements\n\nFire drills are held each term.\n"
    )

    assert headings(policy) == [
        ("1", "Statement of intent"),
        ("2", "Organisation"),
        ("3", "Arrangements"),
    ]
    assert clauses(policy)[1:5] == [
        ("2.1", 1, "The governing body"),
        ("2.1.1", 2, "It sets the policy."),
        ("2.2", 1, "The Headteacher"),
        ("2.2.1", 2, "She puts it into practice."),
    ]


def test_a_list_before_the_first_heading_stays_nested():
    policy = read("# Photo Policy\n\n- ask\n  - first\n- post\n\n## How\n\nKindly.\n", "a.md")

    assert clauses(policy)[:3] == [("1.1", 1, "ask"), ("1.1.1", 2, "first"), ("1.2", 1, "post")]


def test_markdown_with_a_nested_list_a_quotation_and_a_code():
    policy = read(
        "# Medicines Policy\n\n## Giving medicine\n\n1. Check the name.\n2. Check the dose.\n"
        "   - twice\n   - with a colleague\n3. Write it down.\n\n> A child is **never** forced.\n\n"
        "```\nform 3\n```\n",
        "a.md",
    )

    assert clauses(policy) == [
        ("1.1", 1, "Check the name."),
        ("1.2", 1, "Check the dose."),
        ("1.2.1", 2, "twice"),
        ("1.2.2", 2, "with a colleague"),
        ("1.3", 1, "Write it down."),
        ("1.4", 1, "A child is never forced."),
        ("1.5", 1, "form 3"),
    ]


def test_a_word_document_with_numbered_styles_a_table_of_roles_and_bold_headings():
    policy = read_document(
        docx(
            para("Trips Policy", style="Title"),
            para("Aims", style="H1", point=(NUMBERED, 0)),
            para("Every child can come along.", point=(NUMBERED, 1)),
            para("Before a trip", style="H1", point=(NUMBERED, 0)),
            para("The leader must:", point=(NUMBERED, 1)),
            para("visit the place", point=(BULLETS, 0)),
            para("write down the risks", point=(BULLETS, 0)),
            para("near water", point=(BULLETS, 1)),
            word_table(["Who", "What"], ["The leader", "asks the Headteacher"]),
        ),
        name="trips.docx",
    )

    assert headings(policy) == [("1", "Aims"), ("2", "Before a trip")]
    assert clauses(policy)[:5] == [
        ("1.1", 1, "Every child can come along."),
        ("2.1", 1, "The leader must:"),
        ("2.1.1", 2, "visit the place"),
        ("2.1.2", 2, "write down the risks"),
        ("2.1.2.1", 3, "near water"),
    ]
    assert "asks the Headteacher" in " ".join(text for *_, text in clauses(policy))


def _shown(x: int, y: int, words: str) -> str:
    return f"BT /F1 11 Tf {x} {y} Td ({words}) Tj ET"


def test_two_columns_of_a_pdf_are_read_one_after_the_other():
    left = [
        "1. Coming to school",
        "Every child has the right to be at school on",
        "each day that it is open, and we help fami-",
        "lies wherever something stands in the way.",
    ]
    right = [
        "2. When a child is ill",
        "Please ring the office before nine o'clock and",
        "leave the name and the class of your child. All",
        "families have the number.",
    ]
    rows = [_shown(60, 780, "Attendance Policy")]
    rows += [_shown(60, 740 - 14 * n, words) for n, words in enumerate(left)]
    rows += [_shown(320, 740 - 14 * n, words) for n, words in enumerate(right)]

    policy = read_document(pdf_of_streams("\n".join(rows)), name="attendance.pdf")

    assert headings(policy) == [("1", "Coming to school"), ("2", "When a child is ill")]
    assert clauses(policy) == [
        (
            "1.1",
            1,
            "Every child has the right to be at school on each day that it is open, and we help "
            "families wherever something stands in the way.",
        ),
        (
            "2.1",
            1,
            "Please ring the office before nine o'clock and leave the name and the class of your "
            "child. All families have the number.",
        ),
    ]
