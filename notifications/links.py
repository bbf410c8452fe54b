"""Letters that carry a personal link: how a parent without an account is reached (A4)."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit import chain
from notifications import outbox
from notifications.models import Message
from school.access import require
from school.errors import WrongState
from school.links import new_link, replace_links
from school.models import Person, PersonalLink, School
from school.permissions import can_send_link, may_hold_link

NO_SECOND_WITHIN = timedelta(minutes=10)


def write_by_link(people: Iterable[Person], *, template: str, once: Callable[[Person], str]) -> int:
    """Queue one letter with a new link for each who has an address; return how many were queued.

    The new link replaces their older ones. `once` gives the letter's identity: where it was queued
    before, no link is made or replaced. The number of statements does not grow with people.
    """
    days = School.current().link_days
    letters, made = [], {}
    for person in people:
        if person.email:
            made[once(person)], path = new_link(person, days=days)
            letters.append(
                Message(
                    once=once(person),
                    template=template,
                    recipient=person,
                    address=person.email,
                    context={"path": path, "days": days},
                )
            )
    queued = outbox.enqueue_many(letters)
    replace_links([link for key, link in made.items() if key in queued])
    return len(queued)


@transaction.atomic
def send_personal_link(*, person: Person, by: Person) -> bool:
    """Send a parent a new personal link, for all their children; return whether it could be sent.

    It replaces the links they had. Asking for one's own again within a few minutes sends no second
    e-mail: the first is still on its way. Somebody without an e-mail address gets none (False).
    Raises WrongState where no child of theirs is on roll yet, or a court restriction stands.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_send_link(by, person))
    if not (verdict := may_hold_link(person)):
        raise WrongState(verdict.reason)
    if not person.email:
        return False
    if by == person and _sent_just_now(person):
        return True
    _send(person, by)
    return True


@transaction.atomic
def send_link_unasked(*, person: Person) -> None:
    """Send a new link because the address it goes to was changed: the portal does so by itself."""
    if person.email and may_hold_link(person):
        _send(person, None)


def _send(person: Person, by: Person | None) -> None:
    event = chain.record("school.personal_link.sent", by=by, on=person)
    write_by_link([person], template="personal_link", once=lambda _: f"personal-link:{event.pk}")


def _sent_just_now(person: Person) -> bool:
    now = timezone.now()
    links = PersonalLink.objects.usable(now).filter(person=person)
    return links.filter(created_at__gt=now - NO_SECOND_WITHIN).exists()
