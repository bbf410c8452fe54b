"""Personal links: their secret, the session that came by one, and when one has ended (A4).

The address of a link is opened once: its secret moves into the session, so that it stays out of
the addresses of the pages that follow. The session then says which link it came by and nothing
more; it does not sign anybody in. The same link opens on another device, until it ends.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from school.models import Parenthood, Person, PersonalLink, School
from school.permissions import may_hold_link

IN_SESSION = "personal_link"
SWITCHED_OFF, REPLACED, RUN_OUT = "switched off", "replaced", "run out"
RENEWABLE = (REPLACED, RUN_OUT)


def hash_of(token: str) -> str:
    """Return what is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(person: Person, *, days: int | None = None) -> tuple[PersonalLink, str]:
    """Return a link that is not saved yet, and the only copy of its path.

    It works for as many days as the school has decided, unless told otherwise.
    """
    token = secrets.token_urlsafe(32)
    link = PersonalLink(
        person=person,
        token_hash=hash_of(token),
        expires_at=timezone.now() + timedelta(days=days or School.current().link_days),
    )
    return link, reverse("link", args=[token])


def replace_links(links: Collection[PersonalLink]) -> None:
    """Save these links and end every older one of the same people: the newest is the one."""
    end_links(link.person_id for link in links)
    PersonalLink.objects.bulk_create(links)


def end_links(people: Iterable[int]) -> int:
    """End the links of these people, given by key; return how many there were to end."""
    standing = PersonalLink.objects.filter(person__in=list(people), revoked_at=None)
    return standing.update(revoked_at=timezone.now())


def end_links_of_those_not_asked(now: datetime) -> None:
    """End the links of those who are no parent to be asked any more: today, not later."""
    parents = Parenthood.objects.asked().values("person_id")
    PersonalLink.objects.filter(revoked_at=None).exclude(person__in=parents).update(revoked_at=now)


def remember(request: HttpRequest, token: str) -> bool:
    """Note in the session by which link it came; return whether there is such a link.

    Nothing is signed or used up by it, so a mail program that looks ahead does no harm.
    """
    found = PersonalLink.objects.filter(token_hash=hash_of(token)).first()
    if found is None:
        return False
    request.session.cycle_key()
    request.session[IN_SESSION] = found.pk
    request.session.set_expiry(0)  # closing the browser closes it: the device may be shared
    return True


def forget(request: HttpRequest) -> None:
    """Let this session hold no link any more; the link itself goes on working."""
    request.session.pop(IN_SESSION, None)


def held_by(request: HttpRequest) -> PersonalLink | None:
    """Return the link that this session came by, if any, ended or not."""
    if (key := request.session.get(IN_SESSION)) is None:
        return None
    return PersonalLink.objects.select_related("person").filter(pk=key).first()


def holder(request: HttpRequest) -> Person | None:
    """Return for whom the link stands that this session came by, while it works."""
    held = held_by(request)
    return held.person if held is not None and not why_ended(held) else None


def why_ended(link: PersonalLink) -> str:
    """Return why a link no longer works, or "" while it does."""
    if not may_hold_link(link.person):
        return SWITCHED_OFF
    if link.revoked_at is not None:
        return REPLACED
    return "" if link.lasts else RUN_OUT


def note_opened(link: PersonalLink) -> None:
    """Keep when a link's page was first seen: a mail program that looks ahead keeps no session."""
    if link.opened_at is None:
        link.opened_at = timezone.now()
        PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=link.opened_at)
