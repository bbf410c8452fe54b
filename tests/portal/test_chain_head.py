import pytest
from django.db import connection, transaction

from audit import chain
from audit.models import Event
from notifications.models import Message
from stmarys_portal.tasks import send_chain_head
from tests.support.management.commands.flush import lifted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("S5")]


def test_chair_and_clerk_get_the_end_of_the_chain_once_a_day(chair, clerk, headteacher):
    with transaction.atomic():
        event = chain.record("tests.thing.done")

    send_chain_head()
    send_chain_head()

    messages = Message.objects.filter(template="chain_head")
    assert {message.recipient for message in messages} == {chair, clerk}
    assert messages.count() == 2
    assert all(message.context["head"] == event.hash for message in messages)


def test_a_broken_chain_is_said_in_that_mail(chair):
    with transaction.atomic():
        chain.record("tests.thing.done")
    with lifted(connection):
        Event.objects.update(action="tests.thing.forged")

    send_chain_head()

    assert "Event 1 was altered" in Message.objects.get().context["fault"]
