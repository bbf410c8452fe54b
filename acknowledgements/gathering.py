"""Many rows as one value: the database packs them, so that thousands are read as one row."""

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Field
from django.db.models.sql.compiler import SQLCompiler


class Listed(Field):
    """Numbers in a list: PostgreSQL has them as such, SQLite as JSON."""

    def from_db_value(self, value: Any, *args: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class Gathered(Aggregate):
    """A column of all rows of a group, as a list.

    Two of them in one query have their rows in the same order: the database hands each row to both
    before it goes on to the next.
    """

    function = "ARRAY_AGG"
    output_field = Listed()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)
