"""What the whole run is made of, and the fixtures that are not about the standing cast."""

import gc

import hypothesis
import pytest

pytest_plugins = ["tests.browser", "tests.database", "tests.processes"]

# A busy machine is no fault: no property is measured against the clock.
hypothesis.settings.register_profile(
    "untimed",
    parent=hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("untimed")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_serialized_rollback", "live_server"}
PAGE_FIXTURES = {"client", "sign_in"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database",
        action="store_true",
        help="leave out the tests that touch no database: on a second one they show nothing new",
    )
    parser.addoption(
        "--without-pages",
        action="store_true",
        help="leave out single pages and journeys, but for every address as each role",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without_pages = config.getoption("--without-pages")
    with_database = config.getoption("--with-database")
    left_out = [
        item
        for item in items
        if (without_pages and drives_pages(item)) or (with_database and not touches_database(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over all that the imports and the collection made.

    It would walk through it thousands of times and free nothing: a tenth of the run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def touches_database(item: pytest.Item) -> bool:
    asked_for = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked_for & DATABASE_FIXTURES)


def drives_pages(item: pytest.Item) -> bool:
    """Whether a test asks pages for what they say; the access matrix is there to ask them all."""
    if item.get_closest_marker("every_address") is not None:
        return False
    asked_for = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("browser") is not None or bool(asked_for & PAGE_FIXTURES)
