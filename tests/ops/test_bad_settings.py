"""A setting that cannot work stops every command with one line that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(*words, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgres://user@host:port/name"),
        ("BROKER_URL", "nonsense"),
        ("BROKER_URL", "redis://host:port/0"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "pop3://host"),
        ("EMAIL_URL", "smtp://host:port"),
        ("SECRET_KEY", "short"),
        ("PORTAL_URL", "portal.example.org"),
        ("PORTAL_DATA", "/proc/nowhere"),
        ("PORT", "eight thousand"),
        ("PORT", "99999"),
        ("PORTAL_DEMO", "perhaps"),
        ("OUTBOX_LEASE_SECONDS", "long"),
        ("SCANNER_URL", "clamd.ctl"),
        ("SCANNER_URL", "http://localhost"),
    ],
)
def test_a_setting_that_cannot_work_is_named_in_one_line(name, value, tmp_path):
    done = manage("check", **({"PORTAL_DATA": str(tmp_path)} | {name: value}))

    lines = (done.stdout + done.stderr).strip().splitlines()
    assert done.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("The portal cannot start: ")
    assert name in lines[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="Left out: root may write everywhere.")
def test_a_folder_that_cannot_be_written_is_named_in_one_line(tmp_path):
    tmp_path.chmod(0o500)

    done = manage("check", PORTAL_DATA=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path) in done.stderr


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    done = manage(
        "prepare",
        PORTAL_DATA=str(tmp_path),
        DATABASE_URL="postgres://portal@127.0.0.1:1/portal",
        SECRET_KEY="for-tests-only-" + "0" * 40,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("The database did not do it: ")
    assert done.stderr.count("\n") == 1


def test_without_a_secret_key_one_machine_makes_and_keeps_its_own(tmp_path):
    manage("check", PORTAL_DATA=str(tmp_path))
    kept = (tmp_path / "secret-key").read_text()

    manage("check", PORTAL_DATA=str(tmp_path))

    assert len(kept) >= 32
    assert (tmp_path / "secret-key").read_text() == kept
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
