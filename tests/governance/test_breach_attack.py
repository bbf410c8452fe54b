"""An attack on the breach history: all it ever shows, taken together and worked out exactly.

The claim (decision 17): from all pages, files and prints, for every reader, on every day and under
every choice, no number can be told from the other four of its step. So of a line that says "fewer
than five" nobody learns whether it is none, one, two, three or four.
"""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import example, given, settings

from governance.history.counting import count_terms
from governance.history.cuts import CUTS, KIND, OUTCOME_LINES
from governance.models import CountedTerm
from incidents.models import Case, Kind
from incidents.outcomes import BY_CODE, Subject, allowed_outcomes
from school.models import Role, Term
from tests import factories
from tests.days import in_days, today
from tests.governance.breaches import ALIKE, Breach, put, schools, steps_of_school
from tests.governance.published import seen_by
from tests.governance.solver import Shown, possible, shown_of

pytestmark = pytest.mark.rule("G1", "I4", "I8")
OTHER_READERS = ("chair", "clerk", "headteacher")


def every_line(shown: Shown) -> list:
    return [None, *((key, line) for key, lines in shown.steps.items() for line in lines)]


def assert_nothing_is_known_closer(shown: Shown) -> None:
    for line in every_line(shown):
        begins = shown.total if line is None else shown.steps[line[0]][line[1]]
        assert possible(shown, line) == set(range(begins, begins + 5)), line


@settings(max_examples=150, deadline=None)
@given(schools(12))
@example([])
@example([ALIKE] * 9)
@example([Breach(kind, "pupil", "talk_with_family", 4, (), ()) for kind in KIND.lines] * 4)
def test_whatever_happened_in_a_term_no_line_is_known_closer_than_its_step(cases):
    assert_nothing_is_known_closer(shown_of(steps_of_school(cases)))


def test_the_attack_would_find_a_line_of_a_table_that_protects_nothing():
    """Five lines of four each, and as many cases as that: the mistake that six lines avoid."""
    five = {f"line {number}": 0 for number in range(5)}
    unsafe = Shown(steps={"five": five, "other": {"one": 20}}, total=20)

    assert possible(unsafe, ("five", "line 0")) == {4}
    assert possible(unsafe, None) == {20}


def test_the_attack_would_find_that_a_kind_which_implies_an_audience_gives_others_away():
    """Why kinds leave a line out: a child's use of social media is always about a child."""
    steps = {
        "kind": dict.fromkeys(["pupil_access", *"abcde"], 0),
        "audience": {"pupil": 0, "parent_family": 20},
    }
    link = ((("kind", "pupil_access"), ("audience", "pupil")),)
    without = Shown(steps=steps, total=20, leave_out=frozenset({"kind"}), at_most=link)

    closed = Shown(steps=steps, total=20, at_most=link)
    assert possible(closed, ("kind", "a")) == {4}
    assert possible(without, ("kind", "a")) == {0, 1, 2, 3, 4}


def test_every_outcome_has_a_line_that_everybody_a_case_may_be_about_can_come_to():
    assert set(OUTCOME_LINES) == set(BY_CODE) - {"outside_remit"}
    for subject in Subject:
        codes = {outcome.code for outcome in allowed_outcomes(subject, within_remit=True)}
        assert {OUTCOME_LINES[code] for code in codes} == set(OUTCOME_LINES.values()), subject


# --- the portal itself, read by everybody, on two days, under every choice ------------------------


@pytest.fixture
def school(headteacher):
    """Give a small school with three terms that are over, of which each kind of line is few."""
    for number in range(4):
        first = today() - timedelta(days=320 - 90 * number)
        factories.TermFactory(
            name=f"Term {number}", starts_on=first, ends_on=first + timedelta(days=60)
        )
    for number, (kind, times) in enumerate(product(KIND.lines, (3, 2, 4))):
        subject = "pupil" if kind == "pupil_access" else "parent_family"
        day = today() - timedelta(days=310 - 90 * (number % 3))
        for _ in range(times):
            put(day, Breach(kind, subject, "not_established", 5, ("threat",), ()), headteacher)
    for _ in range(6):
        put(in_days(-300), ALIKE, headteacher)
    put(in_days(-300), ALIKE, headteacher)
    count_terms()
    return list(CountedTerm.objects.all())


def test_every_page_file_and_choice_shows_the_same_and_nothing_can_be_worked_out_of_all_of_it(
    school, cast, sign_in
):
    everything = seen_by(sign_in(cast.governor))
    others = [seen_by(sign_in(getattr(cast, who)), choices=False) for who in OTHER_READERS]

    everything = everything.union(*others)
    places = [place for *place, _ in everything]
    assert len(places) == len({tuple(place) for place in places})  # one place, one thing shown
    assert all(seen == everything for seen in others)
    for term in school:
        assert_nothing_is_known_closer(shown_of(term.steps))
        for cut in CUTS:
            for key, label in cut.lines.items():
                begins = term.steps[cut.key][key]
                words = f"{begins} to {begins + 4}" if begins else "fewer than five"
                assert (term.name, cut.title, label, words) in everything


def test_on_another_day_everybody_sees_the_same_whatever_became_of_the_cases(
    school, governor, headteacher, sign_in
):
    before = seen_by(sign_in(governor))

    one, another, third = Case.objects.all()[:3]
    one.delete()
    Case.objects.filter(pk=another.pk).update(kind=Kind.CYBERBULLYING, handling_role=Role.CHAIR)
    Case.objects.filter(pk=third.pk).update(subject_kind="staff", meets_harm_threshold=False)
    for _ in range(9):
        put(in_days(-300), ALIKE, headteacher)
    # And a term is moved about, which must not have its days counted anew.
    Term.objects.filter(name="Term 1").update(starts_on=in_days(-229))
    count_terms()

    assert seen_by(sign_in(governor)) == before
