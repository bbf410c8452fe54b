"""`manage.py serve`: the whole portal in the foreground, which is what `make run` starts."""

import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from stmarys_portal.supervisor import Program, Supervisor

HOST = "127.0.0.1"


def programs(port: int) -> list[Program]:
    python = sys.executable
    # Celery warns whoever is root, as one is in a container: nothing that a reader here could mend.
    as_root = ["-W", "ignore:You're running the worker with superuser"]
    celery = [python, *as_root, "-m", "celery", "--quiet", "--app", "stmarys_portal"]
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "8"]
    # At lower levels gunicorn writes the addresses of those who ask into its log.
    quiet = ["--log-level", "error", "--no-control-socket", "--graceful-timeout", "5"]
    web = [python, "-m", "gunicorn", "stmarys_portal.wsgi", "--bind", f"{HOST}:{port}"]
    worker = ["worker", "--pool", "threads", "--concurrency", "2"]
    alone = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return [
        Program("The web server", [*web, *threads, *quiet]),
        Program("The worker", [*celery, *worker, *alone]),
        Program("The clock (beat)", [*celery, "beat", "--loglevel", "WARNING"]),
    ]


class Command(BaseCommand):
    help = "Run web server, worker and beat together until Ctrl-C. PORT= chooses the port."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.PORTAL_PORT
        require_free(port)
        self.stdout.write("Getting ready. The first time this takes a minute or two ...")
        self.stdout.flush()
        call_command("prepare", stdout=self.stdout)
        supervisor = Supervisor(programs(port), self.stdout.write)
        sys.exit(supervisor.run(lambda: answers(port), self.announce))

    def announce(self) -> None:
        self.stdout.write(f"\nThe portal is ready: {settings.PORTAL_URL}\n")
        if settings.PORTAL_DEMO:
            call_command("demo_school", "--list", stdout=self.stdout)
        self.stdout.write("\nPress Ctrl-C to stop it. What you enter is kept for the next start.")
        self.stdout.flush()


def require_free(port: int) -> None:
    """Raise CommandError, saying what to do, unless the web server will be able to listen."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} needs root. Choose one above 1023: PORT=8001."
            ) from None
        except OSError:
            raise CommandError(
                f"Port {port} is in use. Stop what uses it, or choose another: PORT={port + 1}."
            ) from None


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0
