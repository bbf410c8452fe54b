from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from policies.models import ApproverLevel, Policy, State, Version
from tests import factories
from tests.conftest import CAST

pytestmark = pytest.mark.django_db

MANAGERS = {"office", "headteacher", "deputy", "clerk"}
APPROVERS = {
    ApproverLevel.GOVERNING_BODY: {"chair"},
    ApproverLevel.COMMITTEE: {"chair"},
    ApproverLevel.ONE_GOVERNOR: {"chair", "governor"},
    ApproverLevel.HEADTEACHER: set(),
}


def version_in(state, **kwargs):
    if state not in (State.PUBLISHED, State.SUPERSEDED):
        return factories.VersionFactory(state=state, **kwargs)
    version = factories.published(**kwargs)
    version.state = state
    version.save()
    return version


@pytest.mark.rule("S3")
@pytest.mark.parametrize("level", ApproverLevel)
@pytest.mark.parametrize("state", State)
def test_who_may_see_a_version_in_each_state(cast, state, level):
    version_in(state, policy__approver_level=level)
    expected = {
        State.DRAFT: MANAGERS,
        State.IN_REVIEW: MANAGERS | APPROVERS[level],
        State.APPROVED: MANAGERS | APPROVERS[level],
        State.PUBLISHED: set(CAST),
        State.SUPERSEDED: set(CAST),
        State.WITHDRAWN: MANAGERS,
    }[state]

    seen = {name for name in CAST if Version.objects.visible_to(getattr(cast, name)).exists()}

    assert seen == expected


@pytest.mark.parametrize("state", State)
def test_somebody_not_signed_in_sees_what_was_published(state):
    version_in(state)

    seen = Version.objects.visible_to(AnonymousUser()).exists()

    assert seen is (state in (State.PUBLISHED, State.SUPERSEDED))


def test_a_policy_has_one_version_in_force_and_one_in_work():
    version = factories.published()
    factories.VersionFactory(policy=version.policy, number=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.VersionFactory(policy=version.policy, number=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.published(policy=version.policy, number=4)


def test_a_policy_knows_its_version_in_force():
    version = factories.published()
    draft = factories.VersionFactory()

    assert version.policy.current() == version
    assert draft.policy.current() is None
    assert list(Policy.objects.in_force()) == [version.policy]


@pytest.mark.rule("P6")
@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False)])
def test_a_version_in_force_is_overdue_from_the_day_after_its_review_day(days, overdue):
    version = factories.published()
    version.next_review_on = timezone.localdate() + timedelta(days=days)

    assert version.is_overdue is overdue


def test_work_is_never_overdue():
    version = factories.VersionFactory(next_review_on=date(2020, 1, 1))

    assert not version.is_overdue


@pytest.mark.parametrize(
    ("day", "months", "review"),
    [
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), 36, date(2029, 1, 15)),
    ],
)
def test_the_next_review_follows_after_the_policys_months(day, months, review):
    assert Policy(review_months=months).next_review_after(day) == review


@pytest.mark.rule("P7")
def test_a_section_speaks_to_those_it_names_or_to_everybody():
    assert factories.SectionFactory(audiences=["staff"]).speaks_to("staff")
    assert not factories.SectionFactory(audiences=["staff"]).speaks_to("governors")
    assert factories.SectionFactory(audiences=[]).speaks_to("governors")


@pytest.mark.rule("P7")
def test_a_clause_has_a_stable_address():
    clause = factories.ClauseFactory(number="3.2")

    assert clause.anchor == "clause-3.2"
    assert clause.section.anchor == f"section-{clause.section.number}"
