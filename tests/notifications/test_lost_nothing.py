"""Workers, brokers and mail servers die; no message is lost. All with real processes."""

import json
from collections import Counter

import pytest
from django.conf import settings
from django.db import transaction

from notifications import outbox
from notifications.delivery import name_of
from notifications.models import Message
from tests import services
from tests.processes import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ENQUEUE = """
import json, shutil, time
from django.conf import settings
from django.db import transaction
from notifications import outbox
folder = settings.PORTAL_DATA / "broker"
shutil.rmtree(folder)
folder.write_text("where the file broker had its folders")
began = time.monotonic()
with transaction.atomic():
    outbox.enqueue(to="pat@example.test", template="as_written", once="while-broken",
                   context={"subject": "Hello", "body": "Something to read."})
print(json.dumps({"seconds": time.monotonic() - began}))
"""


def enqueue(number: int = 1) -> None:
    with transaction.atomic():
        outbox.enqueue(
            to=f"pat{number}@example.test",
            template="as_written",
            once=f"test:{number}",
            context={"subject": f"Letter {number}", "body": "Something to read."},
        )


def all_sent() -> bool:
    return not Message.objects.filter(sent_at=None).exists()


def arrivals(processes) -> Counter:
    return Counter(letter["Message-ID"] for letter in processes.mail.letters)


def test_messages_queued_while_the_worker_is_down_are_delivered_when_it_is_back(processes):
    for number in range(5):
        enqueue(number)

    processes.start("worker")
    processes.start("beat")
    wait_until(all_sent)

    assert len(arrivals(processes)) == 5


def test_a_running_worker_delivers_at_the_ring_without_waiting_for_the_sweep(processes):
    processes.start("worker")
    enqueue(1)
    wait_until(all_sent)

    enqueue(2)
    wait_until(all_sent, seconds=5)

    assert len(processes.mail.letters) == 2


def test_a_worker_killed_between_claim_and_send_loses_nothing(processes):
    processes.mail.hang()
    enqueue()
    worker = processes.start("worker")
    beat = processes.start("beat")
    wait_until(processes.mail.was_offered.is_set)
    processes.kill(worker)
    message = Message.objects.get()
    assert message.sent_at is None
    assert message.locked_until is not None
    processes.mail.recover()

    processes.start("worker")
    wait_until(all_sent)

    processes.kill(beat)
    message.refresh_from_db()
    assert message.attempts == 2
    assert list(arrivals(processes)) == [f"<{name_of(message)}@stmarys.example>"]


def test_two_workers_never_both_send_one_message(processes):
    processes.start("worker")
    processes.start("worker")

    for number in range(150):
        enqueue(number)
    wait_until(all_sent, seconds=60)

    assert set(arrivals(processes).values()) == {1}
    assert len(processes.mail.letters) == 150


def test_with_the_broker_dead_saving_is_quick_and_the_sweep_delivers_later(processes, tmp_path):
    broken = broken_broker(tmp_path)

    done = processes.manage("shell", "--verbosity", "0", "-c", ENQUEUE, **broken)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seconds"] < 2
    assert "The broker did not answer" in done.stderr
    assert not all_sent()
    processes.start("worker")
    processes.start("beat")
    wait_until(all_sent)
    assert len(processes.mail.letters) == 1


def broken_broker(folder) -> dict[str, str]:
    """Return an environment whose broker is dead: no Redis listens, or its folder goes."""
    broken = {"PORTAL_DATA": str(folder / "data")}
    if settings.CELERY_BROKER_URL.startswith("redis"):
        broken["BROKER_URL"] = f"redis://127.0.0.1:{services.free_port()}/0"
    return broken
