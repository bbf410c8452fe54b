import logging

from celery import shared_task
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from notifications import outbox
from school.models import Person, Role
from stmarys_portal.leftovers import TooMany, remove_leftovers

log = logging.getLogger(__name__)


@shared_task
def send_chain_head() -> None:
    """Mail the end of the audit chain to Chair and clerk once a day (S5).

    Kept outside the portal, it shows later that nobody rewrote the chain up to that day.
    """
    today = timezone.localdate()
    report = chain.verify()
    with transaction.atomic():
        for person in Person.objects.holding(Role.CHAIR, Role.CLERK):
            outbox.enqueue(
                to=person,
                template="chain_head",
                context={
                    "day": date_format(today),
                    "checked": report.checked,
                    "head": report.head,
                    "fault": report.fault,
                },
                once=f"chain-head:{today}:{person.pk}",
            )


@shared_task
def forget_old_sessions() -> None:
    """Remove sessions that have run out, with whatever half-written report was kept in one."""
    call_command("clearsessions")


@shared_task
def sweep_leftovers() -> int:
    """Remove files that a machine which stopped in the middle left behind, once a day."""
    try:
        return len(remove_leftovers())
    except TooMany as error:
        log.warning("%s", error)
        return 0
