import pytest
from django.core.management import call_command
from django.utils import timezone

from notifications.models import Message

pytestmark = pytest.mark.django_db


def message(number=1, **changes):
    return Message.objects.create(
        once=f"test:{number}", template="as_written", address="pat@example.test", **changes
    )


def given_up():
    return message(given_up_at=timezone.now(), attempts=60, error="SMTPSenderRefused")


def test_an_empty_outbox_says_so(capsys):
    message(sent_at=timezone.now())

    call_command("outbox")

    assert capsys.readouterr().out == "Nothing waits to be sent.\n"


def test_what_waits_is_counted(capsys):
    message(1)
    message(2)

    call_command("outbox")

    assert "Waiting: 2, the oldest since" in capsys.readouterr().out


def test_what_was_given_up_is_named_with_its_reason_but_not_its_address(capsys):
    given_up()

    call_command("outbox")

    said = capsys.readouterr().out
    assert "(as_written), SMTPSenderRefused." in said
    assert "pat@example.test" not in said


def test_what_was_given_up_can_be_queued_again(capsys):
    given_up()

    call_command("outbox", retry=True)

    assert "Queued again: 1." in capsys.readouterr().out
    assert Message.objects.due(timezone.now()).get().attempts == 0
