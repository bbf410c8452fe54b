"""The supervisor ends everything it started, however it is ended itself. With real processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import needs
from tests.processes import wait_until

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]
SUPERVISE = """
import sys
from stmarys_portal.supervisor import Program, Supervisor
programs = [Program("Tick", ["sh", "-c", sys.argv[1]]), Program("Tock", ["sleep", "300"])]
announce = lambda: print("ready", *(p.process.pid for p in programs), flush=True)
sys.exit(Supervisor(programs, lambda line: print(line, flush=True)).run(lambda: True, announce))
"""


@pytest.fixture
def supervise():
    started = []

    def supervise(command):
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, command], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield supervise
    for process in started:
        process.kill()
        process.communicate()


def groups_of(process):
    """Wait for the announcement; return the process groups of the two programs."""
    word, *pids = process.stdout.readline().split()
    assert word == "ready"
    return [int(pid) for pid in pids]


def is_empty(group):
    """Tell whether no live process is left in a group (one that waits to be reaped is dead)."""
    found = subprocess.run(
        [needs.program("ps"), "-e", "-o", "pgid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in found.stdout.splitlines())
    return not any(int(pgid) == group and not stat.startswith("Z") for pgid, stat in rows)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_stopping_leaves_no_process_behind(supervise, number):
    supervisor = supervise("sleep 300 & sleep 300")
    groups = groups_of(supervisor)

    supervisor.send_signal(number)

    assert supervisor.wait(timeout=20) == 0
    assert all(is_empty(group) for group in groups)


def test_a_program_that_ignores_being_asked_is_killed(supervise):
    supervisor = supervise("trap '' TERM; while :; do sleep 1; done")
    groups = groups_of(supervisor)

    supervisor.terminate()

    assert supervisor.wait(timeout=30) == 0
    assert all(is_empty(group) for group in groups)


@pytest.mark.skipif(sys.platform != "linux", reason="Left out: only Linux tells orphans.")
def test_a_supervisor_that_is_killed_outright_takes_its_programs_along(supervise):
    supervisor = supervise("exec sleep 300")
    groups = groups_of(supervisor)

    supervisor.kill()

    wait_until(lambda: all(is_empty(group) for group in groups), seconds=10)


def test_a_program_that_dies_is_started_again_and_a_line_says_so(supervise, tmp_path):
    supervisor = supervise(f"echo x >> {tmp_path}/starts; exec sleep 300")
    tick, _ = groups_of(supervisor)
    wait_until((tmp_path / "starts").exists)

    os.kill(tick, signal.SIGKILL)

    assert supervisor.stdout.readline() == "Tick stopped by itself and is started again.\n"
    wait_until(lambda: (tmp_path / "starts").read_text() == "x\nx\n")


def test_a_program_that_keeps_dying_stops_everything(supervise):
    supervisor = supervise("exit 3")

    said, _ = supervisor.communicate(timeout=60)

    assert supervisor.returncode == 1
    assert "Tick keeps stopping, so everything is stopped." in said
