"""What a machine must offer for some tests: where it is missing they are skipped, and say so."""

import os
import shutil
from typing import NoReturn

import pytest


def program(name: str) -> str:
    """Return the path of a program; without it skip the test, or fail it where CI=true."""
    return shutil.which(name) or missing(f"the program '{name}' is not installed here")


def missing(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"This cannot be left out in CI: {what}.", pytrace=False)
    pytest.skip(f"Left out: {what}.")
