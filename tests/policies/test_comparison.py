"""P8: what changed in clauses and sections is found and said in reading order."""

import pytest

from policies.comparison import (
    ClauseText,
    SectionText,
    compare,
)
from tests.policies.compared import (
    HELP,
    KIND,
    PHONES,
    PHOTOS,
    TELL,
    clauses,
    compared,
    marked,
    policy,
    section,
)

pytestmark = pytest.mark.rule("P8")


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


def test_a_point_that_came_under_another_says_so():
    older = policy(SectionText("1", "A", (ClauseText("1.1", KIND), ClauseText("1.2", PHOTOS))))
    newer = policy(SectionText("1", "A", (ClauseText("1.1", KIND), ClauseText("1.2", PHOTOS, 2))))

    found = compare(older, newer)

    assert found.sentence == "1 point moved in or out."
    assert [clause.is_further_in for clause in found.sections[0].clauses] == [False, True]
    assert [c.is_further_out for c in compare(newer, older).sections[0].clauses] == [False, True]
    assert found.changed_sections == found.sections
