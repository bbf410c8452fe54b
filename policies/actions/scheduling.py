"""Publication on a day decided beforehand (P4)."""

import logging
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from audit import chain
from notifications import outbox
from policies import lifecycle, permissions
from policies.actions.locking import locked
from policies.actions.publishing import (
    WHY_SIGNED,
    given_reason,
    put_in_force,
    require_complete,
)
from policies.models import State, Version
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

log = logging.getLogger(__name__)

FURTHEST = timedelta(days=366)


@transaction.atomic
def schedule_version(
    *, version: Version, by: Person, goes_live_on: date, must_be_signed: bool, why: str
) -> Version:
    """Decide that an approved version goes live by itself on a later day; asked again, changes it.

    `must_be_signed` and `why` are those of `publish_version`. Raises DomainError for a day that is
    not to come, too far away, or on which its review would be due already.
    """
    version = locked(version)
    require(permissions.can_publish(by))
    lifecycle.require_within(version.state, lifecycle.SCHEDULED)
    why = given_reason(why, WHY_SIGNED)
    require_complete(version)
    today = timezone.localdate()
    if goes_live_on <= today:
        raise DomainError("Give a day that is still to come, or leave it empty to publish now.")
    if goes_live_on > today + FURTHEST:
        raise DomainError("Give a day within the next year.")
    if version.next_review_on and goes_live_on >= version.next_review_on:
        raise DomainError("Its next review would be due before it goes live: give an earlier day.")

    version.must_be_signed, version.must_be_signed_why = must_be_signed, why
    version.publish_on = goes_live_on
    version.scheduled_at, version.scheduled_by = timezone.now(), by
    version.save()
    chain.record(
        "policies.version.scheduled",
        by=by,
        on=version,
        reason=why,
        goes_live_on=goes_live_on.isoformat(),
        must_be_signed=must_be_signed,
    )
    return version


@transaction.atomic
def unschedule_version(*, version: Version, by: Person) -> Version:
    """Keep back a version that was to go live by itself; it stays approved."""
    version = locked(version)
    require(permissions.can_publish(by))
    lifecycle.require_within(version.state, lifecycle.KEPT_BACK)
    if version.publish_on is None:
        raise WrongState("No day is set on which this version goes live.")

    version.publish_on = version.scheduled_at = version.scheduled_by = None
    version.save()
    chain.record("policies.version.unscheduled", by=by, on=version)
    return version


def publish_due(*, today: date | None = None) -> int:
    """Put in force whatever was to go live by today; return how many versions that were.

    Run every few minutes: what a scheduler that was down has missed goes live at its next run.
    Each version has a transaction of its own, so that one that fails holds up no other, and is
    looked at again under lock, so that two workers put it in force once.
    """
    today = today or timezone.localdate()
    due = Version.objects.filter(state=State.APPROVED, publish_on__lte=today)
    count = 0
    for version in due.order_by("publish_on", "pk"):
        try:
            count += _publish_if_due(version, today)
        except (DomainError, DatabaseError) as error:
            # Neither title nor text: a log is read by more people than a draft is.
            log.exception("Version %s was to go live and could not.", version.pk)
            # A database that was busy for a moment is not worth a message: the next run is near.
            is_late = version.publish_on is not None and version.publish_on < today
            if is_late or isinstance(error, DomainError):
                _tell_it_waits(version, today)
    return count


def _tell_it_waits(version: Version, today: date) -> None:
    """Tell whoever can put it right, once a day, that a version did not go live on its day."""
    for publisher in Person.objects.holding(*permissions.PUBLISHERS):
        outbox.enqueue(
            to=publisher,
            template="policy_not_live",
            context={"path": version.get_work_url(), "policy": version.title},
            once=f"policy_not_live:{version.pk}:{publisher.pk}:{today}",
        )


@transaction.atomic
def _publish_if_due(version: Version, today: date) -> bool:
    version = locked(version)
    person, day = version.scheduled_by, version.publish_on
    if version.state != State.APPROVED or person is None or day is None or day > today:
        return False
    require_complete(version)
    put_in_force(version, by=person)
    return True
