"""Writing a draft: its next version, its sections, two people at once."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from policies import actions
from policies.editing import ClauseDraft, SectionDraft, number_clauses
from policies.models import Clause, State, Version
from policies.text import text_sha256
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from tests import factories

# --- numbers (P7) ---------------------------------------------------------------------------------

clauses = st.lists(
    st.builds(ClauseDraft, text=st.just("Be kind."), level=st.integers(1, 6)), min_size=1
)


@pytest.mark.rule("P7")
@given(clauses)
def test_every_clause_has_a_number_of_its_own_that_says_where_it_stands(given_clauses):
    now = SectionDraft("", (), tuple(given_clauses)).without_gaps().clauses

    numbers = number_clauses("3", (), now)

    assert len(set(numbers)) == len(now)
    assert all(n.count(".") == clause.level for n, clause in zip(numbers, now, strict=True))
    assert all(n.startswith("3.") for n in numbers)


@pytest.mark.rule("P7")
def test_while_only_words_change_every_number_stays():
    before = [ClauseDraft("One.", 1, 7, "3.9"), ClauseDraft("Two.", 2, 8, "3.9.c")]
    now = [ClauseDraft("One more.", 1, 7), ClauseDraft("Two more.", 2, 8)]

    assert number_clauses("3", before, now) == ["3.9", "3.9.c"]


def test_letters_stay_letters_when_a_point_is_put_in():
    now = [ClauseDraft("One.", 1, 7, "3.1"), ClauseDraft("Two.", 2, 8, "3.1.a"), ClauseDraft("", 2)]

    assert number_clauses("3", now[:2], now) == ["3.1", "3.1.a", "3.1.b"]


# --- the next version -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.rule("P1")
def test_the_next_version_begins_with_the_text_in_force_and_leaves_that_alone(office):
    before = factories.published(sections=["What we ask", "What we do"])

    after = actions.start_next_version(policy=before.policy, by=office)

    assert (after.number, after.state) == (2, State.DRAFT)
    assert text_sha256(after) == text_sha256(before)
    assert after.prepared_by() == {office}
    assert not after.authors.exists()
    with pytest.raises(WrongState, match="still in work"):
        actions.start_next_version(policy=before.policy, by=office)


@pytest.mark.django_db
def test_the_next_version_needs_one_in_force_and_somebody_who_may(office, class_teacher):
    with pytest.raises(WrongState, match="No version is in force"):
        actions.start_next_version(policy=factories.PolicyFactory(), by=office)
    with pytest.raises(NotAllowed):
        actions.start_next_version(policy=factories.published().policy, by=class_teacher)


# --- sections -------------------------------------------------------------------------------------


@pytest.fixture
def section(office):
    return factories.VersionFactory(created_by=office).sections.get()


def address(name, section):
    version = section.version
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number, section.pk])


def typed(draft, **changes):
    return {
        "heading": draft.heading,
        "audiences": list(draft.audiences),
        "based_on": draft.fingerprint,
        "known": [clause.pk for clause in draft.clauses],
        "clause": [clause.text for clause in draft.clauses],
        "clause_pk": [clause.pk for clause in draft.clauses],
        "clause_level": [clause.level for clause in draft.clauses],
    } | changes


@pytest.mark.django_db
def test_words_are_changed_and_the_clauses_stay_the_same_rows(section, headteacher, sign_in):
    before = actions.as_draft(section)

    sign_in(headteacher).post(
        address("edit_section", section), typed(before, heading="Asked", clause=["One.", "Two."])
    )

    after = actions.as_draft(type(section).objects.get(pk=section.pk))
    assert after.heading == "Asked"
    assert [c.text for c in after.clauses] == ["One.", "Two."]
    assert [(c.pk, c.number) for c in after.clauses] == [(c.pk, c.number) for c in before.clauses]
    assert headteacher in section.version.authors.all()
    assert Clause.history.filter(id=before.clauses[0].pk).first().history_user == headteacher


@pytest.mark.django_db
def test_a_clause_is_put_first_one_is_nested_and_one_goes(section, office):
    draft = actions.as_draft(section)
    one, two = draft.clauses
    new = SectionDraft(
        draft.heading, draft.audiences, (ClauseDraft("New."), ClauseDraft(two.text, 2, two.pk))
    )

    actions.write_section(section=section, draft=new, based_on=draft.fingerprint, by=office)

    rows = list(section.clauses.order_by("position"))
    assert [(row.number, row.text, row.level) for row in rows] == [
        ("1.1", "New.", 1),
        ("1.1.1", two.text, 2),
    ]
    assert rows[1].pk == two.pk
    assert not Clause.objects.filter(pk=one.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ("up:1", ["B", "A"]),
        ("down:0", ["B", "A"]),
        ("below:0", ["A", "", "B"]),
        ("take_out:0", ["B"]),
        ("under:1", ["A", "B"]),
        ("nonsense:9", ["A", "B"]),
    ],
)
def test_a_button_beside_a_clause_changes_the_page_and_nothing_else(
    section, office, sign_in, press, expected
):
    before = actions.as_draft(section)

    page = sign_in(office).post(
        address("edit_section", section), typed(before, clause=["A", "B"], press=press)
    )

    assert [row["clause"].text for row in page.context["rows"]] == expected
    assert actions.as_draft(type(section).objects.get(pk=section.pk)) == before


@pytest.mark.django_db
def test_two_people_at_once_lose_no_word_of_either(section, office, headteacher, sign_in):
    before = actions.as_draft(section)
    mine = typed(before, clause=["Mine.", before.clauses[1].text])
    theirs = typed(
        before,
        clause=["Theirs.", before.clauses[1].text, "Another of theirs."],
        clause_pk=[*[c.pk for c in before.clauses], ""],
        clause_level=[1, 1, 1],
    )
    sign_in(headteacher).post(address("edit_section", section), theirs)

    page = sign_in(office).post(address("edit_section", section), mine)

    words = page.content.decode()
    assert "Somebody changed this section after you opened it" in words
    assert all(one in words for one in ("Mine", "Theirs", "Another of theirs."))
    rows = page.context["rows"]
    again = mine | {
        "based_on": page.context["based_on"],
        "clause": [row["clause"].text for row in rows],
        "clause_pk": [row["clause"].pk for row in rows],
        "clause_level": [row["clause"].level for row in rows],
    }
    sign_in(office).post(address("edit_section", section), again)
    texts = list(section.clauses.order_by("position").values_list("text", flat=True))
    assert texts == ["Mine.", before.clauses[1].text, "Another of theirs."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"heading": ""}, "Give the section a heading."),
        ({"clause": ["", ""]}, "A section needs at least one clause"),
        ({"clause": ["a" * 20_001, "b"]}, "too long"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_is_kept(section, office, sign_in, changes, sentence):
    before = actions.as_draft(section)

    page = sign_in(office).post(address("edit_section", section), typed(before, **changes))

    assert sentence in page.content.decode()
    assert actions.as_draft(type(section).objects.get(pk=section.pk)) == before


@pytest.mark.django_db
def test_a_section_is_added_and_taken_out(section, office, sign_in):
    version, client = section.version, sign_in(office)
    outline = reverse("policies:edit", args=[version.policy.slug, version.number])

    client.post(outline, {"heading": "Photos", "text": "Ask before you post."})
    assert list(version.sections.values_list("number", "heading")) == [
        ("1", "What we ask"),
        ("2", "Photos"),
    ]

    added = version.sections.get(heading="Photos")
    assert "leave the draft" in client.get(address("take_out_section", added)).content.decode()
    client.post(address("take_out_section", added))

    assert list(version.sections.all()) == [section]


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.PUBLISHED])
def test_only_a_draft_is_written(office, state):
    version = (
        factories.published() if state == State.PUBLISHED else factories.VersionFactory(state=state)
    )
    section = version.sections.get()
    draft = actions.as_draft(section)

    for write in (
        lambda: actions.write_section(
            section=section, draft=draft, based_on=draft.fingerprint, by=office
        ),
        lambda: actions.add_section(version=version, heading="A", text="B", by=office),
        lambda: actions.take_out_section(section=section, by=office),
    ):
        with pytest.raises(WrongState, match="Only a draft"):
            write()


@pytest.mark.django_db
def test_only_those_who_look_after_policies_write(section, governor):
    draft = actions.as_draft(section)

    with pytest.raises(NotAllowed):
        actions.write_section(section=section, draft=draft, based_on=draft.fingerprint, by=governor)


@pytest.mark.django_db
def test_a_fault_half_way_leaves_the_section_as_it_was(section, office):
    draft = actions.as_draft(section)
    bad = SectionDraft("New", (), (ClauseDraft("One."), ClauseDraft("Two."), ClauseDraft("")))

    with pytest.raises(Exception, match="clause_has_words"):
        actions.write_section(section=section, draft=bad, based_on=draft.fingerprint, by=office)


@pytest.mark.django_db
def test_the_outline_costs_the_same_with_two_sections_as_with_forty(
    office, sign_in, django_assert_max_num_queries
):
    client = sign_in(office)
    for count in (2, 40):
        version = factories.VersionFactory(sections=[f"Part {n}" for n in range(count)])
        with django_assert_max_num_queries(14):
            client.get(reverse("policies:edit", args=[version.policy.slug, version.number]))


@pytest.mark.django_db
def test_starting_from_the_list_leads_to_the_outline(office, sign_in):
    policy = factories.published().policy
    client = sign_in(office)

    answer = client.post(reverse("policies:start_next", args=[policy.slug]))
    assert answer.url == reverse("policies:edit", args=[policy.slug, 2])

    client.post(reverse("policies:start_next", args=[policy.slug]))
    assert Version.objects.filter(policy=policy).count() == 2


def test_a_domain_error_is_what_a_changed_text_is():
    assert issubclass(actions.TextChanged, DomainError)
