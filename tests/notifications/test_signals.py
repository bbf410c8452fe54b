"""Nobody takes over a post's mail unseen."""

import pytest

from notifications.delivery import render
from notifications.models import Message
from school import actions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.rule("I4")
def test_a_head_who_takes_over_the_chairs_address_is_found_out_at_the_old_one(headteacher, chair):
    actions.change_person(
        person=chair, full_name=chair.full_name, email="private@example.test", by=headteacher
    )

    message = Message.objects.get(template="address_changed")

    assert message.address == "chair@example.test"
    assert "sign in as you" in render(message).body
    assert "private@" not in render(message).body


def test_the_old_address_of_a_parent_is_told_nothing(parent, office):
    actions.change_person(
        person=parent, full_name=parent.full_name, email="safe@example.test", by=office
    )

    assert not Message.objects.filter(template="address_changed").exists()


def test_a_name_that_is_corrected_or_a_first_address_tells_nobody(headteacher, chair):
    actions.change_person(person=chair, full_name="C. Okoro", email=chair.email, by=headteacher)
    new = factories.RoleAssignmentFactory(person__email=None).person
    actions.change_person(
        person=new, full_name=new.full_name, email="new@example.test", by=headteacher
    )

    assert not Message.objects.filter(template="address_changed").exists()
