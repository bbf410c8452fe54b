"""Who decides what somebody asks of the Headteacher: everybody for everybody."""

import pytest

from approvals.models import Approval
from school.deciding import asked_of, can_decide_for, deciders
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C2", "C4")]


def decides(by: str, asker: str) -> bool:
    """Say it as the rule does: the chair for the Headteacher, the Headteacher for the rest."""
    return by == ("chair" if asker == "headteacher" else "headteacher")


def test_each_of_the_cast_decides_for_those_they_should_and_for_nobody_else(cast):
    people = vars(cast)
    requests = {
        name: factories.ApprovalFactory(asked_by=person, state="asked")
        for name, person in people.items()
    }

    for name, by in people.items():
        found = set(Approval.objects.filter(asked_of(by)))
        assert found == {request for asker, request in requests.items() if decides(name, asker)}
        for asker, person in people.items():
            assert bool(can_decide_for(by, person)) == decides(name, asker), (name, asker)
            assert (by in deciders(person)) == decides(name, asker)


def test_of_two_headteachers_neither_decides_for_the_other(headteacher, chair):
    other = factories.RoleAssignmentFactory(role="headteacher").person

    assert not can_decide_for(headteacher, other)
    assert can_decide_for(chair, other)


def test_whoever_asked_and_became_headteacher_since_does_not_decide_it(class_teacher, chair):
    factories.RoleAssignmentFactory(person=class_teacher, role="headteacher")

    assert not can_decide_for(class_teacher, class_teacher)
    assert can_decide_for(chair, class_teacher)
