"""Telling people that something waits: one message each, by the way in that they have."""

from collections.abc import Callable, Collection

from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Capacity, Request
from acknowledgements.reach import to_remind
from notifications import outbox
from notifications.links import write_by_link
from notifications.models import Message
from notifications.waiting import also_waiting
from school.models import Person


def take_back_reminders(people: Collection[int]) -> None:
    """Withdraw the reminder that has not left yet of those, by key, for whom nothing waits (A6)."""
    today = timezone.localdate()
    still = set(to_remind(today, people).values_list("person_id", flat=True))
    still |= {one.person_id for one in also_waiting(today, people)}
    outbox.take_back(to=Person.objects.filter(pk__in=set(people) - still), template="reminder")


def write_to(
    people: Collection[Person],
    *,
    at_school: str,
    by_link: str,
    once: Callable[[Person], str],
) -> int:
    """Queue one message for each who has an address; return how many were queued.

    Staff, governors and volunteers get the template `at_school`, which leads to the portal. Those
    who are only parents get `by_link`, with a new personal link that replaces their older ones.
    `once` gives the message's identity: where it was queued before, no link is made or replaced.
    """
    reachable = [person for person in people if person.email]
    members = set(
        Request.objects.outstanding()
        .filter(person__in=reachable)
        .exclude(capacity=Capacity.PARENT)
        .values_list("person_id", flat=True)
    )
    queued = outbox.enqueue_many(
        [
            Message(
                once=once(person),
                template=at_school,
                recipient=person,
                address=person.email or "",
                context={"path": reverse("acknowledgements:my_sign_offs")},
            )
            for person in reachable
            if person.pk in members
        ]
    )
    parents = [person for person in reachable if person.pk not in members]
    return len(queued) + write_by_link(parents, template=by_link, once=once)
