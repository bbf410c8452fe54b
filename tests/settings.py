"""The portal's own settings, with what only tests need: a folder of their own and cheap hashes."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

DATA = os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ |= {
    "SECRET_KEY": "for-tests-only-" + "0" * 40,
    "PORTAL_DEMO": "0",
    "PORTAL_URL": "http://localhost",
    "DEBUG": "0",
    "BEHIND_PROXY": "0",
    "EMAIL_URL": f"file://{DATA}/mail",
}
# What .env says is for the portal; only the environment itself chooses the servers of a test run.
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA}/portal.sqlite3")
broker = urlsplit(os.environ.setdefault("BROKER_URL", "filesystem://localhost"))
if broker.scheme == "redis":
    # One Redis serves all test processes: each takes a numbered database of its own.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["BROKER_URL"] = broker._replace(path=f"/{number}").geturl()

from stmarys_portal.settings import *  # noqa: E402, F403
from stmarys_portal.settings import DATABASES, INSTALLED_APPS, STORAGES, env  # noqa: E402

INSTALLED_APPS = ["tests.support", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
REPORT_LEAST_SECONDS = 0  # a test answers at once; tests/incidents/test_pace.py waits

if env.is_sqlite:
    # A file and not memory, so that live servers and workers meet SQLite's real locks.
    # TEST_SQLITE names one to keep, for pytest's --reuse-db.
    name = os.environ.get("TEST_SQLITE", f"{DATA}/test.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": name}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"][
        "init_command"
    ].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
