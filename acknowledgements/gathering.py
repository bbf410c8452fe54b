"""Many rows as one value: the database packs them, so that thousands are read as one row."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField
from django.db.models.sql.compiler import SQLCompiler


class Gathered(Aggregate):
    """A column of all rows of a group, as a list.

    Two of them in one query have their rows in the same order: the database hands each row to both
    before it goes on to the next.
    """

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)
