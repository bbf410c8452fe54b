"""I4: nobody judges what was done to their own child, or by them; kin is told at once."""

import pytest
from django.urls import reverse

from incidents import actions, placing, queries
from incidents.models import Case, Part
from notifications.models import Message
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_case, a_report, closed_report

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I3"), pytest.mark.rule("I4")]
FAMILY = "Somebody of your own family may be in this case."


@pytest.fixture
def child(headteacher):
    """A child of the Headteacher's, by somebody else with a tie to the child as well."""
    child = factories.ParenthoodFactory(person=headteacher).child
    factories.ParenthoodFactory(child=child)
    return child


def who_can_open(case):
    return {p.pk for p in Person.objects.all() if Case.objects.visible_to(p).filter(pk=case.pk)}


@pytest.mark.parametrize("part", [Part.ALLEGED, Part.TARGET])
def test_a_head_who_names_their_own_child_hands_the_case_over_by_that(part, child, cast, sign_in):
    case = a_report().case
    client, page = sign_in(cast.headteacher), reverse("incidents:subject", args=[case.pk])
    Message.objects.all().delete()

    answer = client.post(page, {"part": part, "child": child.pk}, follow=True)

    case.refresh_from_db()
    assert "no longer with you" in answer.content.decode()
    assert client.get(case.get_absolute_url()).status_code == 404
    assert who_can_open(case) == {cast.chair.pk}
    assert case.team().get() == case.handlers().get() == cast.chair
    assert Message.objects.get().recipient == cast.chair
    assert queries.waiting_for(cast.headteacher).number == 0


def test_a_witness_of_ones_own_moves_nothing(child, headteacher):
    case = a_report().case
    actions.name_subject(case=case, by=headteacher, child=child, part=Part.WITNESS)

    assert who_can_open(case) == {headteacher.pk}


def test_a_parent_who_told_us_still_follows_their_own_report(child, headteacher):
    case = a_report(reporter=headteacher).case
    actions.name_subject(case=case, by=headteacher, child=child, part=Part.TARGET)

    assert who_can_open(case) == set()
    assert queries.reports_of(headteacher).get().case == case


def test_a_tie_that_is_written_down_later_moves_the_case_the_next_time_it_is_looked_at(cast):
    case, child = a_report().case, factories.ChildFactory()
    actions.name_subject(case=case, by=cast.headteacher, child=child, part=Part.TARGET)
    factories.ParenthoodFactory(child=child, person=cast.headteacher)
    assert who_can_open(case) == set()

    assert actions.pass_on_unattended() == 1

    assert who_can_open(case) == {cast.chair.pk}


def test_it_goes_up_to_no_parent_and_no_parent_looks_at_it_again(cast):
    child = factories.ParenthoodFactory(person=cast.deputy).child
    late = a_case(escalated_role=Role.DEPUTY)
    factories.CasePartyFactory(case=late, person=None, child=child, part=Part.TARGET)
    assert who_can_open(late) == {cast.headteacher.pk}
    assert not late.gone_up_to().exists()
    assert Role.DEPUTY not in placing.free_to_take_up(late)

    closed = closed_report(cast.headteacher).case
    factories.CasePartyFactory(case=closed, person=None, child=child, part=Part.TARGET)
    actions.ask_for_review(case=closed, by=None, words="Please look again.")
    assert list(closed.looking_again()) == [cast.chair]


def test_where_a_name_may_be_their_child_or_its_other_parent_they_are_told_at_once(
    child, cast, sign_in
):
    factories.RoleAssignmentFactory(role=Role.DEPUTY)
    client = sign_in(cast.headteacher)
    adult = child.parenthoods.exclude(person=cast.headteacher).get().person
    named = a_report(subject_name=child.full_name, subject_kind="pupil").case
    witness = a_report().case
    actions.name_subject(case=witness, by=cast.headteacher, person=adult, part=Part.WITNESS)
    other = a_report().case

    for case in (named, witness):
        words = client.get(case.get_absolute_url()).content.decode()
        assert FAMILY in words
        assert reverse("incidents:step_back", args=[case.pk]) in words
    assert FAMILY not in client.get(other.get_absolute_url()).content.decode()


def test_where_cases_go_is_asked_in_the_same_number_of_queries(
    child, django_assert_num_queries, headteacher
):
    def some(number):
        cases = [a_report().case for _ in range(number)]
        for case in cases:
            factories.CasePartyFactory(case=case, person=None, child=child, part=Part.TARGET)
        return cases

    few, many = some(1), some(6)
    with django_assert_num_queries(7):
        placing.of(few)
    with django_assert_num_queries(7):
        known = placing.of(many)
    assert all(headteacher.pk in known.kept_from[case.pk] for case in many)
