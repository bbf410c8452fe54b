"""Keeping record of when and where each version was made known (M12)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit import chain
from policies import permissions
from policies.actions.publishing import given_reason
from policies.models import PUBLIC, Channel, Publicity, Version
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

# What the portal does itself, and so nobody has to record.
BY_ITSELF = (Channel.PORTAL,)


@transaction.atomic
def publicise(
    *, version: Version, channel: str, publicised_on: date, where: str, by: Person
) -> Publicity:
    """Record that a version was made known through a channel on a day."""
    require(permissions.can_manage(by))
    if version.state not in PUBLIC or version.published_at is None:
        raise WrongState("Only what was published can be made known.")
    if channel not in Channel.values or channel in BY_ITSELF:
        raise DomainError("Choose how it was made known.")
    if publicised_on > timezone.localdate():
        raise DomainError("This day is still to come: record it once it was done.")
    if publicised_on < timezone.localdate(version.published_at):
        raise DomainError(
            "This version was not published yet on that day: give a day since it is in force."
        )
    entry = Publicity.objects.create(
        version=version,
        channel=channel,
        publicised_on=publicised_on,
        where=where.strip(),
        recorded_by=by,
    )
    chain.record("policies.publicity.recorded", by=by, on=version, entry=entry.pk, channel=channel)
    return entry


@transaction.atomic
def strike_publicity(*, entry: Publicity, why: str, by: Person) -> Publicity:
    """Strike out a mistaken entry, saying why. It stays to be read and counts no more."""
    require(permissions.can_manage(by))
    entry = Publicity.objects.select_for_update().get(pk=entry.pk)
    why = given_reason(why, "Say why this entry is struck out.")
    if entry.struck_at is not None:
        raise WrongState("This entry is struck out already.")
    entry.struck_at, entry.struck_by, entry.struck_why = timezone.now(), by, why
    entry.save()
    chain.record("policies.publicity.struck", by=by, on=entry.version, reason=why, entry=entry.pk)
    return entry


def note_enrolment(*, versions: Iterable[int]) -> None:
    """Record, once for each version (by pk), that parents were given it as a child joined."""
    wanted = set(versions)
    known = Publicity.objects.standing().filter(version__in=wanted, channel=Channel.ENROLMENT)
    Publicity.objects.bulk_create(
        Publicity(
            version_id=pk,
            channel=Channel.ENROLMENT,
            publicised_on=timezone.localdate(),
            where="By the portal, to parents whose child joined",
        )
        for pk in sorted(wanted - set(known.values_list("version", flat=True)))
    )
