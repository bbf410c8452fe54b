"""The guards that keep evidence as it is, also in a database that was migrated long ago."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from audit import chain
from audit.append_only import Refuse, never_changed
from audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

RENEWED = {
    "audit": ["audit_event"],
    "acknowledgements": ["acknowledgements_acknowledgement", "acknowledgements_scan"],
    "consents": ["consents_imageanswer"],
}
MIGRATIONS = {
    "audit": "audit.migrations.0003_guards_by_index",
    "acknowledgements": "acknowledgements.migrations.0015_guards_by_index",
    "consents": "consents.migrations.0003_guards_by_index",
}


def renew(room, *, backwards=False):
    state = ProjectState.from_apps(apps)
    with connection.schema_editor(atomic=True) as editor:
        for operation in import_module(MIGRATIONS[room]).Migration.operations:
            run = operation.database_backwards if backwards else operation.database_forwards
            run(room, editor, state, state)


def put_up(refusal):
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in [*refusal.drop(vendor), *refusal.create(vendor)]:
            cursor.execute(statement)


def guard_of(table):
    """Return the SQL by which the database keeps a row from being replaced."""
    query = (
        "SELECT sql FROM sqlite_master WHERE name = %s"
        if connection.vendor == "sqlite"
        else "SELECT prosrc FROM pg_proc WHERE proname = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{table}_refuse_insert"])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("room", list(RENEWED))
def test_a_database_that_was_migrated_long_ago_gets_the_guard_that_uses_an_index(room):
    for table in RENEWED[room]:
        key = "sequence" if table == "audit_event" else "id"
        same = f"kept.{key} IS NOT DISTINCT FROM NEW.{key}"
        slow = f"EXISTS (SELECT 1 FROM {table} kept WHERE {same})"
        put_up(Refuse(table, "insert", "Too slow.", slow))

    renew(room)

    for table in RENEWED[room]:
        assert "IS NOT DISTINCT" not in guard_of(table)
        assert "can never be replaced" in guard_of(table)


@pytest.mark.rule("S5")
@pytest.mark.parametrize("backwards", [False, True])
def test_what_stands_is_refused_after_the_guards_were_put_up_again(backwards):
    with transaction.atomic():
        chain.record("tests.thing.done")
    first = Event.objects.get()

    renew("audit", backwards=backwards)

    with pytest.raises(IntegrityError, match="replaced"):
        Event(sequence=first.sequence, action="x", at=first.at).save(force_insert=True)
    with pytest.raises(IntegrityError, match="changed"):
        Event.objects.update(action="x")
    with pytest.raises(IntegrityError, match="removed"):
        Event.objects.all().delete()
    assert chain.verify().sound


def test_rows_that_are_unique_by_several_columns_together_are_guarded_too():
    refused = never_changed("things", "A thing", [("id",), ("one", "other")])[0].when

    assert "kept.id = NEW.id" in refused
    assert "kept.one IS NOT DISTINCT FROM NEW.one AND" in refused
