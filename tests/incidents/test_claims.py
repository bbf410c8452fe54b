"""Who is on a case."""

import pytest
from django.urls import reverse

from audit.models import Event
from incidents import actions, queries
from incidents.models import CaseClaim, State
from school.access import NotAllowed
from school.errors import WrongState
from school.models import Role, RoleAssignment
from tests import factories
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I12")]


@pytest.fixture
def second_head(deputy):
    factories.RoleAssignmentFactory(person=deputy, role=Role.HEADTEACHER)
    return deputy


def test_taking_on_is_seen_by_the_others_who_handle_it(headteacher, second_head, sign_in):
    case = a_case()
    client = sign_in(headteacher)
    client.post(reverse("incidents:take_on", args=[case.pk]))
    client.post(reverse("incidents:take_on", args=[case.pk]))

    assert queries.on_it([case]) == {case.pk: headteacher}
    assert case.entries.filter(title="Took this on").count() == 1
    assert Event.objects.on(case).filter(action="incidents.case.taken_on").count() == 1
    words = sign_in(second_head).get(case.get_absolute_url()).content.decode()
    assert f"<strong>{headteacher}</strong>" in words
    assert "Take it over" in words


def test_a_case_is_taken_over_and_the_timeline_says_from_whom(headteacher, second_head):
    case = a_case()
    actions.take_on(case=case, by=headteacher)
    actions.take_on(case=case, by=second_head)

    assert CaseClaim.objects.get().person == second_head
    assert case.entries.last().words == f"{headteacher} was on it before."


def test_an_old_page_takes_nothing_from_a_colleague_and_says_who_is_on_it(
    headteacher, second_head, sign_in
):
    case, client = a_case(), sign_in(second_head)
    address = reverse("incidents:take_on", args=[case.pk])
    assert 'name="seen" value=""' in client.get(case.get_absolute_url()).content.decode()
    actions.take_on(case=case, by=headteacher)

    told = client.post(address, {"seen": ""}, follow=True).content.decode()

    assert f"{headteacher} took this on meanwhile" in told
    assert "Take it over</button>" in told
    assert f'name="seen" value="{headteacher.pk}"' in told
    assert CaseClaim.objects.get().person == headteacher
    client.post(address, {"seen": headteacher.pk})
    assert CaseClaim.objects.get().person == second_head


def test_only_whoever_is_on_it_puts_it_back(headteacher, second_head, sign_in):
    case = a_case()
    actions.take_on(case=case, by=headteacher)

    answer = sign_in(second_head).post(reverse("incidents:put_back", args=[case.pk]), follow=True)
    assert "nothing to put back" in answer.content.decode()
    sign_in(headteacher).post(reverse("incidents:put_back", args=[case.pk]))
    assert not CaseClaim.objects.exists()


def test_a_closed_case_is_not_taken_on(headteacher):
    with pytest.raises(WrongState):
        actions.take_on(case=a_case(State.CLOSED, by=headteacher), by=headteacher)


def test_whoever_only_reads_takes_nothing_on(dsl, sign_in):
    case = a_case(besides_role=Role.DSL)

    with pytest.raises(NotAllowed):
        actions.take_on(case=case, by=dsl)
    assert sign_in(dsl).post(reverse("incidents:take_on", args=[case.pk])).status_code == 403


@pytest.mark.rule("I4")
def test_whoever_turns_out_to_be_its_subject_is_on_it_no_longer(headteacher, second_head):
    case = a_case(State.TRIAGED)
    actions.take_on(case=case, by=second_head)

    actions.name_subject(case=case, by=headteacher, person=second_head)

    assert not CaseClaim.objects.exists()


def test_a_leaver_is_on_nothing(headteacher):
    case = a_case()
    actions.take_on(case=case, by=headteacher)
    RoleAssignment.objects.filter(person=headteacher).delete()

    assert queries.on_it([case]) == {}
