import pytest

from consents import actions
from consents.models import Purpose
from school.models import Child, Parenthood
from tests import factories


@pytest.fixture
def family(parent, other_parent):
    """A child of two parents who live apart: both have responsibility."""
    Parenthood.objects.all().delete()
    Child.objects.all().delete()
    child = factories.ChildFactory(full_name="Ada Younger")
    factories.ParenthoodFactory(child=child, person=parent)
    factories.ParenthoodFactory(child=child, person=other_parent)
    return child


@pytest.fixture
def says():
    """Return a way to answer online: `says(parent, child, "website", True)`."""

    def says(person, child, purpose, is_yes):
        return actions.answer_for_children(answers={(child.pk, purpose): is_yes}, by=person)

    return says


@pytest.fixture
def says_all(says):
    """Return a way to answer everything about a child alike."""

    def says_all(person, child, is_yes=True):
        answers = {(child.pk, purpose.value): is_yes for purpose in Purpose}
        return actions.answer_for_children(answers=answers, by=person)

    return says_all
