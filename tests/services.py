"""PostgreSQL and Redis for tests: thrown away afterwards, on a socket or a free port of their own.

`python -m tests.services COMMAND …` runs a command with DATABASE_URL and BROKER_URL set to a pair
of fresh servers, and ends them whatever happens. Works for root, whom PostgreSQL itself refuses
(the account `postgres` runs it then), and for an ordinary user.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Speed before safety: nothing here outlives the run.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def redis(port: int | None = None) -> Iterator[str]:
    """Run a Redis that keeps nothing; give its address, without a database number."""
    port = port or free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--databases", "64"]
    server = subprocess.Popen(
        [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL that listens on a socket in a folder of its own; give its DATABASE_URL."""
    binaries = postgresql_binaries()
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if as_owner:
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)

    def run(program: str, *options: str) -> None:
        command = [*as_owner, str(binaries / program), "-D", str(folder / "data"), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        run("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        where = f"-k {folder} -c listen_addresses= {FAST}"
        run("pg_ctl", "-w", "-s", "-l", str(folder / "log"), "-o", where, "start")
        try:
            yield f"postgres://portal@{quote(str(folder), safe='')}/postgres"
        finally:
            run("pg_ctl", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgresql_binaries() -> Path:
    """Return the folder of the newest PostgreSQL that has a server in it."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        sys.exit("PostgreSQL's server is not installed here.")
    return Path(found).resolve().parent


def wait_for_port(port: int, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Nothing answers on port {port}.")


def stop_tidily(number: int, frame: object) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_tidily)
    with postgresql() as database, redis() as broker:
        environment = os.environ | {"DATABASE_URL": database, "BROKER_URL": broker}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
