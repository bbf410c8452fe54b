"""Telling office and Headteacher of what to take down, and writing to parents."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import timezone

from notifications import outbox
from notifications.links import write_by_link
from notifications.models import Message
from school.models import Person, Role, RoleAssignment


def tell_of_take_downs() -> None:
    """Tell each of them, once a day at the most, that there is something to take down."""
    today = timezone.localdate()
    people = Person.objects.holding(Role.OFFICE, Role.HEADTEACHER).exclude(email=None)
    outbox.enqueue_many(
        [
            Message(
                once=f"take-down:{today}:{person.pk}",
                template="take_down",
                recipient=person,
                address=person.email or "",
                context={"path": reverse("consents:take_downs")},
            )
            for person in people
        ]
    )


def write_to(
    people: Iterable[Person],
    *,
    template: str,
    path: str,
    once: Callable[[Person], str],
    by_link: str = "",
) -> int:
    """Queue one letter for each who has an address; return how many were queued.

    Those who work here are led to a path of the portal, by `template`. Those who are only parents
    get a new personal link, by the template `by_link` where that is another.
    """
    reachable = [person for person in people if person.email]
    at_work = set(
        RoleAssignment.objects.in_force()
        .filter(person__in=reachable)
        .values_list("person_id", flat=True)
    )
    queued = outbox.enqueue_many(
        [
            Message(
                once=once(person),
                template=template,
                recipient=person,
                address=person.email or "",
                context={"path": path},
            )
            for person in reachable
            if person.pk in at_work
        ]
    )
    others = [person for person in reachable if person.pk not in at_work]
    return len(queued) + write_by_link(others, template=by_link or template, once=once)
