"""Two at the same moment, on the real database."""

import time

import pytest
from django.db import transaction

from audit import chain
from audit.models import Event
from school import actions
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_address_keeps_whoever_writes_of_that_person_from_nothing(office, parent):
    @transaction.atomic
    def write():
        chain.take_turn()
        time.sleep(0.3)  # the change has begun, and comes no further than to wait for its turn
        chain.record("tests.parent.did", by=parent)

    def change():
        time.sleep(0.1)
        actions.change_person(
            person=parent, full_name=parent.full_name, email="new@example.test", by=office
        )

    at_once(write, change)

    parent.refresh_from_db()
    assert parent.email == "new@example.test"
    assert Event.objects.filter(action="tests.parent.did").exists()
    assert chain.verify().sound
