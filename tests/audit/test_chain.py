import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit import chain
from audit.models import ChainHead, Event
from tests.support.management.commands.flush import lifted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("S5")]


def three_events() -> None:
    for name in ("first", "second", "third"):
        with transaction.atomic():
            chain.record(f"tests.thing.{name}", colour="blue")


def test_a_chain_of_honest_events_is_sound():
    three_events()

    assert chain.verify().sound
    assert chain.verify().checked == 3


def test_an_event_that_falls_with_its_deed_leaves_no_gap():
    three_events()

    with transaction.atomic():
        chain.record("tests.thing.undone")
        transaction.set_rollback(True)

    with transaction.atomic():
        chain.record("tests.thing.done")

    assert chain.verify().sound
    assert chain.verify().checked == 4


def test_an_event_needs_the_transaction_of_its_deed():
    with pytest.raises(transaction.TransactionManagementError):
        chain.record("tests.thing.alone")


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement):
    three_events()

    with pytest.raises(IntegrityError, match="audit event"), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.count() == 3


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
def test_replacing_an_event_is_no_way_round():
    three_events()
    copied = "SELECT sequence, at, 'x', actor_id, target_kind, target_id, reason, facts"

    with pytest.raises(IntegrityError, match="replaced"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO audit_event (sequence, at, action, actor_id, target_kind, "
            f"target_id, reason, facts, previous_hash, hash) {copied}, previous_hash, hash "
            "FROM audit_event WHERE sequence = 2"
        )

    assert chain.verify().sound


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (lambda: Event.objects.filter(sequence=2).update(action="x"), "Event 2 was altered"),
        (
            lambda: Event.objects.filter(sequence=2).update(facts={"colour": "red"}),
            "Event 2 was altered",
        ),
        (lambda: Event.objects.filter(sequence=2).delete(), "Event 2 was removed"),
        (lambda: Event.objects.filter(sequence=1).delete(), "Event 1 was removed"),
        (lambda: Event.objects.filter(sequence=3).delete(), "Event 3 was removed"),
        (lambda: ChainHead.objects.update(sequence=2), "Event 3 was added or altered"),
    ],
)
def test_a_planted_fault_is_named_and_the_command_fails_with_one_line(fault, named):
    three_events()
    with lifted(connection):
        fault()

    assert named in chain.verify().fault
    with pytest.raises(CommandError, match=named):
        call_command("verify_audit")
