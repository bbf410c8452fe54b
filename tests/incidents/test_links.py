"""Cases that belong together, and whom that is told."""

import pytest

from audit.models import Event
from incidents import actions, queries
from incidents.models import CaseLink, State
from school.access import NotAllowed
from school.errors import DomainError, WrongState
from school.models import Role
from tests import factories
from tests.incidents.cases import a_case

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I15")]

SECRET = "Both speak of the swimming gala."


def linked(case, other, by):
    return actions.link_cases(
        case=case, by=by, reference=other.reference, is_repeat=True, why=SECRET
    )


def test_a_link_shows_on_both_cases_with_its_reason(headteacher, sign_in):
    case, other = a_case(), a_case(State.CLOSED, by=headteacher)
    linked(case, other, headteacher)

    for here, there in ((case, other), (other, case)):
        words = sign_in(headteacher).get(here.get_absolute_url()).content.decode()
        assert there.get_absolute_url() in words
        assert SECRET in words
        assert "The same thing, told again." in words


@pytest.mark.rule("I4")
@pytest.mark.parametrize("is_subject", [True, False])
def test_who_sees_one_end_only_learns_nothing_of_the_link(is_subject, cast, sign_in):
    case, other = a_case(besides_role=Role.DSL), a_case(besides_role=Role.DSL if is_subject else "")
    if is_subject:
        factories.CasePartyFactory(case=other, person=cast.dsl)
    before = sign_in(cast.dsl).get(case.get_absolute_url()).content.decode()
    linked(case, other, cast.headteacher)

    after = sign_in(cast.dsl).get(case.get_absolute_url()).content.decode()

    assert "Linked cases" not in after
    assert SECRET not in after
    assert after.count("<li") == before.count("<li")
    assert not queries.links_of(cast.dsl, case).exists()


@pytest.mark.rule("I4")
def test_a_case_that_is_not_theirs_is_refused_like_one_that_is_not_there(headteacher):
    case, hidden = a_case(), a_case(handling_role=Role.CHAIR)

    def refused(reference):
        with pytest.raises(DomainError) as error:
            actions.link_cases(
                case=case, by=headteacher, reference=reference, is_repeat=False, why="x"
            )
        return str(error.value)

    assert refused(hidden.reference) == refused("ZZZ-ZZZ")
    assert "itself" in refused(case.reference)


def test_two_cases_are_linked_once_from_either_end(headteacher):
    case, other = a_case(), a_case()
    linked(case, other, headteacher)

    with pytest.raises(WrongState):
        linked(other, case, headteacher)
    assert CaseLink.objects.count() == 1


def test_a_link_is_undone_with_a_reason_and_can_be_made_anew(headteacher):
    case, other = a_case(), a_case()
    link = linked(case, other, headteacher)
    actions.unlink_cases(case=other, by=headteacher, reference=case.reference, why="Another gala.")

    link.refresh_from_db()
    assert (link.ended_by, link.why_ended) == (headteacher, "Another gala.")
    assert not queries.links_of(headteacher, case).exists()
    actions_on_record = Event.objects.on(link).values_list("action", flat=True)
    assert set(actions_on_record) == {"incidents.link.made", "incidents.link.ended"}
    with pytest.raises(NotAllowed):
        actions.unlink_cases(case=case, by=headteacher, reference=other.reference, why="Again.")
    linked(case, other, headteacher)


def test_whoever_only_reads_links_nothing(dsl):
    with pytest.raises(NotAllowed):
        linked(a_case(besides_role=Role.DSL), a_case(besides_role=Role.DSL), dsl)
