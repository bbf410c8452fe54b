"""The list of policies for whoever looks after them, and the page of a version in work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policies import actions
from policies.models import State
from tests import factories
from tests.policies.versions import address, version_in

pytestmark = pytest.mark.django_db


def test_the_page_offers_what_is_possible_and_says_why_the_rest_is_not(chair, sign_in):
    version = version_in(State.IN_REVIEW)

    shown = sign_in(chair).get(address("work", version)).content.decode()

    assert f'action="{address("approve", version)}"' in shown
    assert f'action="{address("send_back", version)}"' in shown
    assert f'action="{address("publish", version)}"' not in shown
    assert "Only a version that is approved can be published. This one is in review." in shown
    assert "Chair of governors or Clerk to the governors, to approve it" in shown


def test_the_page_tells_the_story_with_who_and_why(office, chair, sign_in):
    version = version_in(State.DRAFT, created_by=office)
    actions.submit_for_review(version=version, by=office)
    actions.send_back(version=version, by=chair, why="Say what a parent should do.")

    shown = sign_in(office).get(address("work", version)).content.decode()

    assert "Sent for review</strong> by Olive Offord" in shown
    assert "Sent back</strong> by Charles Okoro" in shown
    assert "Say what a parent should do." in shown


@pytest.mark.parametrize("state", State)
def test_the_page_works_in_every_state(state, headteacher, sign_in):
    version = version_in(state)

    assert sign_in(headteacher).get(address("work", version)).status_code == 200


def test_the_page_costs_the_same_with_two_clauses_as_with_two_hundred(office, sign_in):
    client = sign_in(office)
    counts = []
    for sections in (["One"], [f"Section {n}" for n in range(100)]):
        version = version_in(State.DRAFT, sections=sections)
        with CaptureQueriesContext(connection) as captured:
            client.get(address("work", version))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_list_says_where_each_policy_stands_and_whom_it_waits_for(office, sign_in):
    version = factories.published(title="Kindness Policy")
    factories.VersionFactory(policy=version.policy, number=2, state=State.IN_REVIEW)

    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert "Published" in shown
    assert "In review" in shown
    assert "Chair of governors or Clerk to the governors, to approve it or send it back" in shown


@pytest.mark.rule("P6")
def test_the_list_flags_a_review_that_is_overdue(office, sign_in):
    version_in(State.PUBLISHED)
    policy = factories.PolicyFactory()
    late = factories.VersionFactory(policy=policy, state=State.APPROVED)
    late.approved_by = late.published_by = office
    late.approved_on, late.next_review_on = "2019-01-01", "2020-01-01"
    late.state, late.published_at, late.text_sha256 = State.PUBLISHED, timezone.now(), "a" * 64
    late.save()

    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert shown.count("Review overdue") == 1


def test_a_policy_all_of_whose_versions_are_withdrawn_is_still_listed(office, sign_in):
    version_in(State.WITHDRAWN)

    assert "Not in force" in sign_in(office).get(reverse("policies:manage")).content.decode()


def test_an_empty_list_says_how_to_begin(office, sign_in):
    shown = sign_in(office).get(reverse("policies:manage")).content.decode()

    assert "Begin by adding the document" in shown


def test_the_list_costs_the_same_with_three_policies_as_with_thirty(office, sign_in):
    client, counts = sign_in(office), []
    for more in (3, 22):
        for _ in range(more):
            factories.published()
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("policies:manage"))
        counts.append(len(captured))

    assert counts[0] == counts[1]
