"""Empty the test database, although its triggers refuse: they are lifted, and put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.flush import Command as FlushCommand
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from audit.append_only import Refuse, RefuseWrites


def refusals() -> list[Refuse]:
    """Return every refusal that the project's migrations put in place, each as it stands last."""
    loader = MigrationLoader(None)
    standing = {
        refusal.name: refusal
        for leaf in loader.graph.leaf_nodes()
        for node in loader.graph.forwards_plan(leaf)
        for operation in loader.graph.nodes[node].operations
        if isinstance(operation, RefuseWrites)
        for refusal in operation.refusals
    }
    return list(standing.values())


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Take every refusal away for a moment: for emptying, and for planting a fault."""
    run(connection, [s for r in refusals() for s in r.drop(connection.vendor)])
    try:
        yield
    finally:
        run(connection, [s for r in refusals() for s in r.create(connection.vendor)])


def run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Command(FlushCommand):
    def handle(self, **options: Any) -> None:
        with lifted(connections[options["database"]]):
            super().handle(**options)
