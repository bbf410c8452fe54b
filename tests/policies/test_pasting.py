"""Several clauses at once, whole texts that are pasted, and sections that change places."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from policies import actions
from policies.editing import clauses_in
from policies.models import PolicyUpload, State, WorkingCopy
from school.access import NotAllowed
from school.errors import WrongState
from tests import factories

# --- lines become clauses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Ask first.\nThen post.", [("Ask first.", 1), ("Then post.", 1)]),
        ("Staff:\n  - ask\n  - post\nLast", [("Staff:", 1), ("ask", 2), ("post", 2), ("Last", 1)]),
        ("• one\n\to two\n\t\t▪ three", [("one", 1), ("two", 2), ("three", 3)]),
        (
            "1. one\n   a) two\n   b) three\n2. four",
            [("one", 1), ("two", 2), ("three", 2), ("four", 1)],
        ),
        ("1.1 one\n1.2 two", [("one", 1), ("two", 1)]),
        ("(i) one\n(ii) two", [("one", 1), ("two", 1)]),
        ("## Photos\n**Never** post.", [("Photos", 1), ("Never post.", 1)]),
        ("   set in\n   as well\n out", [("set in", 1), ("as well", 1), ("out", 1)]),
        ("\n \n", []),
        ("2026 was good.", [("2026 was good.", 1)]),
        ("A child may ask.", [("A child may ask.", 1)]),
        ("I agree.", [("I agree.", 1)]),
        ("-", [("-", 1)]),
    ],
)
def test_each_line_is_a_clause_nested_as_it_is_set_in(text, clauses):
    assert [(clause.text, clause.level) for clause in clauses_in(text)] == clauses


# Underscores make a word strong, as asterisks do, and count as letters of it at once.
WRITTEN = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="_"), max_size=40
)


@given(st.lists(WRITTEN))
def test_no_word_of_what_was_pasted_is_lost(lines):
    text = "\n".join(lines)
    kept = re.findall(r"\w{4,}", " ".join(clause.text for clause in clauses_in(text)))

    # Words of four letters or more: shorter ones may have been a mark such as "iii)".
    assert kept == re.findall(r"\w{4,}", " ".join(text.split()).replace("**", ""))


# --- on the page ----------------------------------------------------------------------------------


@pytest.fixture
def section(office):
    version = factories.VersionFactory(created_by=office, sections=["One", "Two", "Three"])
    return version.sections.first()


def address(name, section):
    version = section.version
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number, section.pk])


def typed(section, **more):
    draft = actions.as_draft(section)
    return {
        "heading": draft.heading,
        "audiences": list(draft.audiences),
        "based_on": draft.fingerprint,
        "known": [clause.pk for clause in draft.clauses],
        "clause": [clause.text for clause in draft.clauses],
        "clause_pk": [clause.pk for clause in draft.clauses],
        "clause_level": [clause.level for clause in draft.clauses],
        **more,
    }


@pytest.mark.django_db
def test_pasted_lines_stand_at_the_end_to_be_looked_at_and_then_saved(section, office, sign_in):
    client = sign_in(office)

    shown = client.post(
        address("edit_section", section),
        typed(section, several="- ask\n  - first", press="several"),
    ).content.decode()

    assert ">ask</textarea>" in shown
    assert "Clause 1.3.1" in shown
    assert section.clauses.count() == 2
    assert len(WorkingCopy.objects.get().content["clauses"]) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("press", ["save", "below:0"])
def test_pasted_lines_are_not_forgotten_by_another_press(section, office, sign_in, press):
    client = sign_in(office)
    page = typed(section, several="Ask first.", press=press)

    shown = client.post(address("edit_section", section), page)

    if press == "save":
        assert section.clauses.last().text == "Ask first."
    else:
        assert ">Ask first.</textarea>" in shown.content.decode()


@pytest.mark.django_db
def test_a_policy_is_begun_from_a_text_that_was_pasted(office, sign_in):
    client = sign_in(office)

    answer = client.post(
        reverse("policies:begin"),
        {"title": "Photos", "text": "## Why\n\n- Ask first.\n- Then post.\n\n## How\n\nKindly."},
    )

    held = PolicyUpload.objects.get()
    assert answer.url == reverse("policies:preview", args=[held.pk])
    shown = client.get(answer.url).content.decode()
    assert "A new policy: “Photos”" in shown
    assert "Then post." in shown


# --- sections change places -----------------------------------------------------------------------


def order(version):
    return [
        (s.number, s.heading, [c.number for c in s.clauses.all()]) for s in version.sections.all()
    ]


@pytest.mark.django_db
@pytest.mark.rule("P7")
def test_a_section_changes_places_and_the_numbers_follow(section, office):
    version = section.version

    actions.move_section(section=section, up=False, by=office)

    assert order(version) == [
        ("1", "Two", ["1.1", "1.2"]),
        ("2", "One", ["2.1", "2.2"]),
        ("3", "Three", ["3.1", "3.2"]),
    ]
    actions.move_section(section=version.sections.get(heading="Three"), up=True, by=office)
    assert [row[:2] for row in order(version)] == [("1", "Two"), ("2", "Three"), ("3", "One")]
    assert section.history.first().number == "3"


@pytest.mark.django_db
def test_the_first_goes_no_higher_and_the_last_no_lower(section, office):
    before = order(section.version)

    actions.move_section(section=section, up=True, by=office)
    actions.move_section(section=section.version.sections.last(), up=False, by=office)

    assert order(section.version) == before


@pytest.mark.django_db
def test_numbers_that_are_no_numbers_stay(section, office):
    section.number = "A"
    section.save()

    actions.move_section(section=section, up=False, by=office)

    assert [row[0] for row in order(section.version)] == ["2", "A", "3"]


@pytest.mark.django_db
def test_moving_by_the_page(section, office, sign_in):
    client = sign_in(office)

    client.post(address("move_section", section), {"press": "down"})
    assert [row[1] for row in order(section.version)] == ["Two", "One", "Three"]
    client.post(address("move_section", section), {"press": "up"})
    assert [row[1] for row in order(section.version)] == ["One", "Two", "Three"]


@pytest.mark.django_db
def test_only_a_draft_is_moved_about_and_only_by_those_who_may(section, office, governor):
    with pytest.raises(NotAllowed):
        actions.move_section(section=section, up=False, by=governor)
    section.version.state = State.IN_REVIEW
    section.version.save()
    with pytest.raises(WrongState):
        actions.move_section(section=section, up=False, by=office)
    gone = factories.VersionFactory(created_by=office).sections.get()
    actions.take_out_section(section=gone, by=office)
    with pytest.raises(WrongState):
        actions.move_section(section=gone, up=False, by=office)
