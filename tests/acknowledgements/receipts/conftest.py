"""What was signed online, by a colleague and by a parent."""

import pytest
from django.test import Client

from acknowledgements import actions
from school.links import new_link
from tests import factories


@pytest.fixture
def opened(version, head, class_teacher, parent, other_parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def signed(opened, class_teacher):
    return actions.sign(
        request=factories.has_read(opened.requests.get(person=class_teacher)),
        typed_name="Tom Thistle",
        by=class_teacher,
    )


@pytest.fixture
def by_parent(opened, parent):
    return actions.sign(
        request=factories.has_read(opened.requests.get(person=parent)),
        typed_name="Pat Parker",
        by=parent,
    )


@pytest.fixture
def link(parent):
    """A browser in which the parent's personal link was opened."""
    link, path = new_link(parent, days=30)
    link.save()
    client = Client()
    client.get(path)
    return client
