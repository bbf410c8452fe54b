"""What waits for a decision, on the first page of whoever decides it; and where staff ask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stmarys_portal.home import parts_for
from tests import factories

pytestmark = pytest.mark.django_db


def needs(person):
    return {need.title: need for part in parts_for(person) for need in part.needs}


def test_a_service_to_decide_is_with_the_headteacher_and_the_headteachers_own_with_the_chair(
    headteacher, chair, class_teacher, office
):
    asked = factories.ApprovalFactory(asked_by=class_teacher, state="asked")

    assert str(asked.pk) in needs(headteacher)["Decide about a service"].url
    for person in (chair, class_teacher, office):
        assert "Decide about a service" not in needs(person)

    factories.ApprovalFactory(asked_by=headteacher, state="asked")
    assert needs(headteacher)["Decide about a service"].count == 1
    assert needs(chair)["Decide about a service"].count == 1


def test_a_decision_that_waits_longer_than_promised_presses(headteacher, class_teacher):
    factories.ApprovalFactory(
        asked_by=class_teacher, state="asked", asked_at=timezone.now() - timedelta(days=15)
    )

    assert needs(headteacher)["Decide about a service"].is_late


def test_a_review_that_is_near_is_with_owner_and_headteacher(
    headteacher, chair, class_teacher, office
):
    day = timezone.localdate() + timedelta(days=10)
    factories.ApprovalFactory(asked_by=class_teacher, review_on=day)

    for person in (headteacher, class_teacher):
        assert needs(person)["Services to look at again"].count == 1
    for person in (chair, office):
        assert "Services to look at again" not in needs(person)


def test_staff_find_the_register_and_parents_do_not(class_teacher, parent, sign_in):
    assert "Approved services" in sign_in(class_teacher).get("/").text
    assert "Approved services" not in sign_in(parent).get("/").text
