"""The list of apps and websites: their names, and how old one must be (M7, M8)."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from audit import chain
from school.access import require
from school.models import Person, Service
from school.permissions import can_keep_services


@transaction.atomic
def save_service(*, service: Service, by: Person) -> Service:
    """Put a service on the list, or keep what was changed of one.

    An age that is new to us counts as looked up today.
    """
    require(can_keep_services(by))
    before = Service.objects.select_for_update().filter(pk=service.pk).first()
    if service.minimum_age is None:
        service.age_checked_on = None
    elif before is None or before.minimum_age != service.minimum_age:
        service.age_checked_on = timezone.localdate()
    service.save()
    chain.record(
        "school.service.changed" if before else "school.service.added",
        by=by,
        on=service,
        minimum_age=[before and before.minimum_age, service.minimum_age],
    )
    return service


@transaction.atomic
def check_services(*, services: Collection[Service], by: Person) -> int:
    """Note that somebody looked at these today and their ages still hold; return how many."""
    require(can_keep_services(by))
    keys = [service.pk for service in services]
    known = Service.objects.with_age().filter(pk__in=keys)
    checked = known.update(age_checked_on=timezone.localdate())
    chain.record("school.services.checked", by=by, services=keys)
    return checked
