"""Making the database itself refuse to change what must stand.

A migration operation that puts triggers on a table, on SQLite and PostgreSQL alike. It stops every
way in: a page, the admin, a command, a bulk write, a person at the database's own prompt.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class Refuse:
    """One trigger: on which table, before which kind of write, in which case, and what it says.

    `when` is SQL over OLD and NEW that both databases understand; empty means always.
    """

    def __init__(self, table: str, write: str, message: str, when: str = "") -> None:
        self.table, self.write, self.when = table, write.upper(), when
        self.message = message.replace("'", "''")
        self.name = f"{table}_refuse_{write.lower()}"

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            if self.write == "TRUNCATE":
                return []  # SQLite has none
            condition = f" WHEN {self.when}" if self.when else ""
            return [
                f"CREATE TRIGGER {self.name} BEFORE {self.write} ON {self.table} FOR EACH ROW"
                f"{condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            ]
        # A function and not a trigger's WHEN: only a function may look at other tables.
        returned = "NEW" if self.write in ("INSERT", "UPDATE") else "OLD"
        each = "STATEMENT" if self.write == "TRUNCATE" else "ROW"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.when or 'TRUE'} THEN RAISE EXCEPTION '{self.message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {returned}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.write} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]


class RefuseWrites(migrations.RunPython):
    """Migration operation: put these triggers in place; backwards takes them away."""

    def __init__(self, refusals: Iterable[Refuse]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(self._create, self._drop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.refusals], {}

    def describe(self) -> str:
        return "Make the database refuse: " + ", ".join(r.name for r in self.refusals)

    def _create(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for refusal in self.refusals:
            for statement in refusal.create(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    def _drop(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for refusal in self.refusals:
            for statement in refusal.drop(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)


class RenewRefusals(RefuseWrites):
    """Migration operation: put these triggers up again as they are written today.

    For a database that was migrated while one of them was written otherwise. They stand before and
    after, forwards and backwards: there is nothing to go back to that would be worth having.
    """

    def __init__(self, refusals: Iterable[Refuse]) -> None:
        self.refusals = tuple(refusals)
        migrations.RunPython.__init__(self, self._renew, self._renew)

    def describe(self) -> str:
        return "Put up again: " + ", ".join(r.name for r in self.refusals)

    def _renew(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._drop(apps, schema_editor)
        self._create(apps, schema_editor)


class LiftRefusals(RefuseWrites):
    """Migration operation: take these triggers away, to alter their tables; backwards restores."""

    def __init__(self, refusals: Iterable[Refuse]) -> None:
        self.refusals = tuple(refusals)
        migrations.RunPython.__init__(self, self._drop, self._create)

    def describe(self) -> str:
        return "Lift for a moment: " + ", ".join(r.name for r in self.refusals)


def _same(columns: Sequence[str]) -> str:
    """Return SQL that finds the row with the same values; one column by its index.

    PostgreSQL uses no index for IS NOT DISTINCT FROM, and would read the whole table at each
    insert. A single column needs only "=": two rows without a value are not in each other's way.
    """
    if len(columns) == 1:
        return f"kept.{columns[0]} = NEW.{columns[0]}"
    return "(" + " AND ".join(f"kept.{c} IS NOT DISTINCT FROM NEW.{c}" for c in columns) + ")"


def never_changed(table: str, what: str, once: Sequence[tuple[str, ...]]) -> tuple[Refuse, ...]:
    """Return the refusals for a table whose rows are only ever added.

    `once` lists the groups of columns that are unique together, the key among them: SQLite's
    REPLACE removes whatever row stands in its way, and asks no trigger on DELETE.
    """
    in_the_way = " OR ".join(_same(columns) for columns in once)
    replaced = f"EXISTS (SELECT 1 FROM {table} kept WHERE {in_the_way})"
    return (
        Refuse(table, "insert", f"{what} can never be replaced.", replaced),
        Refuse(table, "update", f"{what} can never be changed."),
        Refuse(table, "delete", f"{what} can never be removed."),
        Refuse(table, "truncate", f"{what} can never be removed."),
    )
