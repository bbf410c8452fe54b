import re

import pytest
from django.test import Client

from acknowledgements import actions as sign_off
from school.links import new_link
from tests import factories


@pytest.fixture
def opens():
    """Return a way to open a new link of a parent in a browser of its own: `opens(parent)`."""

    def opens(person):
        link, path = new_link(person)
        link.save()
        browser = Client()
        browser.get(path)
        browser.link, browser.path = link, path
        return browser

    return opens


@pytest.fixture
def siblings(parent):
    """Two children of the parent, and nobody else in the school."""
    ada = parent.children.get()
    ada.full_name = "Ada Parker"
    ada.save()
    bo = factories.ChildFactory(full_name="Bo Parker")
    factories.ParenthoodFactory(child=bo, person=parent)
    return ada, bo


@pytest.fixture
def policies(headteacher, siblings):
    """Two policies that everybody is asked to sign."""
    titles = ("Social media policy", "Anti-bullying policy")
    return [
        sign_off.open_round(version=factories.published(policy__title=t), by=headteacher)
        for t in titles
    ]


def without_tokens(text):
    """Return a page without what differs each time that it is asked for."""
    return re.sub(r'value="[^"]{64}"', "", text)
