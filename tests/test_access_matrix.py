"""S3: every address of the portal, asked for by every role, gives the answer that was declared.

`tests/rules/access/<room>.csv` is the declaration; `tests/<room>/access_objects.py` makes what the
addresses point at. An address that no table declares fails the first test.
"""

import csv
import importlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from school.models import Person, Role
from tests import factories

TABLES = Path(__file__).parent / "rules" / "access"
ROOMS = sorted(table.stem for table in TABLES.glob("*.csv"))
PUBLIC = "signed_out"

pytestmark = [pytest.mark.rule("S3"), pytest.mark.every_address]


def declared(room: str) -> dict[str, dict[str, str]]:
    with (TABLES / f"{room}.csv").open(newline="") as table:
        return {row.pop("url_name"): row for row in csv.DictReader(table)}


def url_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


class Browsers:
    """A browser for each person, in which they are signed in once and not for each address.

    A page that writes a session may have left another person signed in, or nobody, so after it
    the person gets a new browser.
    """

    def __init__(self, sign_in: Callable[[Person], Client]) -> None:
        self._sign_in = sign_in
        self._open: dict[Person | None, Client] = {}

    def status(self, person: Person | None, address: str) -> str:
        """Ask for an address as this person, or signed out; return the status of the answer."""
        browser = self._open.pop(person, None) or (self._sign_in(person) if person else Client())
        answer = browser.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)  # read to its end, the file is closed
        if settings.SESSION_COOKIE_NAME not in answer.cookies:
            self._open[person] = browser
        return str(answer.status_code)


def test_every_address_is_declared_once_and_nothing_else_is():
    names = [name for room in ROOMS for name in declared(room)]

    assert sorted(names) == sorted(set(url_names(get_resolver())))


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_every_role_gets_the_declared_answer(room, cast, sign_in):
    objects = importlib.import_module(f"tests.{room}.access_objects").objects(cast)
    browsers, wrong = Browsers(sign_in), []
    for name, answers in declared(room).items():
        address = reverse(name, kwargs=objects.get(name, {}))
        for role, expected in answers.items():
            found = browsers.status(None if role == PUBLIC else getattr(cast, role), address)
            if found != expected:
                wrong.append(f"{name} for {role}: {found} instead of {expected}")

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_roles_that_ended_yesterday_open_nothing_that_is_closed_to_an_outsider(room, cast, sign_in):
    objects = importlib.import_module(f"tests.{room}.access_objects").objects(cast)
    leaver = factories.PersonFactory()
    yesterday = timezone.localdate() - timedelta(days=1)
    for role in set(Role) - {Role.PARENT}:
        factories.RoleAssignmentFactory(
            person=leaver, role=role, starts_on=yesterday, ends_on=yesterday
        )
    browsers, wrong = Browsers(sign_in), []
    for name in declared(room):
        address = reverse(name, kwargs=objects.get(name, {}))
        expected, found = (browsers.status(one, address) for one in (cast.outsider, leaver))
        if found != expected:
            wrong.append(f"{name}: {found} instead of {expected}")

    assert wrong == []
