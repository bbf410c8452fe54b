"""A section as one text in Markdown: written, read back, and known again clause by clause."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from policies import actions
from policies.editing import ClauseDraft, SectionDraft, as_markdown, from_markdown
from tests import factories

line = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" -*#.()1a\\"),
    min_size=1,
    max_size=30,
).map(lambda words: words.strip() or "Be kind.")
text = st.lists(st.one_of(line, st.just("")), min_size=1, max_size=4).map(
    lambda lines: "\n".join(lines).strip() or "Be kind."
)
clauses = st.lists(st.builds(ClauseDraft, text=text, level=st.integers(1, 4)), max_size=6).map(
    lambda given: [
        ClauseDraft(one.text, one.level, place)
        for place, one in enumerate(SectionDraft("", (), tuple(given)).without_gaps().clauses)
    ]
)


@given(clauses)
@example([ClauseDraft("- 1. Be kind.\n- \\**Ask** first.\n\n  # Why", 1, 0)])
@example([ClauseDraft("Be kind.", 1, 0), ClauseDraft("Be kind.", 2, 1)])
def test_written_as_markdown_and_read_back_it_is_the_same_section(given_clauses):
    assert from_markdown(as_markdown(given_clauses), given_clauses) == given_clauses


def test_it_reads_as_people_write_markdown():
    text = """
* Ask first,
  the other family too.
    1. Both parents
    2. **In writing**

Then post.
"""

    assert from_markdown(text, []) == [
        ClauseDraft("Ask first,\nthe other family too.", 1),
        ClauseDraft("Both parents", 2),
        ClauseDraft("In writing", 2),
        ClauseDraft("Then post.", 1),
    ]


def test_a_clause_is_known_again_by_its_words_wherever_it_went():
    before = [
        ClauseDraft("Leave your phone in the office until the end of lessons.", 1, 7, "3.1"),
        ClauseDraft("Be kind in all that you write.", 1, 8, "3.2"),
        ClauseDraft("Ask first.", 1, 9, "3.3"),
    ]

    after = from_markdown(
        "- Something else entirely.\n"
        "- Be kind in all that you write.\n"
        "  - Leave your phone in the office until the end of the day.",
        before,
    )

    assert [(one.pk, one.level) for one in after] == [(None, 1), (8, 1), (7, 2)]


def test_many_clauses_that_are_alike_take_no_long_time():
    before = [ClauseDraft(f"Be kind in what you post, point {n}.", 1, n) for n in range(300)]
    text = as_markdown(before).replace("kind", "careful")

    assert {one.pk for one in from_markdown(text, before)} == set(range(300))


# --- by the page ----------------------------------------------------------------------------------


@pytest.fixture
def section(office):
    return factories.VersionFactory(created_by=office).sections.get()


def address(section):
    version = section.version
    return reverse("policies:edit_section", args=[version.policy.slug, version.number, section.pk])


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
def test_a_section_is_written_as_one_text_and_saved_from_there(section, office, sign_in):
    client, (first, second) = sign_in(office), section.clauses.all()

    page = client.post(address(section), typed(section, press="whole")).content.decode()
    assert f"- {first.text}\n- {second.text}</textarea>" in page

    text = f"- {second.text}\n  - {first.text}\n- A third."
    seen = client.post(address(section), typed(section, press="clauses", whole=text))
    assert [row["number"] for row in seen.context["rows"]] == ["1.1", "1.1.1", "1.2"]

    client.post(address(section), typed(section, press="save", whole=text))
    rows = list(section.clauses.values_list("number", "text", "pk"))
    assert rows[:2] == [("1.1", second.text, second.pk), ("1.1.1", first.text, first.pk)]
    assert rows[2][:2] == ("1.2", "A third.")


@pytest.mark.django_db
def test_a_text_without_a_word_is_not_saved(section, office, sign_in):
    page = sign_in(office).post(address(section), typed(section, press="save", whole=" \n\n"))

    assert "A section needs at least one clause." in page.content.decode()
    assert section.clauses.count() == 2


@pytest.mark.django_db
def test_a_text_that_is_being_typed_is_kept(section, office, sign_in):
    version, client = section.version, sign_in(office)
    keep = reverse("policies:keep_typing", args=[version.policy.slug, 1, section.pk])

    client.post(keep, typed(section, whole="- Half a sen"))

    assert "Half a sen" in client.get(address(section)).content.decode()
