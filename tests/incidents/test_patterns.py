"""What comes up again over the terms, in no more cases than somebody may see (I15)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import CaseParty, Part, Report, State
from incidents.patterns import A_FEW, A_PAGE, By, pattern
from school.models import Role
from tests import factories
from tests.days import in_days
from tests.incidents.cases import a_case, a_low_level_concern

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I15")]

NOW = timezone.now()
LAST_TERM = NOW - timedelta(days=60)


@pytest.fixture(autouse=True)
def terms(db):
    """Two terms: one that is over, and the one that runs."""
    factories.TermFactory(name="Summer", starts_on=in_days(-90), ends_on=in_days(-40))
    factories.TermFactory(name="Autumn", starts_on=in_days(-30), ends_on=in_days(30))


def about(service="", *, when=NOW, child=None, person=None, part=Part.ALLEGED, **fields):
    case = a_case(received_at=when, **fields)
    Report.objects.filter(case=case).update(service=service)
    if child or person:
        factories.CasePartyFactory(
            case=case, child=child, person=person, part=part, confirmed_at=NOW
        )
    return case


def table(person, by):
    return [(row.label, row.counts, row.total) for row in pattern(person, by, None).rows]


def test_apps_are_counted_by_term_however_they_are_written(headteacher):
    about("Snapgram", when=LAST_TERM)
    for name in ("Snapgram", "snapgram", "Chatter", ""):
        about(name)
    shown = pattern(headteacher, By.SERVICE, None)

    assert [(row.label, row.counts) for row in shown.rows] == [
        ("Snapgram", [("Summer", 1), ("Autumn", 2)]),
        ("Chatter", [("Summer", 0), ("Autumn", 1)]),
    ]
    assert shown.finding == (
        "Snapgram comes up most often: in 3 of 5 cases over the last 2 terms. This term it is more "
        "than in any before: 2."
    )


def test_a_point_is_one_row_through_all_versions_of_its_policy(headteacher):
    policy = factories.PolicyFactory()
    first = factories.superseded(policy=policy, number=1, title="Social media", sections=["One"])
    second = factories.published(policy=policy, number=2, title="Social media", sections=["One"])
    for version in (first, second):
        about().clauses.add(version.sections.get().clauses.first())
    clause = second.sections.get().clauses.first()

    assert table(headteacher, By.CLAUSE) == [
        (
            f"Social media, {clause.number}: {clause.text}",
            [("Summer", 0), ("Autumn", 2)],
            2,
        )
    ]


def test_children_count_in_their_class_and_year_and_a_case_once(headteacher):
    robins = factories.SchoolClassFactory(name="Robins", year_group="Reception")
    wrens = factories.SchoolClassFactory(name="Wrens", year_group="Reception")
    case = about(child=factories.ChildFactory(school_class=robins))
    for school_class in (robins, wrens):
        child = factories.ChildFactory(school_class=school_class)
        factories.CasePartyFactory(case=case, child=child, person=None, part=Part.TARGET)

    assert [row[::2] for row in table(headteacher, By.CLASS)] == [("Robins", 1), ("Wrens", 1)]
    assert [row[::2] for row in table(headteacher, By.YEAR)] == [("Reception", 1)]


@pytest.mark.parametrize(("by", "part"), [(By.ALLEGED, Part.ALLEGED), (By.TARGET, Part.TARGET)])
def test_people_appear_from_their_second_case_on_with_the_cases(by, part, headteacher, parent):
    child = factories.ChildFactory()
    older = about(person=parent, part=part, when=LAST_TERM)
    newer = about(person=parent, part=part)
    about(child=child, part=part)
    other = Part.TARGET if part == Part.ALLEGED else Part.ALLEGED
    about(child=child, part=other)
    shown = pattern(headteacher, by, None)

    assert [(row.label, row.total, row.cases) for row in shown.rows] == [
        (str(parent), 2, [newer, older])
    ]
    assert "One person comes up more than once in 4 cases" in shown.finding
    assert "says nothing about whether it was so" in shown.finding


def test_of_many_cases_the_newest_are_in_the_row_and_all_on_a_page_of_their_own(
    headteacher, deputy, parent, sign_in
):
    others = factories.ChildFactory()
    cases = [about(person=parent, when=NOW - timedelta(days=day)) for day in range(A_FEW + 2)]
    factories.CasePartyFactory(case=cases[0], child=others, person=None, confirmed_at=NOW)
    about(person=parent, part=Part.TARGET)
    about(person=parent, handling_role=Role.CHAIR)
    (row,) = pattern(headteacher, By.ALLEGED, None).rows
    assert (row.cases, row.further, row.total) == (cases[:A_FEW], 2, A_FEW + 2)

    client = sign_in(headteacher)
    rest = reverse("incidents:again", args=[cases[0].pk, "alleged", row.place])
    assert rest in client.get(address("alleged")).content.decode()
    page = client.get(rest).content.decode()
    assert "7 cases over these terms" in page
    assert all(case.get_absolute_url() in page for case in cases)
    assert str(parent) not in page

    hidden = about(person=parent, handling_role=Role.CHAIR)
    for nowhere in (
        [cases[0].pk, "alleged", 3],
        [cases[0].pk, "service", 1],
        [hidden.pk, "alleged", 1],
    ):
        assert client.get(reverse("incidents:again", args=nowhere)).status_code == 404
    assert sign_in(deputy).get(rest).status_code == 404
    assert client.post(rest).status_code == 405


def test_somebody_only_perhaps_meant_is_not_counted(headteacher, parent):
    for _ in range(2):
        about(person=parent)
    CaseParty.objects.update(confirmed_at=None)

    assert table(headteacher, By.ALLEGED) == []


@pytest.mark.rule("I4")
@pytest.mark.parametrize("by", By)
def test_a_headteacher_counts_no_case_about_themselves(by, headteacher):
    child = factories.ChildFactory(school_class=factories.SchoolClassFactory(year_group="Year 1"))
    clause = factories.published(sections=["One"]).sections.get().clauses.first()
    for _ in range(2):
        case = about("Snapgram", child=child, handling_role=Role.HEADTEACHER)
        factories.CasePartyFactory(case=case, child=child, person=None, part=Part.TARGET)
        factories.CasePartyFactory(case=case, person=headteacher)
        case.clauses.add(clause)
    shown = pattern(headteacher, by, None)

    assert (shown.rows, shown.number) == ([], 0)
    assert shown.finding == "There was no case that you see over the last 2 terms."


def test_a_deputy_counts_what_a_deputy_handles(headteacher, deputy):
    about("Snapgram")
    about("Chatter", handling_role=Role.DEPUTY)
    about("Told besides", besides_role=Role.DEPUTY)

    assert [row[0] for row in table(deputy, By.SERVICE)] == ["Chatter"]


def test_a_school_without_terms_and_without_cases_has_a_page_as_well(headteacher, sign_in):
    from school.models import Term

    Term.objects.all().delete()
    client = sign_in(headteacher)

    assert "no case that you see so far" in client.get(address()).content.decode()
    about("Snapgram")
    assert (
        "Snapgram comes up most often: in 1 of 1 case so far"
        in client.get(address()).content.decode()
    )


def address(by="service"):
    return f"{reverse('incidents:patterns')}?by={by}"


@pytest.mark.parametrize("by", [*By, "nonsense"])
def test_each_table_costs_the_same_with_many_rows(by, headteacher, sign_in):
    client, costs = sign_in(headteacher), []
    school_class = factories.SchoolClassFactory(year_group="Year 2")
    clause = factories.published(sections=["One"]).sections.get().clauses.first()
    for many in (2, 9):
        for number in range(many):
            child = factories.ChildFactory(school_class=school_class)
            person = factories.PersonFactory()
            for part in (Part.ALLEGED, Part.TARGET):
                for _ in range(2):
                    case = about(f"App {number}", child=child, part=part)
                    factories.CasePartyFactory(
                        case=case, person=person, part=part, confirmed_at=NOW
                    )
                    case.clauses.add(clause)
        client.get(address(by))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(by)).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_long_table_has_pages(headteacher, sign_in):
    for number in range(A_PAGE + 1):
        about(f"App {number}")
    page = sign_in(headteacher).get(address() + "&page=2").content.decode()

    assert "Page 2 of 2" in page
    assert page.count('<th scope="row">') == 1
    assert "by=service&amp;page=1" in page or "page=1" in page


# --- low-level concerns about somebody, all of them -----------------------------------------------


@pytest.mark.rule("I8")
def test_low_level_concerns_beyond_the_newest_ten_are_on_pages(headteacher, parent, sign_in):
    cases = []
    for _ in range(12):
        case = a_case(State.TRIAGED, subject_kind="staff")
        cases.append(a_low_level_concern(case, headteacher))
        factories.CasePartyFactory(case=case, person=parent, confirmed_at=NOW)
    client, here = sign_in(headteacher), cases[0]
    assert "All of them" in client.get(here.get_absolute_url()).content.decode()
    page = client.get(reverse("incidents:others", args=[here.pk])).content.decode()

    assert page.count("A post.") == 11
    assert all(other.reference in page for other in cases[1:])
    lonely = a_low_level_concern(a_case(State.TRIAGED, subject_kind="staff"), headteacher)
    alone = client.get(reverse("incidents:others", args=[lonely.pk]))
    assert "There is no other" in alone.content.decode()
    assert "All of them" not in client.get(lonely.get_absolute_url()).content.decode()
