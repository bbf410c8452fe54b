"""What an approver does with a version in review: approves it, at a meeting too, or sends it back.

What governors decide together is recorded for many policies at once. Each is still a decision of
its own: its own right, its own lock, its own event. One that cannot be approved holds up no other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit import chain
from notifications import outbox
from policies import lifecycle, permissions
from policies.actions.locking import locked
from policies.actions.publishing import given_reason
from policies.actions.telling import tell
from policies.awaiting import reading_of
from policies.models import ApproverLevel, Policy, State, Version
from policies.text import text_sha256
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

READ_IT_AGAIN = "It was sent back and came again while you read it. Read it as it is now."
OTHER_LEVEL = "Somebody else approves it now: {}."
NO_MINUTE = "Give the minute of the meeting at which the governing body approved it."
NO_COMMITTEE = "Give the name of the committee that approved it."
STILL_TO_COME = "The approval cannot lie in the future: record it once it is given."


@dataclass(frozen=True)
class Decision:
    """One policy that a meeting approved.

    `reading` marks what was read (`awaiting.reading_of`). Without a minute of its own it has that
    of the meeting; without a day for its next review, that of the policy's usual cycle.
    """

    version: Version
    reading: str
    minute: str = ""
    next_review_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one decision: approved, or the reason why not."""

    version: Version
    fault: str = ""


@transaction.atomic
def send_back(*, version: Version, by: Person, why: str) -> Version:
    """Return a version in review to its author, saying what has to change."""
    version = locked(version)
    require(permissions.can_send_back(by, version))
    lifecycle.require(version.state, State.DRAFT)
    why = given_reason(why, "Say what has to change, so that the author knows what to do.")

    version.state = State.DRAFT
    version.save()
    event = chain.record("policies.version.sent_back", by=by, on=version, reason=why)
    tell(version.created_by, "policy_sent_back", version, event.pk)
    return version


@transaction.atomic
def approve_version(
    *,
    version: Version,
    by: Person,
    approved_on: date,
    next_review_on: date,
    reading: str,
    minute: str = "",
    committee: str = "",
) -> Version:
    """Record the approval: when, at which meeting, and when the policy is looked at next.

    `reading` marks the text that the approver had before them (`awaiting.reading_of`).
    """
    version = locked(version)
    event = _approve(
        version,
        by=by,
        approved_on=approved_on,
        next_review_on=next_review_on,
        minute=minute,
        committee=committee,
        reading=reading,
    )
    for publisher in Person.objects.holding(*permissions.PUBLISHERS).exclude(pk=by.pk):
        tell(publisher, "policy_to_publish", version, event)
    return version


def approve_at_meeting(
    *,
    level: ApproverLevel,
    decisions: Iterable[Decision],
    approved_on: date,
    minute: str = "",
    committee: str = "",
    by: Person,
) -> list[Outcome]:
    """Record what one meeting approved, and return what became of each, in the order given.

    Each stands in a transaction of its own: whatever happens to one, those before it are kept.
    Raises DomainError, with nothing done, where what is said of the meeting itself will not do.
    """
    require(permissions.can_decide_at(by, level))
    decisions = list(decisions)
    if not decisions:
        raise DomainError("Tick the policies that the meeting approved.")
    if approved_on > timezone.localdate():
        raise DomainError(STILL_TO_COME)
    if level == ApproverLevel.COMMITTEE and not committee.strip():
        raise DomainError(NO_COMMITTEE)
    meeting = uuid4().hex
    return [
        _outcome(
            one,
            level=level,
            approved_on=approved_on,
            minute=one.minute.strip() or minute,
            committee=committee,
            by=by,
            meeting=meeting,
        )
        for one in decisions
    ]


def _outcome(
    one: Decision,
    *,
    level: ApproverLevel,
    approved_on: date,
    minute: str,
    committee: str,
    by: Person,
    meeting: str,
) -> Outcome:
    try:
        with transaction.atomic():
            version = locked(one.version)
            if version.policy.approver_level != level:
                now = version.policy.get_approver_level_display().lower()
                raise WrongState(OTHER_LEVEL.format(now))
            _approve(
                version,
                by=by,
                approved_on=approved_on,
                next_review_on=one.next_review_on or version.policy.next_review_after(approved_on),
                minute=minute,
                committee=committee,
                reading=one.reading,
            )
            _tell_publishers(by, meeting)
    except DomainError as error:
        return Outcome(one.version, str(error))
    except Policy.DoesNotExist:
        return Outcome(one.version, "It is not there any more.")
    return Outcome(version)


def _approve(
    version: Version,
    *,
    by: Person,
    approved_on: date,
    next_review_on: date,
    minute: str,
    committee: str,
    reading: str,
) -> int:
    """Approve a version under lock, and return its event."""
    require(permissions.can_approve(by, version))
    lifecycle.require(version.state, State.APPROVED)
    level, minute, committee = version.policy.approver_level, minute.strip(), committee.strip()
    if reading != reading_of(version):
        raise WrongState(READ_IT_AGAIN)
    if level == ApproverLevel.GOVERNING_BODY and not minute:
        raise DomainError(NO_MINUTE)
    if level == ApproverLevel.COMMITTEE and not committee:
        raise DomainError(NO_COMMITTEE)
    if approved_on > timezone.localdate():
        raise DomainError(STILL_TO_COME)
    if next_review_on <= approved_on:
        raise DomainError("The next review has to come after the approval.")

    version.state = State.APPROVED
    version.approved_by, version.approved_on = by, approved_on
    version.approved_at_level, version.approval_minute = level, minute
    version.approval_committee = committee if level == ApproverLevel.COMMITTEE else ""
    version.next_review_on = next_review_on
    version.text_sha256 = text_sha256(version)
    version.save()
    event = chain.record(
        "policies.version.approved",
        by=by,
        on=version,
        level=level,
        approved_on=approved_on.isoformat(),
        next_review_on=next_review_on.isoformat(),
        text_sha256=version.text_sha256,
    )
    return event.pk


def _tell_publishers(by: Person, meeting: str) -> None:
    """Write to each who publishes once a meeting, whichever policy was the first."""
    for publisher in Person.objects.holding(*permissions.PUBLISHERS).exclude(pk=by.pk):
        outbox.enqueue(
            to=publisher,
            template="policies_to_publish",
            context={"path": f"{reverse('policies:manage')}?show=work"},
            once=f"policies_to_publish:{meeting}:{publisher.pk}",
        )
