"""Somebody whom no e-mail reaches, and what they are asked."""

import pytest
from django.urls import reverse

from acknowledgements import actions
from tests import factories


@pytest.fixture
def no_email(db):
    """A parent whom no e-mail reaches, with two children."""
    person = factories.PersonFactory(full_name="Ned Noemail", email=None)
    for name in ("Nan Noemail", "Nat Noemail"):
        factories.ParenthoodFactory(person=person, child=factories.ChildFactory(full_name=name))
    return person


@pytest.fixture
def version(db):
    return factories.published(policy__title="Social media policy")


@pytest.fixture
def opened(version, head, no_email, class_teacher):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, no_email):
    return opened.requests.filter(person=no_email).order_by("pk").first()


@pytest.fixture
def address(asked):
    return reverse("acknowledgements:record_slip", args=[asked.pk])
