"""A picture that other families are asked about, at each stage of it."""

import pytest

from consents.actions import sharing as actions
from tests import factories
from tests.consents.other_families import says


@pytest.fixture
def asker(family):
    """A parent of another child."""
    return factories.ParenthoodFactory().person


@pytest.fixture
def sent(asker):
    return factories.SharedPictureFactory(asked_by=asker)


@pytest.fixture
def asked(sent, family, office):
    """A picture with Ada in it, passed on to both her parents."""
    sent.children.add(family)
    actions.pass_on(picture=sent, by=office)
    return sent


@pytest.fixture
def agreed(asked, parent, other_parent):
    says(parent, asked, True)
    says(other_parent, asked, True)
    return asked
