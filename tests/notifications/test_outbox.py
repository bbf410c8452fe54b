from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from notifications import outbox
from notifications.models import Message
from tests import factories

pytestmark = pytest.mark.django_db


def queue(once="hello:1", **changes):
    message = {"to": "pat@example.test", "template": "as_written", "once": once} | changes
    return outbox.enqueue(**message)


def test_a_message_to_a_person_goes_to_their_address():
    person = factories.PersonFactory(email="pat@example.test")

    queued = queue(to=person, context={"subject": "Hello", "body": "Read this."})

    message = Message.objects.get()
    assert queued
    assert (message.recipient, message.address) == (person, "pat@example.test")
    assert message.context == {"subject": "Hello", "body": "Read this."}


def test_somebody_without_an_account_is_reached_by_address():
    queue(to="pat@example.test")

    message = Message.objects.get()
    assert (message.recipient, message.address) == (None, "pat@example.test")


@pytest.mark.rule("A7")
@pytest.mark.parametrize("nobody", [None, ""])
def test_without_an_address_nothing_is_queued_and_the_caller_is_told(nobody):
    assert queue(to=nobody) is False
    assert queue(to=factories.PersonFactory(email=None)) is False
    assert not Message.objects.exists()


@pytest.mark.rule("A6")
def test_the_same_message_queued_twice_is_one_message():
    queue(once="reminder:7")
    queue(once="reminder:7")

    assert Message.objects.count() == 1


def test_a_deed_that_is_undone_sends_nothing():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_a_worker_is_rung_for_only_once_the_deed_stands(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rung:
        queue()

    assert len(rung) == 1


def test_a_message_for_later_is_not_due_before():
    tomorrow = timezone.now() + timedelta(days=1)
    queue(due_at=tomorrow)

    assert not Message.objects.due(timezone.now()).exists()
    assert Message.objects.due(tomorrow).exists()


@pytest.mark.rule("S1")
def test_a_code_to_sign_in_leaves_by_the_outbox(client, headteacher, mailoutbox):
    client.post("/accounts/login/", {"login": headteacher.email})

    message = Message.objects.get()
    assert message.address == headteacher.email
    assert message.once.startswith("sign-in:")
    assert mailoutbox == []


def test_messages_due_are_found_by_an_index_and_not_by_reading_all():
    assert "message_waiting" in connection.introspection.get_constraints(
        connection.cursor(), Message._meta.db_table
    )
