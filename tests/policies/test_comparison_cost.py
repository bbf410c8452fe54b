"""P8: a comparison cannot run away, however long the policies are."""

import difflib
import time
from dataclasses import replace

import pytest

from policies.comparison import (
    PolicyText,
    SectionText,
    compare,
    comparing,
    pairs,
    words,
)
from tests.policies.compared import KIND, PHONES, PHOTOS, clauses, compared, policy, section

pytestmark = pytest.mark.rule("P8")


@pytest.fixture
def work(monkeypatch):
    """Return the sizes of all that was handed to difflib."""
    sizes = []

    class Counting(difflib.SequenceMatcher):
        def __init__(self, junk, a, b, **kwargs):
            sizes.append(len(a) * len(b))
            super().__init__(junk, a, b, **kwargs)

    monkeypatch.setattr(words, "SequenceMatcher", Counting)
    return sizes


def long_policy(ending: str, *, length: int) -> PolicyText:
    """Return a policy of 200 clauses, each with words of its own and an ending."""
    return policy(
        *(
            section(
                str(part),
                f"Part {part}",
                *(
                    " ".join(
                        f"{word}{part}x{n}{ending * (word % 3 == 0)}" for word in range(length)
                    )
                    for n in range(10)
                ),
            )
            for part in range(20)
        )
    )


@pytest.mark.parametrize("length", [60, 300])
def test_two_hundred_clauses_all_changed_stay_within_the_work_allowed(length, work):
    found = compare(long_policy("a", length=length), long_policy("b", length=length))

    assert found.sentence == "200 points changed."
    assert sum(work) <= comparing.MOST_IN_A_POLICY
    assert max(work, default=0) <= words.MOST_IN_A_PASSAGE


def test_a_policy_that_did_not_change_is_not_compared_word_by_word(work):
    compare(long_policy("a", length=60), long_policy("a", length=60))

    assert work == []


def test_of_very_many_clauses_those_with_rare_words_in_common_are_held_side_by_side(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_PAIRS", 3)

    found = compared([KIND, PHOTOS], [PHOTOS + " Wait.", KIND + " Always.", PHONES])

    assert sorted(clauses(found)) == [
        ("added", False, PHONES),
        ("changed", False, KIND + " Always."),
        ("changed", True, PHOTOS + " Wait."),
    ]


def test_of_very_many_clauses_words_that_are_everywhere_tell_nothing(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_PAIRS", 3)
    monkeypatch.setattr(pairs, "RARE", 0)

    found = compared([KIND, PHOTOS], [PHOTOS + " Wait.", KIND + " Always.", PHONES])

    assert {change for change, _, _ in clauses(found)} == {"added", "removed"}


def test_two_versions_of_forty_pages_are_compared_in_far_less_than_a_second():
    """Four hundred clauses of forty words, nearly all changed a little, and some put in before."""
    older = long_policy("", length=40)
    sections = []
    for one in (*older.sections, *renumbered(older.sections, by=20)):
        kept = [replace(c, text=c.text + " And be kind.") for c in one.clauses]
        texts = [f"New in {one.number}.", *(clause.text for clause in kept)]
        sections.append(section(one.number, one.heading, *texts))
    older = replace(older, sections=(*older.sections, *renumbered(older.sections, by=20)))
    newer = replace(older, sections=tuple(sections))

    began = time.process_time()
    found = compare(older, newer)

    assert time.process_time() - began < 1
    assert found.sentence == "400 points changed, 40 added."


def renumbered(sections, *, by: int) -> tuple[SectionText, ...]:
    """Return the sections again with other numbers and other words."""
    return tuple(
        section(
            str(int(one.number) + by),
            f"{one.heading} again",
            *(" ".join(f"{word}y" for word in clause.text.split()) for clause in one.clauses),
        )
        for one in sections
    )
