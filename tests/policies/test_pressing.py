"""The buttons beside a clause: what is moved or nested takes along what stands under it."""

from collections import Counter

import pytest
from django.urls import reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from policies import actions
from policies.editing import ClauseDraft, SectionDraft, possible_beside, press_beside
from policies.editing.pressing import PRESSES
from tests import factories

OUTLINE = """
A
  a
  b
    x
B
  c
C
"""


def drafts(outline):
    return [
        ClauseDraft(line.strip(), 1 + (len(line) - len(line.lstrip())) // 2)
        for line in outline.strip("\n").splitlines()
    ]


def outlined(clauses):
    shown = SectionDraft("", (), tuple(clauses)).without_gaps().clauses
    return [f"{'  ' * (one.level - 1)}{one.text}" for one in shown]


@pytest.mark.parametrize(
    ("what", "beside", "expected", "goes_on"),
    [
        ("up", "B", ["B", "  c", "A", "  a", "  b", "    x", "C"], "B"),
        ("down", "A", ["B", "  c", "A", "  a", "  b", "    x", "C"], "A"),
        ("up", "b", ["A", "  b", "    x", "  a", "B", "  c", "C"], "b"),
        # Out at the top of the clause that it stood under, and out at its foot.
        ("up", "c", ["A", "  a", "  b", "    x", "  c", "B", "C"], "c"),
        ("up", "a", ["a", "A", "  b", "    x", "B", "  c", "C"], "a"),
        ("down", "b", ["A", "  a", "B", "  b", "    x", "  c", "C"], "b"),
        ("down", "c", ["A", "  a", "  b", "    x", "B", "C", "  c"], "c"),
        ("under", "B", ["A", "  a", "  b", "    x", "  B", "    c", "C"], "B"),
        ("out_a_level", "b", ["A", "  a", "b", "  x", "B", "  c", "C"], "b"),
        ("below", "A", ["A", "  a", "  b", "    x", "", "B", "  c", "C"], ""),
        ("take_out", "B", ["A", "  a", "  b", "    x", "  c", "C"], "c"),
        ("take_out", "C", ["A", "  a", "  b", "    x", "B", "  c"], "c"),
        ("up", "A", ["A", "  a", "  b", "    x", "B", "  c", "C"], "A"),
        ("down", "C", ["A", "  a", "  b", "    x", "B", "  c", "C"], "C"),
    ],
)
def test_a_press_takes_the_whole_family_and_leads_on_from_there(what, beside, expected, goes_on):
    clauses = drafts(OUTLINE)
    at = [one.text for one in clauses].index(beside)

    after = press_beside(clauses, what, at)

    assert outlined(after.clauses) == expected
    assert after.clauses[after.at].text == goes_on


outlines = st.lists(st.integers(1, 4), min_size=1, max_size=9).map(
    lambda levels: list(
        SectionDraft("", (), tuple(ClauseDraft(str(n), lv) for n, lv in enumerate(levels)))
        .without_gaps()
        .clauses
    )
)


@given(outlines, st.sampled_from(["up", "down", "under", "out_a_level"]), st.data())
def test_no_press_loses_or_doubles_a_clause_and_each_offered_one_does_something(
    clauses, what, data
):
    at = data.draw(st.integers(0, len(clauses) - 1))

    after = press_beside(clauses, what, at)

    assert Counter(one.text for one in after.clauses) == Counter(one.text for one in clauses)
    assert after.clauses[after.at].text == clauses[at].text
    changed = outlined(after.clauses) != outlined(clauses)
    assert changed == (what in possible_beside(clauses, at))


@given(outlines, st.data())
def test_moving_a_clause_down_past_its_equal_and_up_again_changes_nothing(clauses, data):
    at = data.draw(st.integers(0, len(clauses) - 1))
    level = clauses[at].level
    follows = next((one.level for one in clauses[at + 1 :] if one.level <= level), 0)
    assume(follows == level)

    down = press_beside(clauses, "down", at)

    assert press_beside(down.clauses, "up", down.at).clauses == clauses


@pytest.mark.parametrize(("what", "at"), [("nonsense", 0), ("up", 9), ("down", -1)])
def test_nonsense_changes_nothing(what, at):
    assert press_beside(drafts(OUTLINE), what, at).clauses == drafts(OUTLINE)


def test_every_button_is_known_to_the_page():
    clauses = drafts(OUTLINE)
    offered = set().union(*(possible_beside(clauses, at) for at in range(len(clauses))))

    assert offered == set(PRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ("up:2", 'value="up:1" autofocus'),
        # At the top there is no further up: its writer goes on with its words.
        ("up:1", 'id="clause-0" name="clause" rows="3" maxlength="20000" autofocus'),
        ("down:0", 'value="down:1" autofocus'),
        ("below:0", 'id="clause-1" name="clause" rows="3" maxlength="20000" autofocus'),
        ("take_out:2", 'id="clause-1" name="clause" rows="3" maxlength="20000" autofocus'),
    ],
)
def test_the_page_comes_back_where_its_writer_goes_on(office, sign_in, press, expected):
    section = factories.VersionFactory(created_by=office).sections.get()
    factories.ClauseFactory(section=section, position=3, number="1.3")
    draft = actions.as_draft(section)
    version = section.version

    page = (
        sign_in(office)
        .post(
            reverse(
                "policies:edit_section", args=[version.policy.slug, version.number, section.pk]
            ),
            {
                "heading": draft.heading,
                "audiences": list(draft.audiences),
                "based_on": draft.fingerprint,
                "known": [clause.pk for clause in draft.clauses],
                "clause": [clause.text for clause in draft.clauses],
                "clause_pk": [clause.pk for clause in draft.clauses],
                "clause_level": [clause.level for clause in draft.clauses],
                "press": press,
            },
        )
        .content.decode()
    )

    assert page.count(" autofocus") == 1
    assert expected in page
