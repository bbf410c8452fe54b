"""`scripts/install` on machines where something is missing: one line each, nothing half-made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:1/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
}


@pytest.fixture
def project(tmp_path):
    """A project of nothing but the script and a list of packages."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/install", tmp_path / "scripts/install")
    (tmp_path / "requirements.txt").write_text("")
    return tmp_path


@pytest.fixture
def install(project):
    def install(**environment):
        return subprocess.run(
            ["sh", "scripts/install", "run"],
            cwd=project,
            env={"PATH": os.environ["PATH"], "PYTHON": sys.executable} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return install


def program(path, words):
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)
    return str(path)


def test_the_second_time_there_is_nothing_to_do_and_no_network_is_needed(install):
    assert install().returncode == 0

    again = install(PYTHON="/no/such/python", **NO_NETWORK)

    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_machine_without_python_is_told_in_one_line(install, tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "dirname", "cat", "cksum"):
        (folder / name).symlink_to(shutil.which(name))

    done = install(PYTHON="python3.11", PATH=str(folder))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 is not here" in done.stderr


def test_a_python_that_is_too_old_is_named_in_one_line(install, tmp_path):
    old = program(tmp_path / "python3.9", '[ "$1" = -V ] && echo Python 3.9.2 && exit 0\nexit 1')

    done = install(PYTHON=old)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is Python 3.9.2, and 3.11 or newer is needed" in done.stderr


def test_without_a_network_the_first_install_says_so_in_one_line(install, project):
    (project / "requirements.txt").write_text("a-package-that-is-not-here==1.0\n")

    done = install(**NO_NETWORK)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is there a network?" in done.stderr
    assert not (project / ".venv/installed-run").exists()


def test_a_full_disk_is_named_in_one_line(install, tmp_path):
    full = program(
        tmp_path / "python-on-a-full-disk",
        'case "$1" in -m) echo "OSError: [Errno 28] No space left on device" >&2; exit 1;; esac',
    )

    done = install(PYTHON=full)

    assert done.returncode == 1
    assert done.stderr == "The portal cannot be installed: the disk is full.\n"
