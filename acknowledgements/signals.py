"""What this room does when policies are published or withdrawn, when people change, and when a
reminder is about to leave."""

from typing import Any

from django.utils import timezone

from acknowledgements.actions import bring_up_to_date, follow_publication
from acknowledgements.actions.ages import keep_or_strike
from acknowledgements.actions.reminders import day_of
from acknowledgements.models import ReminderRun
from acknowledgements.queries import first_signatures
from acknowledgements.reach import to_remind
from notifications.models import Message
from notifications.waiting import also_waiting
from policies.models import Version
from policies.signatures import Signature
from school.models import Leave, Person


def when_published(*, version: Version, by: Person, **kwargs: Any) -> None:
    """Ask for signatures where this version needs them (P5)."""
    follow_publication(version=version, by=by)


def when_asking_may_change(*, by: Person | None = None, **kwargs: Any) -> None:
    """Ask newcomers and stop asking leavers; stop asking anybody for a version withdrawn."""
    bring_up_to_date(by=by)


def when_about_to_leave(*, message: Message, **kwargs: Any) -> bool:
    """Keep back what nobody should get any more: a reminder, or one of minimum ages."""
    if message.recipient is None:
        return True
    if message.template == "minimum_ages":
        return keep_or_strike(message, message.recipient, timezone.localdate())
    return message.template != "reminder" or _is_reminded(message, message.recipient)


def _is_reminded(message: Message, person: Person) -> bool:
    """Tell whether a reminder still has a reason: not all is answered, and nobody is on leave (A6).

    What it was not written for does not let it leave: that has had its own, and may have had three.
    """
    today, written_for = timezone.localdate(), day_of(message)
    if Leave.objects.in_force(today).filter(person=person).exists():
        return False
    waiting = to_remind(today, [person.pk])
    if not ReminderRun.objects.by_hand().filter(on=written_for).exists():
        waiting = waiting.filter(reminders__sent_on=written_for)
    also = also_waiting(today, [person.pk])
    return waiting.exists() or any(one.last_sent_on == written_for for one in also)


def when_signatures_asked_for(
    *, people: set[int], versions: set[int], **kwargs: Any
) -> dict[tuple[int, int], Signature]:
    return first_signatures(people, versions)
