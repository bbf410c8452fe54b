"""Real workers, a real beat and a real mail server, on the database of the test that asks.

`processes.start("worker")` starts one, `processes.kill(worker)` ends it as a power cut would.
Whatever a test leaves running is killed after it, with all that it started.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from tests.mail_server import MailServer

ROOT = Path(__file__).resolve().parent.parent
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "stmarys_portal"]
WORKER = ["worker", "--pool", "threads", "--concurrency", "2"]
ALONE = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
KINDS = {
    "worker": [*CELERY, *WORKER, *ALONE],
    "beat": [*CELERY, "beat", "--loglevel", "WARNING"],
}


def database_url() -> str:
    """Return the address of the database that this test writes to."""
    to = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{to['NAME']}"
    place = f"{to['USER']}@{quote(to['HOST'], safe='')}"
    return f"postgres://{place}/{to['NAME']}"


def wait_until(true: Callable[[], object], seconds: float = 30) -> None:
    """Return as soon as something is so; fail if it does not become so in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"Waited {seconds} s in vain."
        time.sleep(0.05)


class Processes:
    """What runs beside the test; `log` is what it all said."""

    def __init__(self, mail: MailServer, folder: Path) -> None:
        self.mail = mail
        self._log = folder / "processes.log"
        self._running: list[subprocess.Popen] = []
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "PORTAL_DATA": str(settings.PORTAL_DATA),
            "DATABASE_URL": database_url(),
            "BROKER_URL": settings.CELERY_BROKER_URL,
            "EMAIL_URL": mail.url,
            "OUTBOX_LEASE_SECONDS": "3",
        }

    def start(self, kind: str, **environment: str) -> subprocess.Popen:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                KINDS[kind],
                env=self.environment | environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        """Run one command of manage.py to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            env=self.environment | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def kill(self, process: subprocess.Popen) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self._running.remove(process)

    def kill_all(self) -> None:
        for process in list(self._running):
            self.kill(process)

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""


@pytest.fixture
def processes(transactional_db, tmp_path) -> Iterator[Processes]:
    current_app.control.purge()  # what a worker that was killed before has left undone
    with MailServer() as mail:
        running = Processes(mail, tmp_path)
        yield running
        running.kill_all()
