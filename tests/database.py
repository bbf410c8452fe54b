"""One migrated database a run: the first test process makes it, each of them works on a copy.

Migrating takes half a minute, copying a moment. A process that tests alone, and one that keeps its
database (`--reuse-db`), migrates its own as pytest-django has it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(
    request, worker_id, testrun_uid, tmp_path_factory, django_test_environment, django_db_blocker
):
    if worker_id == "master" or request.config.getoption("reuse_db"):
        yield request.getfixturevalue("django_db_setup")  # pytest-django's own
        return

    shared_by_all = tmp_path_factory.getbasetemp().parent
    name = f"test_portal_{testrun_uid}"
    if connection.vendor == "sqlite":
        name = str(shared_by_all / f"{name}.sqlite3")
    migrated = shared_by_all / "migrated"
    connection.settings_dict["TEST"]["NAME"] = name
    creation = connection.creation
    before = connection.settings_dict["NAME"]

    with django_db_blocker.unblock():
        with one_at_a_time(shared_by_all):
            if not migrated.exists():
                creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                migrated.touch()
            connection.close()
            connection.settings_dict["NAME"] = name
            creation.clone_test_db(suffix=worker_id, verbosity=0, autoclobber=True)
        creation.setup_worker_connection(worker_id)
    yield
    with django_db_blocker.unblock():
        creation.destroy_test_db(before, verbosity=0)
        with one_at_a_time(shared_by_all):
            if migrated.exists():
                migrated.unlink()
                creation._destroy_test_db(name, verbosity=0)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold back every other process that asks the same of this folder."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
