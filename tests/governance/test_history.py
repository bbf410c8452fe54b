"""The breach history, as counts that give nobody away (G1)."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.queries import (
    breach_history,
    completed_periods,
    counts_of,
    in_words,
    sign_off_coverage,
)
from incidents.models import Kind, Part
from school.models import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("G1")]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def terms():
    """Give a term that is over, the holiday after it, and a term that runs."""
    over = factories.TermFactory(
        name="Summer", starts_on=TODAY - timedelta(days=100), ends_on=TODAY - timedelta(days=40)
    )
    running = factories.TermFactory(
        name="Autumn", starts_on=TODAY - timedelta(days=20), ends_on=TODAY + timedelta(days=40)
    )
    return over, running


def cases(count: int, kind: str, days_ago: int = 60, **kwargs) -> None:
    at = timezone.make_aware(datetime.combine(TODAY, datetime.min.time())) + timedelta(hours=12)
    for _ in range(count):
        factories.CaseFactory(kind=kind, received_at=at - timedelta(days=days_ago), **kwargs)


def test_counts_of_five_and_more_are_shown():
    kinds = [kind for kind in Kind if kind != Kind.CONCERN]
    for count, kind in enumerate(kinds, start=5):
        cases(count, kind)

    row = breach_history().published.rows["Summer"]

    assert row.cells == {kind: count for count, kind in enumerate(kinds, start=5)}
    assert row.total == sum(row.cells.values())


def test_a_count_under_five_is_neither_shown_nor_worked_out_from_the_total():
    cases(2, Kind.COMMENT)
    cases(7, Kind.IMAGE)

    row = breach_history().published.rows["Summer"]

    assert row.cells[Kind.COMMENT] is None
    shown = sum(count for count in row.cells.values() if count is not None)
    assert row.total is None or row.total - shown >= 5


def test_two_terms_of_one_name_are_counted_each_by_itself():
    factories.TermFactory(
        name="Summer", starts_on=TODAY - timedelta(days=200), ends_on=TODAY - timedelta(days=130)
    )
    cases(6, Kind.COMMENT, days_ago=150)
    cases(7, Kind.COMMENT, days_ago=60)

    history = breach_history()

    assert [total for _, total in history.totals()] == [6, 7]
    assert all(term.startswith("Summer, ") for term in history.terms)


def test_the_term_that_runs_is_not_counted_and_the_holiday_goes_with_the_term_before():
    cases(6, Kind.COMMENT, days_ago=10)
    cases(5, Kind.IMAGE, days_ago=30)

    history = breach_history()

    assert history.terms == ("Summer",)
    assert history.published.rows["Summer"].total == 5


@pytest.mark.rule("I4")
def test_a_case_about_the_headteacher_or_a_governor_never_shows_in_the_counts():
    cases(5, Kind.COMMENT)
    before = breach_history()

    cases(1, Kind.COMMENT, handling_role=Role.CHAIR)
    cases(1, Kind.COMMENT, handling_role=Role.CLERK)

    assert breach_history() == before


def test_a_question_or_worry_is_no_breach():
    cases(9, Kind.CONCERN)

    assert Kind.CONCERN not in breach_history().published.rows["Summer"].cells


def test_the_last_six_completed_terms_are_shown_earliest_first():
    for number in range(8):
        factories.TermFactory(
            name=f"Old {number}",
            starts_on=TODAY - timedelta(days=2000 - 100 * number),
            ends_on=TODAY - timedelta(days=1950 - 100 * number),
        )

    names = [period.name for period in completed_periods()]

    assert names == ["Old 3", "Old 4", "Old 5", "Old 6", "Old 7", "Summer"]


def test_the_page_says_its_finding_in_a_sentence_and_names_nobody(governor, sign_in):
    cases(6, Kind.COMMENT)
    secret = factories.CasePartyFactory(
        case=factories.CaseFactory(received_at=timezone.now() - timedelta(days=60)),
        part=Part.ALLEGED,
        person=factories.PersonFactory(full_name="Named Nobody"),
    )

    page = sign_in(governor).get(reverse("governance:history")).content.decode()

    assert "In Summer, the last term that is over" in page
    assert "fewer than five" in page
    assert secret.person.full_name not in page
    assert secret.case.reference not in page


def test_without_a_completed_term_the_page_says_so(governor, sign_in, terms):
    for term in terms:
        term.delete()

    page = sign_in(governor).get(reverse("governance:history")).content.decode()

    assert "No term is over yet" in page


def test_the_page_costs_the_same_queries_with_few_and_many_cases(
    governor, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    client, address = sign_in(governor), reverse("governance:history")
    cases(3, Kind.COMMENT)
    with django_assert_max_num_queries(25) as few:
        client.get(address)
    cases(30, Kind.IMAGE)

    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)


@pytest.mark.parametrize(
    ("signed", "asked", "words"),
    [
        (0, 0, "too few people to show"),
        (9, 9, "too few people to show"),
        (20, 20, "all, or nearly all"),
        (16, 20, "all, or nearly all"),
        (15, 20, "about 80 %"),
        (10, 20, "about 50 %"),
        (4, 20, "none yet, or very few"),
        (0, 20, "none yet, or very few"),
    ],
)
def test_sign_off_is_said_without_a_figure_that_singles_anybody_out(signed, asked, words):
    assert in_words(signed, asked) == words


def test_sign_off_is_shown_for_each_policy_in_force_by_its_latest_round():
    asked = factories.RoundFactory(version=factories.published(title="Social media"))
    for _ in range(12):
        factories.RequestFactory(round=asked)

    (line,) = sign_off_coverage()

    assert (line.title, line.words) == ("Social media", "none yet, or very few")


@pytest.mark.rule("I8")
@pytest.mark.parametrize("kind", ["staff", "volunteer", "governor"])
@pytest.mark.parametrize("came_to", [None, False])
def test_low_level_concerns_and_what_may_become_one_are_not_counted(kind, came_to):
    cases(8, Kind.COMMENT, subject_kind=kind, meets_harm_threshold=came_to)
    cases(6, Kind.COMMENT, subject_kind="parent_family", meets_harm_threshold=came_to)

    (summer,) = completed_periods()
    assert counts_of(summer)[Kind.COMMENT] == 6


@pytest.mark.rule("I8")
def test_an_allegation_is_a_breach_like_others():
    cases(8, Kind.COMMENT, subject_kind="staff", meets_harm_threshold=True)

    (summer,) = completed_periods()
    assert counts_of(summer)[Kind.COMMENT] == 8
