"""P8, for all texts: a comparison loses no word and says the same of the same."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.comparison import (
    Change,
    ClauseText,
    PolicyText,
    SectionText,
    compare,
    pairs,
)
from tests.policies.compared import audiences, policy, texts

pytestmark = pytest.mark.rule("P8")

numbers = st.sampled_from(["", "0.", "1.", "A"])


@st.composite
def policies(draw) -> PolicyText:
    """Any text of a policy: its numbers may skip, its clauses be nested."""
    drawn = draw(st.lists(st.tuples(texts, st.lists(texts, max_size=6)), max_size=5))
    return policy(
        *(
            SectionText(
                f"{draw(numbers)}{n}",
                heading,
                tuple(
                    ClauseText(f"{n}.{draw(numbers)}{place}", text, draw(st.integers(1, 3)))
                    for place, text in enumerate(some, start=1)
                ),
                draw(audiences),
            )
            for n, (heading, some) in enumerate(drawn, start=1)
        ),
        title=draw(texts),
        audiences=draw(audiences),
        sign_off_text=draw(texts),
    )


@st.composite
def edited(draw) -> tuple[PolicyText, PolicyText]:
    """A text and what somebody made of it: moved, put in, taken out, reworded, renumbered."""
    older = draw(policies())
    sections = [
        (one.heading, one.audiences, [(c.text, c.level) for c in one.clauses])
        for one in draw(st.permutations(older.sections))
        if draw(st.integers(0, 5))
    ]
    every = [clauses for _, _, clauses in sections]
    for _ in range(draw(st.integers(0, 5)) if sections else 0):
        source, target = draw(st.sampled_from(every)), draw(st.sampled_from(every))
        if source:
            target.insert(draw(st.integers(0, len(target))), source.pop())
    newer = tuple(
        SectionText(
            str(n),
            heading if draw(st.booleans()) else draw(texts),
            tuple(
                ClauseText(
                    f"{n}.{place}",
                    text if draw(st.integers(0, 2)) else f"{text} {draw(texts)}",
                    level if draw(st.booleans()) else draw(st.integers(1, 3)),
                )
                for place, (text, level) in enumerate(some, start=1)
            ),
            whom if draw(st.booleans()) else draw(audiences),
        )
        for n, (heading, whom, some) in enumerate(sections, start=1)
    )
    return older, replace(older, sections=newer, audiences=draw(audiences))


def squeezed(text: str) -> str:
    return "".join(text.split())


def applied(runs, older: str) -> str:
    """Return what a passage becomes; fails if it did not begin with what the runs say."""
    rest, result = squeezed(older), ""
    for run in runs:
        if run.change != Change.ADDED:
            assert rest.startswith(squeezed(run.text))
            rest = rest[len(squeezed(run.text)) :]
        if run.change != Change.REMOVED:
            result += run.text
    assert rest == ""
    return result


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.tuples(policies(), policies()), edited()))
def test_the_comparison_applied_to_the_older_text_gives_the_newer(both):
    older, newer = both
    found = compare(older, newer)

    waiting = [clause for one in older.sections for clause in one.clauses]
    given_back = []
    for one in found.sections:
        kept = []
        for clause in one.clauses:
            if clause.was is not None:
                waiting.remove(clause.was)
            became = applied(clause.runs, clause.was.text if clause.was else "")
            if clause.change != Change.REMOVED:
                kept.append((clause.shown.number, clause.shown.level, became.split()))
        heading = applied(one.heading, one.was.heading if one.was else "")
        whom = applied(one.audiences, one.was.audiences if one.was else "")
        if one.change != Change.REMOVED:
            given_back.append((one.shown.number, heading.split(), whom.split(), kept))
        else:
            assert kept == []

    assert waiting == []
    assert given_back == [
        (
            s.number,
            s.heading.split(),
            s.audiences.split(),
            [(c.number, c.level, c.text.split()) for c in s.clauses],
        )
        for s in newer.sections
    ]
    assert applied(found.audiences, older.audiences).split() == newer.audiences.split()
    assert applied(found.title, older.title).split() == newer.title.split()
    assert applied(found.sign_off_text, older.sign_off_text).split() == newer.sign_off_text.split()


@settings(max_examples=100, deadline=None)
@given(policies(), policies())
def test_every_section_of_the_older_text_is_accounted_for_once(older, newer):
    was = [one.was for one in compare(older, newer).sections if one.was]

    assert sorted(s.number for s in was) == sorted(s.number for s in older.sections)


@settings(max_examples=200, deadline=None)
@given(policies())
def test_a_text_compared_with_itself_has_not_changed(text):
    found = compare(text, text)

    assert found.sentence == "Nothing changed."
    assert found.changed_sections == ()
    assert [one.shown for one in found.sections] == list(text.sections)


@settings(max_examples=100, deadline=None)
@given(policies(), policies())
def test_equal_texts_give_equal_answers(older, newer):
    assert compare(older, newer) == compare(older, newer)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), unique=True))
def test_no_longer_row_keeps_its_order_than_the_one_that_is_kept(places):
    kept = pairs.kept_order(places)

    row = [place for place in places if place in kept]
    longest = [1] * len(places)
    for at, place in enumerate(places):
        longest[at] += max((longest[b] for b in range(at) if places[b] < place), default=0)
    assert row == sorted(row)
    assert len(row) == max(longest, default=0)
