"""The policies that a school is expected to have, and which of them it lacks (P10)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from policies import actions
from policies.coverage import Standing, coverage, lacking
from policies.expected import EXPECTED, by_key, offered_for
from policies.models import ApproverLevel, ExpectedAnswer, Policy, State, Version
from school.access import NotAllowed
from school.errors import DomainError
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P10")]

KEY = "anti-bullying"


def standing(key=KEY) -> Standing:
    return row(key).standing


def row(key=KEY):
    return next(one for one in coverage() if one.expected.key == key)


def covered(policy, by, key=KEY):
    return actions.answer_expected(key=key, policy=policy, why_none="", by=by)


# --- the lists ------------------------------------------------------------------------------------


def test_the_lists_name_each_policy_once_with_its_approver_and_its_cycle():
    assert len({one.key for one in EXPECTED}) == len(EXPECTED)
    assert all(one.approver_in_words and one.review_months > 0 for one in EXPECTED)
    assert {one.approver_level for one in EXPECTED} <= set(ApproverLevel.values)
    child_protection = by_key("child-protection-and-safeguarding")
    assert child_protection.is_statutory
    assert child_protection.review_is_required
    assert not by_key("social-media").is_statutory
    assert by_key("nonsense") is None


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("Anti-bullying policy", True),
        ("Our Anti-Bullying Policy and procedure", True),
        ("Bullying", False),
        ("Behaviour policy", False),
        ("", False),
    ],
)
def test_a_policy_is_offered_by_the_words_that_say_which_it_is(title, fits):
    assert offered_for(by_key(KEY), [(7, title)]) == (7 if fits else None)


def test_the_shortest_of_several_is_offered():
    titles = [(1, "Behaviour and attendance policy"), (2, "Behaviour policy")]

    assert offered_for(by_key("behaviour"), titles) == 2


# --- how the school stands ------------------------------------------------------------------------


def test_nothing_answered_is_missing_even_where_a_title_fits(office):
    policy = factories.published(policy__title="Anti-bullying policy").policy

    assert standing() == Standing.MISSING
    assert row().offered == policy
    assert lacking() == len(EXPECTED)

    covered(policy, office)
    assert standing() == Standing.IN_FORCE
    assert lacking() == len(EXPECTED) - 1


def test_a_policy_that_covers_one_is_not_offered_for_another(office):
    policy = factories.published(policy__title="Behaviour and anti-bullying policy").policy
    assert row("behaviour").offered == policy

    covered(policy, office)

    assert row("behaviour").offered is None
    covered(policy, office, key="behaviour")
    assert standing("behaviour") == Standing.IN_FORCE


def test_a_draft_covers_nothing_yet_and_what_was_withdrawn_nothing_more(office):
    draft = factories.VersionFactory()
    covered(draft.policy, office)
    assert standing() == Standing.IN_WORK
    assert row().is_lacking

    draft.state = State.WITHDRAWN
    draft.save()
    assert standing() == Standing.MISSING


def test_a_policy_in_force_with_a_draft_beside_it_is_in_force(office):
    version = factories.published()
    covered(version.policy, office)
    actions.start_next_version(policy=version.policy, by=office)

    assert standing() == Standing.IN_FORCE
    assert row().version == version


def test_a_review_that_passed_is_overdue_and_still_in_force(office):
    version = factories.VersionFactory()
    factories.put_in_force(version)
    covered(version.policy, office)
    day = timezone.localdate()
    other = factories.VersionFactory()
    other.approved_on, other.next_review_on = day - timedelta(400), day - timedelta(1)
    other.approved_by = other.published_by = office
    other.published_at, other.state, other.text_sha256 = timezone.now(), State.PUBLISHED, "a" * 64
    other.save()
    covered(other.policy, office, key="behaviour")

    assert standing("behaviour") == Standing.OVERDUE
    assert not row("behaviour").is_lacking


def test_none_is_needed_with_a_reason_and_the_answer_can_change(office):
    actions.answer_expected(key=KEY, policy=None, why_none=" The county keeps it. ", by=office)
    assert standing() == Standing.NOT_NEEDED
    assert ExpectedAnswer.objects.get().why_none == "The county keeps it."

    covered(factories.published().policy, office)
    assert standing() == Standing.IN_FORCE
    actions.take_answer_back(key=KEY, by=office)
    assert standing() == Standing.MISSING
    assert [e.action for e in Event.objects.filter(action__startswith="policies.expected")] == [
        "policies.expected.answered",
        "policies.expected.answered",
        "policies.expected.taken_back",
    ]
    actions.take_answer_back(key=KEY, by=office)


def test_answers_are_refused(office, governor):
    policy = factories.published().policy
    for given in (
        {"key": "nonsense", "policy": policy, "why_none": ""},
        {"key": KEY, "policy": policy, "why_none": "And none."},
        {"key": KEY, "policy": None, "why_none": "  "},
    ):
        with pytest.raises(DomainError):
            actions.answer_expected(by=office, **given)
    for act in (
        lambda: covered(policy, governor),
        lambda: actions.take_answer_back(key=KEY, by=governor),
        lambda: actions.begin_policy(title="Photos", by=governor),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not ExpectedAnswer.objects.exists()


# --- the pages ------------------------------------------------------------------------------------


def test_the_page_says_how_many_the_school_lacks(office, sign_in):
    covered(factories.published(policy__title="Anti-bullying policy").policy, office)
    client = sign_in(office)

    shown = client.get(reverse("policies:expected")).content.decode()

    total = len(EXPECTED)
    assert f"The school lacks {total - 1} of {total} in force." in shown
    assert f"{total - 1} not in force" in client.get(reverse("policies:manage")).content.decode()
    assert all(one.title.replace("'", "&#x27;") in shown for one in EXPECTED)


def test_answering_by_the_page(office, sign_in):
    policy = factories.published(policy__title="Anti-bullying policy").policy
    client, address = sign_in(office), reverse("policies:answer_expected", args=[KEY])
    assert f'value="{policy.pk}" selected' in client.get(address).content.decode()

    for wrong, sentence in [
        ({}, "Choose one of the three."),
        ({"answer": "covered"}, "Choose the policy that covers it."),
        ({"answer": "covered", "policy": "99999"}, "Choose a policy from the list."),
        ({"answer": "none", "why_none": " "}, "Say why the school needs none."),
        ({"answer": "x"}, "Please choose one of those offered here."),
    ]:
        assert sentence in client.post(address, wrong).content.decode()
    assert not ExpectedAnswer.objects.exists()

    client.post(address, {"answer": "covered", "policy": policy.pk, "why_none": "left over"})
    assert standing() == Standing.IN_FORCE
    client.post(address, {"answer": "none", "policy": policy.pk, "why_none": "The county."})
    assert standing() == Standing.NOT_NEEDED
    client.post(address, {"answer": "missing"})
    assert standing() == Standing.MISSING


def test_what_is_not_expected_is_not_found(office, sign_in):
    address = reverse("policies:answer_expected", args=["nonsense"])

    assert sign_in(office).get(address).status_code == 404


def test_the_page_costs_the_same_with_three_policies_as_with_thirty(office, sign_in):
    client = sign_in(office)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("policies:expected"))
        return len(queries)

    for one in EXPECTED[:3]:
        covered(factories.published().policy, office, key=one.key)
    few = cost()
    for one in EXPECTED[3:]:
        covered(factories.published().policy, office, key=one.key)

    assert cost() == few


# --- beginning one --------------------------------------------------------------------------------


def test_a_policy_begins_with_what_is_usual(office, sign_in):
    address = f"{reverse('policies:begin')}?expected=equality-objectives"
    client = sign_in(office)
    assert 'value="Equality objectives policy"' in client.get(address).content.decode()

    answer = client.post(address, {"title": " Equality  objectives "})

    version = Version.objects.get()
    assert (version.policy.slug, version.title) == ("equality-objectives", "Equality objectives")
    assert (version.policy.review_months, version.state) == (48, State.DRAFT)
    assert standing("equality-objectives") == Standing.IN_WORK
    assert answer.url == reverse("policies:edit", args=["equality-objectives", 1])
    assert client.get(answer.url).status_code == 200
    assert client.get(version.get_work_url()).status_code == 200


def test_beginning_does_not_change_what_somebody_answered(office, sign_in):
    policy = factories.published().policy
    covered(policy, office)

    sign_in(office).post(f"{reverse('policies:begin')}?expected={KEY}", {"title": "Kindness"})

    assert ExpectedAnswer.objects.get().policy == policy


@pytest.mark.parametrize("title", ["", "  ", "!!!", "Manage", "Search", "x" * 201])
def test_a_title_that_makes_no_address_is_asked_for_again(office, sign_in, title):
    shown = sign_in(office).post(reverse("policies:begin"), {"title": title})

    assert shown.status_code == 200
    assert "title" in shown.content.decode()
    assert not Policy.objects.exists()


def test_a_policy_that_is_there_is_not_begun_twice(office, sign_in):
    actions.begin_policy(title="Photos", by=office)

    shown = sign_in(office).post(reverse("policies:begin"), {"title": "photos"}).content.decode()

    assert "There is a policy “photos” already" in shown
    assert Policy.objects.count() == 1


def test_a_draft_without_a_word_is_written_but_not_sent(office):
    version = actions.begin_policy(title="Photos", by=office)

    with pytest.raises(DomainError, match="no clauses yet"):
        actions.submit_for_review(version=version, by=office)
    section = actions.add_section(version=version, heading="One", text="Ask first.", by=office)
    assert section.number == "1"
    assert actions.submit_for_review(version=version, by=office).state == State.IN_REVIEW
