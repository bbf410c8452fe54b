"""Whom a reminder of minimum ages reaches, and what it says to them (M8)."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from acknowledgements import ages
from acknowledgements.models import AgeReminder, AgeReminderQuerySet
from notifications.models import Message
from school.models import Parenthood, Person, PersonQuerySet, Service


class Reach(NamedTuple):
    """How many parents a reminder reaches by e-mail, and how many only on paper."""

    by_email: int
    on_paper: int


def parents_to_remind(on: date) -> PersonQuerySet:
    """Return each parent who may be asked on a day about any child: once, however many children."""
    return Person.objects.filter(pk__in=Parenthood.objects.asked(on).values("person_id"))


def reach(on: date) -> Reach:
    """Return whom a reminder would reach on a day."""
    found = parents_to_remind(on).aggregate(
        by_email=Count("pk", filter=Q(email__isnull=False)),
        on_paper=Count("pk", filter=Q(email=None)),
    )
    return Reach(**found)


def count_of(reminder: AgeReminder) -> Reach:
    """Return whom a reminder has reached."""
    found = reminder.sent.aggregate(
        emailed=Count("pk", filter=Q(by_email=True)),
        handed=Count("pk", filter=Q(by_email=False)),
    )
    return Reach(found["emailed"], found["handed"])


def parents_on_paper(reminder: AgeReminder) -> PersonQuerySet:
    """Return who got a reminder on paper only, or will if it goes out today."""
    if reminder.begun_at is None:
        return parents_to_remind(timezone.localdate()).filter(email=None)
    handed = reminder.sent.filter(by_email=False)
    return Person.objects.filter(pk__in=handed.values("person_id"))


def log() -> AgeReminderQuerySet:
    """Return those that went out or were called off, the latest first, each with its counts."""
    over = AgeReminder.objects.exclude(begun_at=None, cancelled_at=None)
    counted = over.select_related("term").annotate(
        by_email=Count("sent", filter=Q(sent__by_email=True)),
        on_paper=Count("sent", filter=Q(sent__by_email=False)),
    )
    return counted.order_by("-send_on", "-pk")


def ages_of(services: Iterable[Service]) -> list[dict[str, Any]]:
    """Return what a reminder says of services, as it is kept."""
    return [
        {
            "name": service.name,
            "minimum_age": service.minimum_age,
            "note": service.note,
            "checked_on": service.age_checked_on and str(service.age_checked_on),
        }
        for service in services
    ]


def message_about(reminder: AgeReminder, person: Person) -> Message:
    """Return the e-mail of a reminder to one parent: it says the same to everybody."""
    return Message(
        once=f"ages:{reminder.pk}:{person.pk}",
        template="minimum_ages",
        recipient=person,
        address=person.email or "",
        context={
            "path": reverse("school:ages"),
            "title": reminder.title,
            "words": reminder.words,
            "ages": ages.in_words(reminder.services),
        },
    )
