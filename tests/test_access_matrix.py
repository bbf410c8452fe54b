"""S3: every address of the portal, asked for by every role, gives the answer that was declared.

`tests/rules/access/<room>.csv` is the declaration; `tests/<room>/access_objects.py` makes what the
addresses point at. An address that no table declares fails the first test.
"""

import csv
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLES = Path(__file__).parent / "rules" / "access"
ROOMS = sorted(table.stem for table in TABLES.glob("*.csv"))
PUBLIC = "signed_out"

pytestmark = pytest.mark.rule("S3")


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


def test_every_address_is_declared_once_and_nothing_else_is():
    names = [name for room in ROOMS for name in declared(room)]

    assert sorted(names) == sorted(set(url_names(get_resolver())))


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_every_role_gets_the_declared_answer(room, cast, sign_in):
    objects = importlib.import_module(f"tests.{room}.access_objects").objects(cast)
    wrong = []
    for name, answers in declared(room).items():
        address = reverse(name, kwargs=objects.get(name, {}))
        for role, expected in answers.items():
            client = Client() if role == PUBLIC else sign_in(getattr(cast, role))
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)  # read to its end, the file is closed
            if str(answer.status_code) != expected:
                wrong.append(f"{name} for {role}: {answer.status_code} instead of {expected}")

    assert wrong == []
