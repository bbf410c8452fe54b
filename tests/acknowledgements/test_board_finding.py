import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements.board.bars import chart
from acknowledgements.board.finding import finding, finding_of_children, finding_of_classes
from acknowledgements.board.tally import Tally, total

pytestmark = pytest.mark.rule("A9")

COUNTS = st.integers(min_value=0, max_value=400)
TALLIES = st.builds(Tally, signed=COUNTS, declined=COUNTS, question=COUNTS, none=COUNTS)


@pytest.mark.rule("A3")
@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], "Nobody is asked to sign."),
        ([("staff", Tally())], "Nobody is asked to sign."),
        (
            [("staff", Tally(signed=14)), ("parent", Tally(signed=58, declined=3, none=31))],
            "All 14 staff have signed; 31 of 92 replies asked of families have not come yet.",
        ),
        ([("staff", Tally(signed=12, none=2, away=2))], "12 of 14 staff have signed (the other 2"),
        ([("staff", Tally(signed=12, none=2, away=1))], "12 of 14 staff have signed (1 is away)."),
        ([("staff", Tally(signed=1, none=2))], "1 of 3 staff has signed."),
        ([("governor", Tally(none=9))], "None of the 9 governors have signed yet."),
        ([("governor", Tally(signed=1))], "The one governor who is asked has signed."),
        (
            [("volunteer", Tally(none=1, away=1))],
            "The one volunteer who is asked has not signed yet (and is away).",
        ),
        (
            [("parent", Tally(signed=1, declined=1, question=1))],
            "Every reply asked of families has come.",
        ),
        ([("parent", Tally(none=5))], "None of the 5 replies asked of families has come yet."),
        (
            [("parent", Tally(signed=4, none=1))],
            "1 of 5 replies asked of families has not come yet.",
        ),
    ],
)
def test_the_sentence_says_what_the_numbers_show(parts, said):
    assert finding(parts).startswith(said)


def test_over_many_policies_it_speaks_of_signatures():
    parts = [("staff", Tally(signed=1_400, none=20)), ("governor", Tally(signed=30))]

    assert finding(parts, of_many=True) == (
        "1,400 of 1,420 signatures asked of staff are in; every signature asked of governors is "
        "in. Furthest behind is staff."
    )


def test_it_names_the_audience_that_is_behind_but_never_families():
    staff, governors = ("staff", Tally(signed=9, none=1)), ("governor", Tally(signed=2, none=7))
    families = ("parent", Tally(none=90))

    assert finding([staff, governors, families]).endswith("Furthest behind are governors.")
    assert "behind" not in finding([staff, families])
    assert "behind" not in finding([("staff", Tally(signed=3)), ("governor", Tally(signed=1))])


def test_whoever_is_away_puts_nobody_behind():
    staff = ("staff", Tally(signed=9, none=1, away=1))

    assert "behind" not in finding([staff, ("governor", Tally(signed=4))])


@pytest.mark.parametrize(
    ("classes", "said"),
    [
        ([("Robins", Tally(signed=3))], "Every reply asked of these families has come."),
        (
            [("Robins", Tally(signed=3, none=1)), ("Wrens", Tally(signed=1, none=4))],
            "Most replies are still to come from Wrens: 4 of 5.",
        ),
        ([("Robins", Tally(none=2))], "2 of 2 replies from Robins are still to come."),
    ],
)
def test_of_classes_it_says_where_most_is_still_to_come(classes, said):
    assert finding_of_classes(classes) == said


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        ([], "No parent in this class is asked to sign."),
        ([("A", 0, 0)], "No parent in this class is asked to sign."),
        ([("A", 5, 5), ("B", 4, 4)], "For every child a parent has signed each of these policies."),
        ([("A", 3, 5)], "A: for 3 of 5 children a parent has signed."),
        (
            [("A", 3, 5), ("B", 1, 5)],
            "The fewest signatures have come for one policy. B: for 1 of 5 children a parent has "
            "signed.",
        ),
    ],
)
def test_of_a_class_it_says_which_policy_has_the_fewest_signatures(policies, said):
    assert finding_of_children(policies) == said


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TALLIES, max_size=5))
def test_tallies_add_up_state_by_state(tallies):
    assert total(tallies).asked == sum(one.asked for one in tallies)
    assert total(tallies).signed + total(tallies).unsigned == total(tallies).asked


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["Staff", "Robins"]), TALLIES), max_size=4))
def test_a_chart_fills_each_bar_and_says_every_number(parts):
    drawn = chart("A chart", parts)

    if drawn is None:
        return
    shown = [tally for _, tally in parts if tally.asked]
    for bar, tally in zip(drawn.bars, shown, strict=True):
        widths = [float(piece.width.removesuffix("%")) for piece in bar.pieces]
        assert sum(widths) == pytest.approx(100, abs=0.01)
        assert tally.in_words in drawn.description
        assert [piece.state for piece in bar.pieces] == [s for s, _, n in tally.states if n]


def test_there_is_no_chart_where_a_number_says_it():
    staff = ("Staff", Tally(signed=3, none=1))

    assert chart("One bar", [staff]) is None
    assert chart("All in one state", [("Staff", Tally(signed=3)), ("A", Tally(signed=1))]) is None
    assert chart("A bar nobody is in", [staff, ("Volunteers", Tally())]) is None
    assert chart("Two bars", [staff, ("Governors", Tally(signed=2))]) is not None
