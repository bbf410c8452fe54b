"""Letting a calendar program follow the reviews, and no longer."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from audit import chain
from policies import permissions
from policies.models import CalendarAddress
from school.access import require
from school.models import Person


@transaction.atomic
def make_calendar_address(*, by: Person) -> str:
    """Give a person an address for their calendar; the one before stops. Returns its secret."""
    require(permissions.can_see_reviews(by))
    secret = secrets.token_urlsafe(32)
    made = {"secret_hash": hash_of(secret), "made_at": timezone.now()}
    address, _ = CalendarAddress.objects.update_or_create(person=by, defaults=made)
    chain.record("policies.calendar.opened", by=by, on=address)
    return secret


@transaction.atomic
def end_calendar_address(*, by: Person) -> None:
    """Stop a person's address; twice is once."""
    address = CalendarAddress.objects.select_for_update().filter(person=by).first()
    if address is None:
        return
    chain.record("policies.calendar.closed", by=by, on=address)
    address.delete()


def holder_of(secret: str) -> Person | None:
    """Return whose address has this secret, if they may still see the reviews."""
    addresses = CalendarAddress.objects.select_related("person")
    found = addresses.filter(secret_hash=hash_of(secret), person__is_active=True).first()
    return found.person if found and permissions.can_see_reviews(found.person) else None


def hash_of(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
