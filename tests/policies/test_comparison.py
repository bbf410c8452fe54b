"""P8: what changed is found, said in reading order, loses no word and cannot run away."""

import difflib
import time
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
    comparing,
    pairs,
    words,
)

pytestmark = pytest.mark.rule("P8")

PHOTOS = "Ask a parent before you post a photo of a child."
KIND = "Be kind in everything that you write online."
PHONES = "Leave your phone in the office until the end of lessons."
TELL = "Tell the Headteacher when something worries you."
HELP = "Anybody who is unsure can come and ask us for help."


def section(number, heading, *texts, audiences="Staff") -> SectionText:
    clauses = tuple(ClauseText(f"{number}.{n}", text) for n, text in enumerate(texts, start=1))
    return SectionText(number, heading, clauses, audiences)


def policy(*sections, title="Phones", audiences="Staff", sign_off_text="I agree.") -> PolicyText:
    return PolicyText(title, audiences, sign_off_text, sections)


def compared(older, newer):
    """Compare two sections' worth of clauses."""
    return compare(policy(section("1", "Rules", *older)), policy(section("1", "Rules", *newer)))


def clauses(comparison):
    return [
        (clause.change.value, clause.is_moved, clause.shown.text)
        for one in comparison.sections
        for clause in one.clauses
    ]


def marked(runs) -> str:
    signs = {Change.ADDED: "+{}+", Change.REMOVED: "-{}-", Change.SAME: "{}"}
    return "".join(signs[run.change].format(run.words) + run.gap for run in runs)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("Be kind.", "Be kind.", "Be kind."),
        ("Be kind.", "Be very kind.", "Be +very+ kind."),
        ("Be very kind.", "Be kind.", "Be -very- kind."),
        ("Be kind, always.", "Be kind always.", "Be kind -,- always."),
        ("You may post.", "You must not post.", "You -may- +must not+ post."),
        ("Don't post.", "Don’t post.", "-Don't- +Don’t+ post."),
        ("Tell the Head now.", "Ask the Chair now.", "-Tell the Head- +Ask the Chair+ now."),
        ("", "Be kind.", "+Be kind.+"),
        ("Be kind.", "", "-Be kind.-"),
        ("", "", ""),
        ("Be  kind\nto all.", "Be kind to\nall.", "Be kind to\nall."),
    ],
)
def test_words_are_marked_as_a_reader_would_mark_them(older, newer, expected):
    assert marked(words.runs_between(older, newer)) == expected


def test_two_changes_with_enough_words_between_them_are_two():
    runs = words.runs_between(
        "Post by 3 May unless we agree on June.", "Post by 4 May unless we agree on July."
    )

    assert marked(runs) == "Post by -3- +4+ May unless we agree on -June-+July+."


def test_a_passage_too_long_to_compare_is_shown_taken_out_and_put_in():
    older, newer = "one two three four", "five two three six"

    assert [r.change for r in words.runs_between(older, newer, most=15)] == ["removed", "added"]
    assert len(words.runs_between(older, newer, most=16)) > 2


def test_what_a_long_passage_begins_and_ends_with_is_compared_in_any_case():
    long = "word " * 9000

    assert marked(words.runs_between(long + "may post.", long + "must post.")).endswith(
        "-may- +must+ post."
    )


# --- clauses --------------------------------------------------------------------------------------


def test_a_clause_put_in_makes_the_others_neither_changed_nor_moved():
    found = compared([KIND, PHOTOS], [PHONES, KIND, PHOTOS])

    assert clauses(found) == [
        ("added", False, PHONES),
        ("same", False, KIND),
        ("same", False, PHOTOS),
    ]
    assert [clause.number_before for clause in found.sections[0].clauses] == ["", "1.1", "1.2"]
    assert found.sentence == "1 point added."


def test_a_clause_taken_out_is_shown_where_it_stood():
    found = compared([KIND, PHONES, PHOTOS], [KIND, PHOTOS])

    assert clauses(found) == [
        ("same", False, KIND),
        ("removed", False, PHONES),
        ("same", False, PHOTOS),
    ]


def test_the_first_clause_taken_out_is_shown_first():
    assert clauses(compared([PHONES, KIND], [KIND]))[0] == ("removed", False, PHONES)


def test_a_clause_that_overtook_the_others_was_moved_and_they_were_not():
    found = compared([KIND, PHOTOS, PHONES, TELL], [TELL, KIND, PHOTOS, PHONES])

    assert clauses(found) == [
        ("same", True, TELL),
        ("same", False, KIND),
        ("same", False, PHOTOS),
        ("same", False, PHONES),
    ]
    assert found.sentence == "1 point moved."


def test_a_clause_that_went_to_another_section_was_moved_there():
    found = compare(
        policy(section("1", "Rules", KIND, PHOTOS), section("2", "Help", TELL)),
        policy(section("1", "Rules", KIND), section("2", "Help", TELL, PHOTOS)),
    )

    assert clauses(found) == [
        ("same", False, KIND),
        ("same", False, TELL),
        ("same", True, PHOTOS),
    ]
    assert found.sections[1].clauses[1].number_before == "1.2"


def test_a_clause_that_moved_and_changed_is_marked_as_both_and_counted_once():
    found = compare(
        policy(section("1", "Rules", KIND, PHOTOS), section("2", "Help", TELL)),
        policy(section("1", "Rules", KIND), section("2", "Help", TELL, PHOTOS + " Wait.")),
    )

    assert clauses(found)[2] == ("changed", True, PHOTOS + " Wait.")
    assert found.sentence == "1 point changed."


def test_a_clause_rewritten_in_its_place_is_the_same_clause():
    found = compared([KIND, TELL], [KIND, "Tell any teacher or the office when you are worried."])

    assert [change for change, _, _ in clauses(found)] == ["same", "changed"]


def test_a_clause_that_says_something_else_in_the_same_place_is_another_clause():
    found = compared([KIND], [PHONES])

    assert sorted(change for change, _, _ in clauses(found)) == ["added", "removed"]


def test_a_short_clause_is_not_sought_all_over_the_policy():
    found = compare(
        policy(section("1", "Rules", "See above.", KIND)),
        policy(section("1", "Rules", KIND), section("2", "Photos", PHOTOS, "See above.")),
    )

    assert ("removed", False, "See above.") in clauses(found)
    assert ("added", False, "See above.") in clauses(found)


# --- sections and the policy ----------------------------------------------------------------------


def test_a_section_is_known_by_its_heading_whatever_its_number():
    found = compare(
        policy(section("1", "Rules", KIND), section("2", "Help", TELL)),
        policy(
            section("1", "Aims", PHOTOS), section("2", "Rules", KIND), section("3", "Help", TELL)
        ),
    )

    assert [(s.change.value, s.number_before, s.is_as_it_was) for s in found.sections] == [
        ("added", "", False),
        ("same", "1", True),
        ("same", "2", True),
    ]
    assert found.sentence == "1 point added. 1 section added."


def test_a_section_with_a_new_heading_is_known_by_what_it_says():
    found = compare(
        policy(section("1", "Rules", KIND, PHOTOS)),
        policy(section("4", "What we ask", KIND, PHOTOS)),
    )

    (only,) = found.sections
    assert marked(only.heading) == "-Rules-+What we ask+"
    assert found.sentence == "1 section renamed."


def test_sections_that_change_places_are_moved_and_their_clauses_are_not():
    one, two, three = ("A", KIND, PHOTOS), ("B", TELL), ("C", PHONES)
    found = compare(
        policy(section("1", *one), section("2", *two), section("3", *three)),
        policy(section("1", *two), section("2", *three), section("3", *one)),
    )

    assert [s.is_moved for s in found.sections] == [False, False, True]
    assert found.sentence == "1 section moved."


def test_a_section_taken_out_is_shown_where_it_stood_without_what_moved_out_of_it():
    found = compare(
        policy(section("1", "A", KIND), section("2", "B", TELL, PHOTOS), section("3", "C", PHONES)),
        policy(section("1", "A", KIND), section("2", "C", PHONES, PHOTOS)),
    )

    assert [(s.shown.heading, s.change.value) for s in found.sections] == [
        ("A", "same"),
        ("B", "removed"),
        ("C", "same"),
    ]
    assert clauses(found)[1] == ("removed", False, TELL)
    assert clauses(found)[-1] == ("same", True, PHOTOS)


def test_no_two_anchors_on_the_page_are_the_same():
    found = compared([KIND, PHONES], [KIND, TELL])
    anchors = [clause.anchor for clause in found.sections[0].clauses]

    assert sorted(anchors) == ["clause-1.1", "clause-1.2", "removed-clause-1.2"]


def test_whom_a_section_is_for_is_compared_too():
    found = compare(
        policy(section("1", "A", KIND)),
        policy(section("1", "A", KIND, audiences="Staff, Governors")),
    )

    assert found.sections[0].has_other_audiences
    assert found.sentence == "1 section now for other readers."


def test_title_audiences_and_the_sentence_to_sign_are_compared_too():
    found = compare(policy(), policy(title="Cameras", audiences="Pupils", sign_off_text="Yes."))

    assert found.sentence == (
        "The title changed. Whom it is for changed. The sentence to sign changed."
    )


def test_the_sentence_counts_each_kind_of_change():
    found = compared(
        [KIND, PHOTOS, PHONES, TELL], [TELL, KIND + " Always.", PHOTOS + " First.", HELP]
    )

    assert found.sentence == "2 points changed, 1 added, 1 removed, 1 moved."


def test_other_numbers_alone_are_said_and_are_no_change():
    found = compare(policy(section("1", "A", KIND)), policy(section("7", "A", KIND)))

    assert found.sentence == "The words are the same. Only numbers changed."
    assert not found.changed_sections


# --- for all texts --------------------------------------------------------------------------------

texts = st.one_of(
    st.sampled_from([KIND, PHOTOS, PHONES, TELL, HELP, "See above.", KIND + " Always.", "…", " "]),
    st.lists(
        st.sampled_from(
            ["we", "must", "may", "not", "be", "kind", "to", "each", "other", ".", ","]
        ),
        max_size=9,
    )
    .map(" ".join)
    .filter(bool),
    st.text(st.characters(categories=("L", "M", "N", "P", "Zs", "Cc")), min_size=1, max_size=30),
)


audiences = st.sampled_from(["", "Staff", "Staff, Governors", "Pupils"])
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


# --- how much it may cost -------------------------------------------------------------------------


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


def test_a_point_that_came_under_another_says_so():
    older = policy(SectionText("1", "A", (ClauseText("1.1", KIND), ClauseText("1.2", PHOTOS))))
    newer = policy(SectionText("1", "A", (ClauseText("1.1", KIND), ClauseText("1.2", PHOTOS, 2))))

    found = compare(older, newer)

    assert found.sentence == "1 point moved in or out."
    assert [clause.is_further_in for clause in found.sections[0].clauses] == [False, True]
    assert [c.is_further_out for c in compare(newer, older).sections[0].clauses] == [False, True]
    assert found.changed_sections == found.sections
