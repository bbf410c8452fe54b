import pytest

from policies import actions, permissions
from policies.models import ApproverLevel, Section
from school.models import RoleAssignment
from tests import factories
from tests.conftest import CAST

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P2")]

MANAGE = {"headteacher", "deputy", "clerk", "office"}
PUBLISH = {"headteacher", "clerk"}
APPROVE = {
    ApproverLevel.GOVERNING_BODY: {"chair", "clerk"},
    ApproverLevel.COMMITTEE: {"chair", "clerk"},
    ApproverLevel.ONE_GOVERNOR: {"chair", "governor"},
    ApproverLevel.HEADTEACHER: {"headteacher"},
}


def allowed(cast, ask) -> set[str]:
    return {name for name in CAST if ask(getattr(cast, name))}


def test_who_may_manage_submit_and_publish(cast):
    assert allowed(cast, permissions.can_manage) == MANAGE
    assert allowed(cast, permissions.can_submit) == MANAGE
    assert allowed(cast, permissions.can_publish) == PUBLISH


@pytest.mark.parametrize("level", ApproverLevel)
def test_who_may_approve_at_each_level(cast, level):
    version = factories.VersionFactory(policy__approver_level=level)

    assert allowed(cast, lambda p: permissions.can_approve(p, version)) == APPROVE[level]


@pytest.mark.parametrize("level", ApproverLevel)
def test_the_only_author_never_approves_whatever_they_are(cast, level):
    for name in APPROVE[level]:
        author = getattr(cast, name)
        version = factories.VersionFactory(policy__approver_level=level, created_by=author)

        assert "You alone prepared" in permissions.can_approve(author, version).reason
        assert permissions.can_send_back(author, version)


@pytest.mark.parametrize("deed", ["write", "describe", "bring back"])
def test_whoever_only_started_the_next_version_is_no_second_author_of_it(cast, deed):
    policy = factories.published(sections=["Why", "How"]).policy
    policy.approver_level = ApproverLevel.HEADTEACHER
    policy.save()
    version = actions.start_next_version(policy=policy, by=cast.office)
    head = cast.headteacher
    if deed == "write":
        actions.add_section(version=version, heading="New", text="New words.", by=head)
    elif deed == "describe":
        actions.describe_draft(
            version=version,
            by=head,
            summary="",
            audiences=version.audiences,
            sign_off_text="I agree to something else.",
            approver_level=policy.approver_level,
        )
    else:
        version.sections.first().delete()
        row = Section.history.get(history_type="-")
        actions.bring_back_section(version=version, row=row.history_id, by=head)
    version = actions.submit_for_review(version=version, by=head)

    assert not permissions.can_approve(head, version)
    actions.agree_with_version(version=version, by=cast.office)
    assert permissions.can_approve(head, version)


def test_one_of_two_authors_may_approve(cast):
    version = factories.VersionFactory(authors=[cast.office, cast.chair])

    assert permissions.can_approve(cast.chair, version)


def test_who_may_agree_with_a_version_that_they_did_not_write(cast):
    version = factories.VersionFactory(created_by=cast.clerk)

    assert allowed(cast, lambda p: permissions.can_agree(p, version)) == (
        MANAGE | APPROVE[ApproverLevel.GOVERNING_BODY]
    ) - {"clerk"}


def test_an_approver_may_approve_what_the_operator_loaded(cast):
    version = factories.VersionFactory(created_by=None)

    assert permissions.can_approve(cast.chair, version)


def test_who_may_withdraw_work_and_who_a_version_in_force(cast):
    work, in_force = factories.VersionFactory(), factories.published()

    assert allowed(cast, lambda p: permissions.can_withdraw(p, work)) == MANAGE
    assert allowed(cast, lambda p: permissions.can_withdraw(p, in_force)) == PUBLISH


def test_a_former_clerk_may_no_longer_do_anything(clerk):
    RoleAssignment.objects.filter(person=clerk).update(ends_on="2021-01-01")

    assert not permissions.can_manage(clerk)
    assert not permissions.can_publish(clerk)


@pytest.mark.parametrize(
    "verdict",
    [
        lambda person, version: permissions.can_manage(person),
        lambda person, version: permissions.can_submit(person),
        lambda person, version: permissions.can_publish(person),
        permissions.can_approve,
        permissions.can_withdraw,
    ],
)
def test_every_no_has_its_sentence(outsider, verdict):
    answer = verdict(outsider, factories.VersionFactory())

    assert not answer
    assert answer.reason.endswith(".")


@pytest.mark.parametrize("level", ApproverLevel)
def test_every_level_says_who_approves(outsider, level):
    version = factories.VersionFactory(policy__approver_level=level)

    assert "approves this policy" in permissions.can_approve(outsider, version).reason
