"""Fixtures shared by all tests that are not about the people in `tests/conftest.py`."""

import pytest

pytest_plugins = ["tests.browser", "tests.processes"]

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database",
        action="store_true",
        help="leave out the tests that touch no database: on a second one they show nothing new",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--with-database"):
        return
    without = [item for item in items if not touches_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if touches_database(item)]


def touches_database(item: pytest.Item) -> bool:
    asked_for = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked_for & DATABASE_FIXTURES)
