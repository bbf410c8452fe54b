"""Asking parents about pictures: from the day a child joins, in one letter for all their children.

Sign-off asks the same parents for policies, and writes to them by itself. Whoever was written to
meanwhile needs no second letter: the same link leads to all that waits.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from consents.actions.telling import write_to
from consents.models import Asking
from consents.queries import how_far
from notifications.models import Message
from school.models import Parenthood, Person

AT_SCHOOL, BY_LINK = "pictures_waiting", "personal_link"
INVITATIONS = (AT_SCHOOL, BY_LINK, "sign_waiting", "reminder")
# So long others may write first; and so long before, a letter was about the same news.
WAITS, SAME_NEWS = timedelta(minutes=15), timedelta(hours=1)
AT_ONCE = 500


@transaction.atomic
def bring_asking_up_to_date() -> None:
    """Ask those who may be asked from today, and stop asking those who may not be any more."""
    same = {"child": OuterRef("child"), "person": OuterRef("person")}
    asked = Parenthood.objects.asked()
    Asking.objects.exclude(Exists(asked.filter(**same))).delete()
    new = asked.exclude(Exists(Asking.objects.filter(**same))).order_by("pk")
    Asking.objects.bulk_create(
        [Asking(child_id=c, person_id=p) for c, p in new.values_list("child_id", "person_id")],
        ignore_conflicts=True,
    )


def invite(*, now: datetime | None = None) -> int:
    """Write to those who were asked a while ago and not written to; return to how many.

    Safe to run again, and by several workers at once: a batch is taken under lock.
    """
    now, sent = now or timezone.now(), 0
    while (queued := _invite_some(now)) is not None:
        sent += queued
    return sent


@transaction.atomic
def _invite_some(now: datetime) -> int | None:
    due = Asking.objects.to_invite().filter(asked_at__lte=now - WAITS).order_by("person_id", "pk")
    people = list(due.values_list("person_id", flat=True).distinct()[:AT_ONCE])
    if not people:
        return None
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    held = {person.pk: person for person in locked.order_by("pk")}
    of: dict[int, list[Asking]] = defaultdict(list)
    for asking in due.filter(person__in=people):
        of[asking.person_id].append(asking)
    Asking.objects.filter(pk__in=[asking.pk for each in of.values() for asking in each]).update(
        invited_at=now
    )
    needy = _those_to_write_to([held[pk] for pk in of], of)
    return write_to(
        needy,
        template=AT_SCHOOL,
        by_link=BY_LINK,
        path=reverse("consents:pictures"),
        once=lambda person: f"pictures:{person.pk}:{_digest(of[person.pk])}",
    )


def _those_to_write_to(people: list[Person], of: dict[int, list[Asking]]) -> list[Person]:
    """Leave out whoever has had a letter since, has no address, or has answered already."""
    since = {pk: min(each.asked_at for each in asked) - SAME_NEWS for pk, asked in of.items()}
    letters = Message.objects.filter(recipient__in=people, template__in=INVITATIONS)
    told = {
        person
        for person, at in letters.values_list("recipient_id", "created_at")
        if person is not None and at >= since[person]
    }
    open_questions = how_far([person.pk for person in people])
    return [
        person
        for person in people
        if person.email
        and person.pk not in told
        and not all(answered.is_complete for answered in open_questions[person.pk].values())
    ]


def _digest(asked: Iterable[Asking]) -> str:
    """Return a short name for what is asked: asked anew, somebody is written to anew."""
    said = repr(sorted((asking.child_id, asking.asked_at.isoformat()) for asking in asked))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
