"""Telling office and Headteacher that there is something to take down."""

from django.urls import reverse
from django.utils import timezone

from notifications import outbox
from notifications.models import Message
from school.models import Person, Role


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
