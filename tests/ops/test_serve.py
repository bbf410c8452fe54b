"""What `make run` starts: the whole portal in one foreground process, with real processes."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import needs, services
from tests.ops.test_supervisor import is_empty

# The whole demonstration school is put in, which a busy machine takes its time for.
pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def serve(tmp_path):
    started = []

    def serve(port):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        settings = {"PORTAL_DATA": str(tmp_path), "PORTAL_DEMO": "1", "PORT": str(port)}
        process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "serve"],
            cwd=ROOT,
            env=kept | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield serve
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def said_until(process, ending):
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(ending):
            break
    return "".join(said)


def children_of(process):
    found = subprocess.run(
        [needs.program("ps"), "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(pid) for pid in found.stdout.split()]


def test_one_command_starts_everything_and_ctrl_c_leaves_nothing(serve, tmp_path):
    port = services.free_port()
    portal = serve(port)

    said = said_until(portal, "Press Ctrl-C")

    assert f"The portal is ready: http://localhost:{port}\n" in said
    assert "head@demo.stmarys.example" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
        assert page.status == 200
    groups = children_of(portal)
    assert len(groups) == 3

    refused = serve(port)
    assert refused.communicate(timeout=30)[0].splitlines() == [
        f"CommandError: Port {port} is in use. Stop what uses it, or choose another: "
        f"PORT={port + 1}."
    ]

    portal.send_signal(signal.SIGINT)
    assert portal.wait(timeout=20) == 0
    assert all(is_empty(group) for group in groups)

    again = serve(port)
    assert "The portal has people already: nothing was changed." in said_until(again, "Press")
