"""What the portal takes from its environment, checked once at start.

Every setting that differs between a laptop and a school's server is read here and nowhere else;
`.env.example` explains each in words. A value that cannot work stops the start with one line that
names the variable and says what to put there.
"""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import dj_email_url
from django.core.management.utils import get_random_secret_key
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


def stop(sentence: str) -> NoReturn:
    """End the process with one line for the operator, instead of a traceback."""
    sys.exit(f"The portal cannot start: {sentence}")


def check_url(name: str, url: str, *schemes: str) -> None:
    """Raise ValueError, naming the variable, unless the address has one of these beginnings."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and parts.port != 0
    except ValueError:  # a port that is no number, or a broken bracket
        usable = False
    if not usable:
        *others, last = [f"{scheme}://" for scheme in schemes]
        raise ValueError(f"{name} is no usable address: begin with {', '.join(others)} or {last}.")


class Environment:
    """The checked settings, one attribute each."""

    def __init__(self) -> None:
        env = Env()
        env.read_env(str(BASE_DIR / ".env"), recurse=False)
        try:
            self._read(env)
        except OSError as error:
            stop(f"the folder PORTAL_DATA={self.data} cannot be used ({error.strerror}).")
        except (EnvError, ValueError) as error:
            stop(str(error).splitlines()[0])

    def _read(self, env: Env) -> None:
        self.demo: bool = env.bool("PORTAL_DEMO", False)
        self.debug: bool = env.bool("DEBUG", False)
        self.data = Path(env.str("PORTAL_DATA", str(BASE_DIR / "var"))).expanduser().resolve()
        self._make_data_folder()
        self.allowed_hosts: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
        self.port: int = env.int("PORT", 8000)
        if not 0 < self.port < 65536:
            raise ValueError(f"PORT={self.port} is no port: use a number from 1024 to 65535.")
        self.base_url: str = env.str("PORTAL_URL", f"http://localhost:{self.port}").rstrip("/")
        check_url("PORTAL_URL", self.base_url, "https", "http")
        self.database: dict[str, Any] = env.dj_db_url(
            "DATABASE_URL", f"sqlite:///{self.data / 'portal.sqlite3'}"
        )
        if self.database["ENGINE"] not in DATABASES:
            raise ValueError("DATABASE_URL must begin with postgres:// (leave it out: SQLite).")
        self.secret_key = self._secret_key(env)
        self.broker_url: str = env.str("BROKER_URL", "filesystem://localhost")
        check_url("BROKER_URL", self.broker_url, "redis", "rediss", "filesystem")
        self.email = self._email(env.str("EMAIL_URL", f"file://{self.data / 'mail'}"))
        self.email_from: str = env.str("EMAIL_FROM", "St Mary's portal <no-reply@stmarys.example>")
        self.outbox_lease_seconds: int = env.int("OUTBOX_LEASE_SECONDS", 120)
        self.behind_proxy: bool = env.bool("BEHIND_PROXY", False)
        self.scanner_url: str = env.str("SCANNER_URL", "")
        if self.scanner_url:
            check_url("SCANNER_URL", self.scanner_url, "unix", "tcp")

    def _email(self, url: str) -> dict[str, Any]:
        check_url("EMAIL_URL", url, "smtp", "smtps", "submission", "file")
        settings: dict[str, Any] = dj_email_url.parse(url)
        if url.startswith("file:"):  # the parser drops the slash that makes the path absolute
            settings["EMAIL_FILE_PATH"] = urlsplit(url).path
        return settings

    def _secret_key(self, env: Env) -> str:
        given: str = env.str("SECRET_KEY", "")
        if not given and self.is_sqlite:
            return self._own_secret_key()
        if len(given) < 32:
            raise ValueError(
                "SECRET_KEY must be a random text of at least 32 characters "
                "(.env.example shows how to make one)."
            )
        return given

    def _own_secret_key(self) -> str:
        """Return the key that this machine made for itself, made at the first start.

        Enough where one machine holds everything; several machines must be given the same key.
        """
        kept = self.data / "secret-key"
        try:
            with open(kept, "x", opener=partial(os.open, mode=0o600)) as file:
                file.write(get_random_secret_key())
        except FileExistsError:
            pass
        return kept.read_text()

    def _make_data_folder(self) -> None:
        for folder in ("mail", "originals", "broker/queue", "broker/control", "static"):
            (self.data / folder).mkdir(parents=True, exist_ok=True)

    @property
    def is_sqlite(self) -> bool:
        return "sqlite" in self.database["ENGINE"]

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")
