"""What a confirmation is said to bring beforehand, and what those who are asked read of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acknowledgements import actions
from acknowledgements.forecast import forecast
from acknowledgements.models import Capacity, Request
from school.models import Role
from tests import factories
from tests.acknowledgements.confirming import proposed, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(version, head, cast):
    return actions.open_round(version=version, by=head)


def test_the_forecast_is_what_then_happens(published, cast, version, confirm):
    sign(published, cast.class_teacher, cast.teacher_parent, cast.parent, cast.governor)
    factories.ParenthoodFactory(person=cast.parent)
    factories.LeaveFactory(person=cast.governor)
    cast.class_teacher.email = None
    cast.class_teacher.save()

    said = forecast(proposed(version).scope())
    opened = confirm()

    assert said.people == opened.requests.values("person").distinct().count() == 4
    assert dict(said.by_capacity) == {
        Capacity.STAFF: 2,
        Capacity.PARENT: 3,
        Capacity.GOVERNOR: 1,
    }
    assert (said.without_email, said.on_leave, said.by_email) == (1, 1, 3)
    assert said.asked_already == Request.objects.outstanding().filter(round=published).count()


def test_opening_and_the_forecast_cost_the_same_for_8_people_as_for_60(version, head):
    def cost(people):
        wrens = factories.SchoolClassFactory(name=f"Wrens {people}")
        for _ in range(people):
            factories.ParenthoodFactory(child__school_class=wrens)
            factories.RoleAssignmentFactory(role=Role.STAFF)
        asked_for = proposed(factories.published(), classes=[wrens])
        with CaptureQueriesContext(connection) as queries:
            forecast(asked_for.scope())
            actions.open_confirmation(confirmation=asked_for, by=head)
        return len(queries)

    cost(3)
    assert cost(4) == cost(30)  # parents and as many members of staff


def test_those_who_are_asked_read_why(confirm, published, class_teacher, sign_in):
    sign(published, class_teacher)
    opened = confirm(audiences=["staff"])
    request = opened.requests.get(person=class_teacher)

    page = sign_in(class_teacher).get(reverse("acknowledgements:sign", args=[request.pk])).text

    assert "Why we ask" in page
    assert "We all confirm this each September." in page


def test_in_the_round_of_a_publication_it_is_what_the_publisher_said(head, class_teacher, sign_in):
    version = factories.published(must_be_signed_why="Phones are new in it.")
    opened = actions.open_round(version=version, by=head)
    request = opened.requests.get(person=class_teacher)

    page = sign_in(class_teacher).get(reverse("acknowledgements:sign", args=[request.pk])).text

    assert "Phones are new in it." in page
