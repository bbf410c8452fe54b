from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import delivery
from notifications.models import Message
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def waiting_message(number=1, **changes):
    fields = {
        "once": f"test:{number}",
        "template": "as_written",
        "address": "pat@example.test",
        "context": {"subject": "Something to read", "body": "Please look: /a/personal/link"},
        "due_at": timezone.now() - timedelta(seconds=1),
    }
    return Message.objects.create(**fields | changes)


def test_what_is_due_is_sent_oldest_first(mail_server):
    now = timezone.now()
    waiting_message(1, due_at=now - timedelta(minutes=1), address="second@example.test")
    waiting_message(2, due_at=now - timedelta(minutes=2), address="first@example.test")

    sent = delivery.deliver_all_due()

    assert sent == 2
    assert [m["To"] for m in mail_server.letters] == ["first@example.test", "second@example.test"]


def test_more_than_one_batch_is_sent_in_one_go(mail_server):
    for number in range(delivery.BATCH + 3):
        waiting_message(number)

    assert delivery.deliver_all_due() == delivery.BATCH + 3


@pytest.mark.rule("S1")
def test_once_sent_its_words_are_forgotten_and_the_fact_is_kept(mail_server):
    message = waiting_message()

    delivery.deliver_all_due()

    message.refresh_from_db()
    assert message.context == {}
    assert message.sent_at is not None
    assert (message.template, message.address) == ("as_written", "pat@example.test")


def test_a_sent_message_is_never_sent_again(mail_server):
    waiting_message()
    delivery.deliver_all_due()

    assert delivery.deliver_all_due() == 0
    assert len(mail_server.letters) == 1


def test_only_one_of_two_can_claim_a_message():
    message = waiting_message()

    first, second = delivery.claim(message.pk), delivery.claim(message.pk)

    assert first == message
    assert second is None


def test_a_claim_runs_out_with_its_lease(settings):
    settings.OUTBOX_LEASE_SECONDS = -1
    message = waiting_message()
    delivery.claim(message.pk)

    again = delivery.claim(message.pk)

    assert again.attempts == 2


def test_the_message_id_is_the_same_at_each_attempt(settings):
    settings.DEFAULT_FROM_EMAIL = "St Mary's <portal@stmarys.example>"
    message = waiting_message()

    ids = {delivery.render(message).extra_headers["Message-ID"] for _ in range(2)}

    assert ids == {f"<{delivery.name_of(message)}@stmarys.example>"}


def test_a_refused_message_waits_and_says_why_without_quoting_the_server(mail_server, caplog):
    mail_server.refuses = True
    message = waiting_message()

    sent = delivery.deliver_all_due()

    message.refresh_from_db()
    assert sent == 0
    assert message.error == "SMTPSenderRefused"
    assert message.locked_until is None
    assert message.due_at > timezone.now()
    assert "pat@example.test" not in caplog.text


def test_a_mail_server_that_comes_back_gets_what_it_refused(mail_server):
    mail_server.refuses = True
    waiting_message()
    delivery.deliver_all_due()
    mail_server.refuses = False
    Message.objects.update(due_at=timezone.now())

    assert delivery.deliver_all_due() == 1
    assert Message.objects.get().error == ""


def test_each_failure_makes_the_wait_longer_up_to_an_hour():
    now = timezone.now()
    waits = [Message(attempts=n).next_try(now) - now for n in range(1, 61)]

    assert waits[:7] == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 60)]
    assert set(waits[7:]) == {timedelta(minutes=60)}
    assert sum(waits, timedelta()) > timedelta(days=2)


def test_after_the_last_attempt_a_message_is_given_up_and_kept_for_a_person(mail_server):
    mail_server.refuses = True
    message = waiting_message(attempts=delivery.MOST_ATTEMPTS - 1)

    delivery.deliver_all_due()

    message.refresh_from_db()
    assert message.given_up_at is not None
    assert message.context != {}
    assert not Message.objects.waiting().exists()


def test_one_message_that_cannot_be_written_does_not_hold_up_the_others(mail_server):
    waiting_message(1, template="no_such_template")
    waiting_message(2)

    assert delivery.deliver_all_due() == 1
    assert Message.objects.get(once="test:1").error == "TemplateDoesNotExist"


def test_a_path_becomes_a_full_link(settings, tmp_path):
    settings.PORTAL_URL = "https://portal.stmarys.example"
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/with_link.txt").write_text("A link\n\nPlease read: {{ link }}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    message = waiting_message(template="with_link", context={"path": "/policies/"})

    letter = delivery.render(message)

    assert letter.subject == "A link"
    assert letter.body == "Please read: https://portal.stmarys.example/policies/\n"
