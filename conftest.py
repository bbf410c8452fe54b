"""Fixtures shared by all tests that are not about the people in `tests/conftest.py`."""

pytest_plugins = ["tests.browser", "tests.processes"]
