from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policies.actions import publish_version
from policies.models import Clause, State
from tests import factories

pytestmark = pytest.mark.django_db


def page(url, client=None) -> str:
    response = (client or Client()).get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(url) -> int:
    Client().get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(url).status_code == 200
    return len(captured)


# --- library --------------------------------------------------------------------------------------


def test_anybody_finds_the_policies_in_force_with_their_facts():
    version = factories.published(title="Kindness Policy", summary="Be kind.", audiences=["staff"])

    shown = page(reverse("policies:library"))

    assert "Kindness Policy" in shown
    assert "Be kind." in shown
    assert "For staff" in shown
    assert reverse("policies:policy", args=[version.policy.slug]) in shown


def test_the_library_leaves_out_work_and_what_was_replaced_or_withdrawn():
    for state in (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN):
        factories.VersionFactory(title=f"Not {state} yet", state=state)
    factories.superseded(title="Not superseded any more")

    assert "Not " not in page(reverse("policies:library"))


def test_an_empty_library_says_what_will_be_there():
    assert "as soon as the first is published" in page(reverse("policies:library"))


def test_the_library_costs_the_same_with_three_policies_as_with_thirty():
    for _ in range(3):
        factories.published()
    few = queries(reverse("policies:library"))
    for _ in range(27):
        factories.published()

    assert queries(reverse("policies:library")) == few
    assert "Page 1 of 2" in page(reverse("policies:library"))
    assert "Page 2 of 2" in page(reverse("policies:library") + "?page=2")


# --- policy ---------------------------------------------------------------------------------------


@pytest.mark.rule("P7")
def test_each_section_and_clause_has_its_number_and_address_on_the_page():
    version = factories.published(sections=["Aims", "Rules"])

    shown = page(version.policy.get_absolute_url())

    for clause in Clause.objects.filter(section__version=version):
        assert f'id="clause-{clause.number}"' in shown
        assert f'href="#clause-{clause.number}"' in shown
        assert clause.text in shown
    assert 'id="section-2"' in shown
    assert 'href="#section-2"' in shown


def test_the_page_says_what_it_is_for_whom_and_when_it_was_approved_and_is_reviewed():
    version = factories.published(summary="Be kind.", audiences=["staff", "governors"])

    shown = page(version.policy.get_absolute_url())

    assert "Be kind." in shown
    assert "Staff, Governors" in shown
    assert f"{version.approved_on:%-d %B %Y} by the governing body" in shown
    assert f"{version.next_review_on:%-d %B %Y}" in shown


@pytest.fixture
def in_parts(headteacher):
    today = timezone.localdate()
    version = factories.VersionFactory(
        audiences=["staff", "parents_carers"],
        sections=["Aims"],
        state=State.APPROVED,
        approved_by=headteacher,
        approved_on=today,
        next_review_on=today + timedelta(days=365),
    )
    for heading, audiences in [("At work", ["staff"]), ("At home", ["parents_carers"])]:
        factories.SectionFactory(version=version, heading=heading, audiences=audiences)
    return publish_version(version=version, by=headteacher, must_be_signed=True, why="It is new.")


@pytest.mark.parametrize(
    ("audience", "headings"),
    [
        ("staff", {"Aims", "At work"}),
        ("parents_carers", {"Aims", "At home"}),
        ("", {"Aims", "At work", "At home"}),
        ("nobody", {"Aims", "At work", "At home"}),
        ("<script>", {"Aims", "At work", "At home"}),
    ],
)
def test_a_reader_can_have_just_the_part_for_them(in_parts, audience, headings):
    shown = page(f"{in_parts.policy.get_absolute_url()}?for={audience}")

    assert {name for name in ("Aims", "At work", "At home") if name in shown} == headings
    assert "<script>" not in shown.replace("<script src", "")


def test_earlier_versions_are_linked_and_work_is_not():
    before = factories.superseded()
    now = factories.published(policy=before.policy, number=2)
    factories.VersionFactory(policy=before.policy, number=3)

    shown = page(now.policy.get_absolute_url())

    assert before.get_absolute_url() in shown
    assert "versions/3" not in shown


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN])
def test_a_policy_with_nothing_in_force_has_no_public_page(state):
    version = factories.VersionFactory(state=state)

    assert Client().get(version.policy.get_absolute_url()).status_code == 404


def test_words_of_a_document_never_become_markup():
    version = factories.published(title="<b>Bold</b>", summary="<img src=x>")

    shown = page(version.policy.get_absolute_url())

    assert "<b>Bold" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("url_name", ["policy", "version"])
def test_two_hundred_clauses_cost_no_more_queries_than_two(url_name):
    urls = []
    for sections in (["One"], [f"Section {n}" for n in range(100)]):
        version = factories.published(sections=sections)
        args = [version.policy.slug] + ([1] if url_name == "version" else [])
        urls.append(reverse(f"policies:{url_name}", args=args))

    assert queries(urls[0]) == queries(urls[1]) <= 8


# --- version --------------------------------------------------------------------------------------


def test_a_version_that_was_replaced_stays_readable_and_leads_to_the_one_in_force():
    before = factories.superseded()
    factories.published(policy=before.policy, number=2)

    shown = page(before.get_absolute_url())

    assert "was replaced on" in shown
    assert "Read the version in force" in shown


def test_a_version_that_was_replaced_by_one_since_withdrawn_leads_nowhere_that_is_not_there():
    assert "Read the version in force" not in page(factories.superseded().get_absolute_url())


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN])
def test_work_is_hidden_from_the_public_and_from_parents(state, parent, sign_in):
    version = factories.VersionFactory(state=state)

    assert Client().get(version.get_absolute_url()).status_code == 404
    assert sign_in(parent).get(version.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN])
def test_those_who_look_after_policies_read_work_marked_as_not_in_force(state, office, sign_in):
    version = factories.VersionFactory(state=state)

    assert "This version is not in force" in page(version.get_absolute_url(), sign_in(office))


def test_a_version_or_policy_that_never_was_is_not_found():
    version = factories.published()

    assert Client().get(f"{version.policy.get_absolute_url()}versions/9/").status_code == 404
    assert Client().get("/policies/nothing/").status_code == 404
    assert Client().get("/policies/nothing/versions/1/").status_code == 404


@pytest.mark.parametrize("url_name", ["library", "policy", "version"])
def test_reading_pages_take_nothing_but_reading(url_name):
    version = factories.published()
    args = {"library": [], "policy": [version.policy.slug], "version": [version.policy.slug, 1]}

    assert Client().post(reverse(f"policies:{url_name}", args=args[url_name])).status_code == 405
