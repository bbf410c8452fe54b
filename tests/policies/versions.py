"""Versions in each state, and the address of each step that is taken with them."""

from django.urls import reverse

from policies.models import State
from tests import factories
from tests.days import today


def address(name, version) -> str:
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number])


def version_in(state, **kwargs):
    if state in (State.PUBLISHED, State.SUPERSEDED):
        version = factories.published(**kwargs)
        version.state = state
        version.save()
        return version
    version = factories.VersionFactory(state=state, **kwargs)
    if state == State.APPROVED:
        version.approved_by, version.approved_on = version.created_by, today()
        version.next_review_on = today().replace(year=today().year + 1, day=1)
        version.save()
    return version
