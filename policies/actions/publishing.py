"""What people do to a version on its way from draft to publication."""

from django.db import transaction
from django.utils import timezone

from audit import chain
from policies import lifecycle, permissions
from policies.actions.locking import locked
from policies.actions.telling import tell
from policies.models import (
    APPROVERS,
    ApproverLevel,
    Channel,
    Clause,
    Policy,
    Publicity,
    ReviewComment,
    State,
    Version,
    WorkingCopy,
)
from policies.search import forget_policy, index_version
from policies.signals import version_published, version_withdrawn
from policies.text import text_sha256
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

WHY_SIGNED = "Say why this version has to be signed again, or why not."


@transaction.atomic
def submit_for_review(*, version: Version, by: Person) -> Version:
    """Send a draft to those who approve this policy, and let them know."""
    version = locked(version)
    require(permissions.can_submit(by))
    lifecycle.require(version.state, State.IN_REVIEW)
    if not Clause.objects.filter(section__version=version).exists():
        raise DomainError("This draft has no clauses yet: write its text before it is sent.")

    version.state, version.submitted_at = State.IN_REVIEW, timezone.now()
    version.save()
    event = chain.record("policies.version.submitted", by=by, on=version)
    approvers = Person.objects.holding(*APPROVERS[ApproverLevel(version.policy.approver_level)])
    for approver in approvers.exclude(pk=by.pk):
        if permissions.can_approve(approver, version):
            path = version.get_decide_url()
            tell(approver, "policy_to_approve", version, event.pk, path=path)
    return version


@transaction.atomic
def agree_with_version(*, version: Version, by: Person) -> Version:
    """Say that one has read the whole text in review and agrees: the second pair of eyes (P2)."""
    version = locked(version)
    require(permissions.can_agree(by, version))
    lifecycle.require_within(version.state, lifecycle.READ)

    if version.has_agreed(by):
        return version
    ReviewComment.objects.create(version=version, agrees=True, written_by=by)
    chain.record("policies.version.agreed", by=by, on=version)
    return version


@transaction.atomic
def publish_version(*, version: Version, by: Person, must_be_signed: bool, why: str) -> Version:
    """Put an approved version in force, in the place of the one before, for ever as it stands.

    `must_be_signed` says whether this is a material change that people sign again (P5), and `why`
    is kept and shown. The text is the one whose SHA-256 was taken when it was approved; from now
    on the database refuses every change to it (P1).
    """
    version = locked(version)
    require(permissions.can_publish(by))
    lifecycle.require(version.state, State.PUBLISHED)
    why = given_reason(why, WHY_SIGNED)
    require_complete(version)

    version.must_be_signed, version.must_be_signed_why = must_be_signed, why
    version.publish_on = version.scheduled_at = version.scheduled_by = None
    return put_in_force(version, by=by)


def put_in_force(version: Version, *, by: Person) -> Version:
    """Make a version under lock the one in force, and let the rooms above know.

    Raises WrongState where its text is not, letter for letter, the one that was approved.
    """
    sha256 = text_sha256(version)
    # Empty only where it was approved before the portal took the hash of what is approved.
    if version.text_sha256 not in ("", sha256):
        raise WrongState(
            "The text is not the one that was approved. Withdraw this version, and have its text "
            "approved afresh."
        )
    _supersede_current(version.policy, by=by)
    version.state = State.PUBLISHED
    version.published_at, version.published_by = timezone.now(), by
    version.text_sha256 = sha256
    version.save()
    chain.record(
        "policies.version.published",
        by=by,
        on=version,
        reason=version.must_be_signed_why,
        must_be_signed=version.must_be_signed,
        text_sha256=version.text_sha256,
    )
    Publicity.objects.create(
        version=version, channel=Channel.PORTAL, publicised_on=timezone.localdate()
    )
    index_version(version)
    version_published.send(sender=Version, version=version, by=by)
    return version


@transaction.atomic
def withdraw_version(*, version: Version, by: Person, why: str) -> Version:
    """Take a version off the table, or out of force, saying why. Nothing of it is removed."""
    version = locked(version)
    require(permissions.can_withdraw(by, version))
    lifecycle.require(version.state, State.WITHDRAWN)
    why = given_reason(why, "Say why this version is withdrawn.")

    was_in_force = version.state == State.PUBLISHED
    version.state = State.WITHDRAWN
    if not was_in_force:
        version.publish_on = version.scheduled_at = version.scheduled_by = None
    version.save()
    chain.record(
        "policies.version.withdrawn", by=by, on=version, reason=why, was_in_force=was_in_force
    )
    if was_in_force:
        forget_policy(version.policy)
        version_withdrawn.send(sender=Version, version=version, by=by)
    return version


def _supersede_current(policy: Policy, *, by: Person) -> None:
    current = policy.current()
    if current is None:
        return
    lifecycle.require(current.state, State.SUPERSEDED)
    current.state, current.superseded_at = State.SUPERSEDED, timezone.now()
    current.save()
    # Words that nobody saved into it were there to be read for as long as it was in force.
    WorkingCopy.objects.filter(version=current).delete()
    chain.record("policies.version.superseded", by=by, on=current)


def require_complete(version: Version) -> None:
    """Raise WrongState unless all is there without which nothing is published (P3)."""
    if not (version.approved_by and version.approved_on and version.next_review_on):
        raise WrongState(
            "Nothing is published without its approver, its approval date and its next review."
        )


def given_reason(why: str, ask: str) -> str:
    """Return the reason without the space around it; without one there is no deed."""
    if not why.strip():
        raise DomainError(ask)
    return why.strip()
