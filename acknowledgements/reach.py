"""Whom a reminder reaches: who has not replied and may be written to, and who cannot be."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from acknowledgements.models import Request, RequestQuerySet
from notifications.models import Message
from school.models import Leave, Parenthood, Person, PersonQuerySet


def reachable(people: Collection[int] | None = None) -> RequestQuerySet:
    """Return the requests still asked and not answered of people with an address: all, or some."""
    waiting = Request.objects.no_reply().filter(person__is_active=True, person__email__isnull=False)
    return waiting if people is None else waiting.filter(person__in=people)


def to_remind(on: date, people: Collection[int] | None = None) -> RequestQuerySet:
    """Return the requests whose people may be reminded on a day: of all, or of some by key.

    Those that are `reachable`, and for a parent about a child they may be asked about on that day.
    Whether somebody is on leave is another question.
    """
    theirs = Parenthood.objects.asked(on).filter(person=OuterRef("person"), child=OuterRef("child"))
    return reachable(people).filter(Q(child=None) | Exists(theirs))


def to_chase(on: date, round_id: int | None = None) -> PersonQuerySet:
    """Return whom one press would remind on a day: in one round, or in any that is open.

    Nobody who has replied, is on leave, has no address or was reminded that day already.
    """
    waiting = to_remind(on)
    if round_id is not None:
        waiting = waiting.filter(round=round_id)
    key = Cast(OuterRef("pk"), CharField())
    reminded = Message.objects.filter(
        recipient=OuterRef("pk"), once=Concat(Value("reminder:"), key, Value(f":{on}"))
    )
    away = Leave.objects.in_force(on).values("person_id")
    people = Person.objects.filter(pk__in=waiting.values("person_id")).exclude(pk__in=away)
    return people.exclude(Exists(reminded))


class Unreachable(NamedTuple):
    """How many people wait for a reminder that does not go: no address, or on leave."""

    no_email: int
    away: int


def unreachable(on: date, round_id: int | None = None) -> Unreachable:
    """Return how many people with something to sign get no reminder on a day, and why."""
    waiting = Request.objects.no_reply().filter(person=OuterRef("pk"))
    if round_id is not None:
        waiting = waiting.filter(round=round_id)
    no_email = Q(email=None)
    away = Q(pk__in=Leave.objects.in_force(on).values("person_id"))
    # They are few: what waits is looked up for each of them, and not for the whole school.
    found = Person.objects.filter(no_email | away, Exists(waiting), is_active=True).aggregate(
        no_email=Count("pk", filter=no_email), away=Count("pk", filter=away)
    )
    return Unreachable(**found)
