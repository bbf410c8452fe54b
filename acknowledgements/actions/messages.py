"""Telling people that something waits: one message each, by the way in that they have."""

import hashlib
import secrets
from collections.abc import Callable, Collection
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from acknowledgements.models import Capacity, Request, SignOffSettings
from notifications import outbox
from notifications.models import Message
from school.models import Person, PersonalLink


def hash_of(token: str) -> str:
    """Return what is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


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
    messages, links = [], {}
    days = SignOffSettings.current().link_days
    for person in reachable:
        if person.pk in members:
            path, template = reverse("acknowledgements:my_sign_offs"), at_school
        else:
            links[once(person)], path = new_link(person, days=days)
            template = by_link
        messages.append(
            message_to(person, template=template, once=once(person), path=path, days=days)
        )
    queued = outbox.enqueue_many(messages)
    replace_links([link for key, link in links.items() if key in queued])
    return len(queued)


def message_to(person: Person, *, template: str, once: str, path: str, days: int) -> Message:
    return Message(
        once=once,
        template=template,
        recipient=person,
        address=person.email or "",
        context={"path": path, "days": days},
    )


def new_link(person: Person, *, days: int) -> tuple[PersonalLink, str]:
    """Return a link that is not saved yet, and the only copy of its path."""
    token = secrets.token_urlsafe(32)
    link = PersonalLink(
        person=person,
        token_hash=hash_of(token),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return link, reverse("acknowledgements:link", args=[token])


def replace_links(links: Collection[PersonalLink]) -> None:
    """Save these links and end every older one of the same people: the newest is the one."""
    people = [link.person_id for link in links]
    PersonalLink.objects.filter(person__in=people, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    PersonalLink.objects.bulk_create(links)
