from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school.errors import BadFile, DomainError
from school.models import Role, RoleAssignment
from school.people_import import COLUMNS, LARGEST, column_called, decode, parse

HEADINGS = ",".join(COLUMNS)
TEACHER = "Naomi Fair,naomi@example.test,staff,2026-09-01,,,,,,,"


def faults_of(*lines: str, headings: str = HEADINGS) -> list[str]:
    return [str(fault) for fault in parse("\n".join([headings, *lines])).faults]


def test_a_good_line_is_read():
    (row,) = parse(f"{HEADINGS}\n{TEACHER}\n").rows

    assert (row.line, row.full_name, row.email) == (2, "Naomi Fair", "naomi@example.test")
    assert (row.role, row.starts_on, row.ends_on) == ("staff", date(2026, 9, 1), None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_letters_beyond_english_survive_each_encoding(encoding):
    content = f"{HEADINGS}\nZoë Müller,zoe@example.test,staff,,,,,,,,\n".encode(encoding)

    (row,) = parse(decode(content)).rows

    assert row.full_name == "Zoë Müller"


def test_semicolons_separate_as_well_as_commas():
    text = f"{HEADINGS}\n{TEACHER}\n".replace(",", ";")

    assert len(parse(text).rows) == 1


def test_both_ways_of_writing_a_date_mean_the_same_day():
    iso, british = (
        parse(f"{HEADINGS}\nA B,a@b.test,staff,{day},,,,,,,").rows[0].starts_on
        for day in ("2026-09-01", "01/09/2026")
    )

    assert iso == british == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("E-mail address", "email"),
        ("FULL NAME", "full_name"),
        ("Child's name", "child_name"),
        ("Child’s name", "child_name"),
        ("Start date", "starts_on"),
        ("court restriction", "court_restriction"),
        ("telephone", ""),
    ],
)
def test_headings_are_understood_as_people_say_them(heading, column):
    assert column_called(heading) == column


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "A B,a@b.test,staff,31/02/2026,,,,,,,",
            "Line 2, starts_on: “31/02/2026” is not a date. Write it as 2026-09-01 or 01/09/2026.",
        ),
        (
            "A B,a@b.test,staff,01/09/26,,,,,,,",
            "Line 2, starts_on: “01/09/26” is not a date. Write it as 2026-09-01 or 01/09/2026.",
        ),
        (
            "A B,a@b,staff,,,,,,,,",
            "Line 2, email: “a@b” is not an e-mail address. Leave it blank if none.",
        ),
        (
            "A B,,king,,,,,,,,",
            "Line 2, role: “king” is not a role. Write one of: headteacher, deputy, staff, "
            "governor, chair, clerk, dsl, office, volunteer, parent.",
        ),
        (",a@b.test,staff,,,,,,,,", "Line 2, full_name: The name is missing."),
        (
            "A B,,staff,2026-09-02,2026-09-01,,,,,,",
            "Line 2, ends_on: The last day comes before the first.",
        ),
        (
            "A B,,parent,,,,Robins,2026-09-01,,,",
            "Line 2, child_name: A parent's line needs this. Fill it in.",
        ),
        (
            "A B,,staff,,,Ada B,,,,,",
            "Line 2, child_name: Only a parent's line has this. Leave it blank, or write parent.",
        ),
        (
            "A B,,parent,,,Ada B,Robins,2026-09-01,,perhaps,",
            "Line 2, parental_responsibility: “perhaps” is neither yes nor no.",
        ),
        (f"{'A' * 121},,staff,,,,,,,,", "Line 2, full_name: This is longer than 120 letters."),
        (
            "A B,,staff,,,,,,,,,too,many",
            "Line 2: There are more cells than headings. Is a comma missing its quotes?",
        ),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column_in_a_sentence(line, fault):
    assert faults_of(line) == [fault]


def test_a_bad_line_does_not_hide_the_others():
    listed = parse(f"{HEADINGS}\nA B,,king,,,,,,,,\n{TEACHER}\n\nC D,c@,staff,,,,,,,,\n")

    assert [fault.line for fault in listed.faults] == [2, 5]
    assert [row.line for row in listed.rows] == [3]


@pytest.mark.parametrize(
    ("headings", "fault"),
    [
        ("full_name,role", "Line 1, email: This column is missing."),
        ("full_name,email,role,phone", "Line 1, headings: “phone” is not a column of this list."),
        ("full_name,email,role,name", "Line 1, full_name: “full_name”: there are two"),
        ("full_name,email,role,", "Line 1, headings: It has no heading."),
    ],
)
def test_wrong_columns_are_named_before_anything_else(headings, fault):
    (first, *_) = faults_of("A B,,king", headings=headings)

    assert first.startswith(fault)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        (b"a," * (LARGEST // 2 + 1), "larger than 2 MB"),
        (b"PK\x03\x04rest", "This is a spreadsheet"),
        (b"name\x00\x01,", "not a list in text form"),
        ("full_name,email".encode("utf-16"), "not a list in text form"),
        (b"full_name\x81\x8d", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_gets_a_sentence(content, sentence):
    with pytest.raises(BadFile, match=sentence):
        decode(content)


def test_a_list_without_people_says_so():
    with pytest.raises(BadFile, match="nobody is on the list"):
        parse(HEADINGS)


def test_a_quotation_mark_left_open_is_named_by_its_line():
    with pytest.raises(BadFile, match="Line 3: a quotation mark"):
        parse(f'{HEADINGS}\n{TEACHER}\n"A B,a@b.test,staff\n')


def says_something(content: bytes) -> bool:
    """Tell whether bytes give rows, faults or one sentence; any other exception fails the test."""
    try:
        listed = parse(decode(content))
    except DomainError as error:
        return bool(str(error))
    return bool(listed.rows or listed.faults)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_sentence_and_nothing_else(content):
    assert says_something(content)


@given(st.lists(st.text(max_size=30), max_size=14), st.sampled_from([",", ";"]))
def test_any_cells_below_good_headings_are_rows_or_faults(cells, separator):
    text = HEADINGS.replace(",", separator) + "\n" + separator.join(cells)

    assert says_something(text.encode("utf-8", "replace"))


words = st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=20)


@given(
    names=st.tuples(words, words),
    local=st.text("abcdefghij", min_size=1, max_size=10),
    role=st.sampled_from(RoleAssignment.ASSIGNABLE),
    days=st.lists(st.dates(date(1990, 1, 1), date(2090, 1, 1)), min_size=2, max_size=2),
    separator=st.sampled_from([",", ";"]),
    pattern=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y"]),
)
def test_a_good_line_comes_out_as_it_went_in(names, local, role, days, separator, pattern):
    name, email = " ".join(names), f"{local}@example.test"
    first, last = sorted(days)
    cells = [name, email, role.value, first.strftime(pattern), last.strftime(pattern)]
    text = HEADINGS.replace(",", separator) + "\n" + separator.join(cells)

    listed = parse(decode(text.encode()))

    assert listed.faults == ()
    row = listed.rows[0]
    assert (row.full_name, row.email, row.role) == (name, email, Role(role))
    assert (row.starts_on, row.ends_on) == (first, last)
