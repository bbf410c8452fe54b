"""The standing cast: one person for each part that people play in the school."""

from types import SimpleNamespace

import pytest
from django.test import Client

from school.models import Person, Role
from tests import factories

CAST = {
    "headteacher": ("Helen Hart", [Role.HEADTEACHER]),
    "deputy": ("Dev Patel", [Role.DEPUTY]),
    "chair": ("Charles Okoro", [Role.CHAIR, Role.GOVERNOR]),
    "clerk": ("Clare Finch", [Role.CLERK]),
    "dsl": ("Dina Sadler", [Role.DSL, Role.STAFF]),
    "office": ("Olive Offord", [Role.OFFICE]),
    "class_teacher": ("Tom Thistle", [Role.STAFF]),
    "governor": ("Grace Governey", [Role.GOVERNOR]),
    "teacher_parent": ("Tess Parry", [Role.STAFF]),
    "parent": ("Pat Parker", []),
    "other_parent": ("Omar Oakes", []),
    "volunteer": ("Vera Vole", [Role.VOLUNTEER]),
    "outsider": ("Una Outis", []),
}


def cast_member(name: str) -> Person:
    full_name, roles = CAST[name]
    person = factories.PersonFactory(full_name=full_name, email=f"{name}@example.test")
    for role in roles:
        factories.RoleAssignmentFactory(person=person, role=role)
    if name in ("parent", "other_parent", "teacher_parent"):
        child = factories.ChildFactory(full_name=f"Child of {full_name}")
        factories.ParenthoodFactory(person=person, child=child)
    return person


def _cast_fixture(name: str):
    @pytest.fixture(name=name)
    def fixture(db) -> Person:
        return cast_member(name)

    return fixture


for _name in CAST:
    globals()[_name] = _cast_fixture(_name)


@pytest.fixture
def cast(request) -> SimpleNamespace:
    """Everybody at once."""
    return SimpleNamespace(**{name: request.getfixturevalue(name) for name in CAST})


@pytest.fixture
def sign_in():
    """Return a browser-like client in which a person is signed in: `sign_in(parent).get(...)`."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
