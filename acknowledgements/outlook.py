"""Who is reminded of what, on which day: worked out from what is outstanding at this moment.

The same few queries serve the daily round itself, the calendar of reminders to come and the
preview of one day, so that what is shown beforehand is what is sent, but for what nobody may see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from acknowledgements.cadence import Leave as Away
from acknowledgements.cadence import back_on, step_due, steps_ahead
from acknowledgements.models import Reminder, ReminderRun, Request, RequestQuerySet, SignOffSettings
from notifications.models import Message
from notifications.waiting import AlsoWaiting, also_waiting
from school.calendar import SchoolCalendar
from school.models import Leave, Parenthood, Person, PersonQuerySet
from school.terms import school_calendar

IN_SIGHT = timedelta(days=180)  # the latest reminder after the longest holiday is nearer


class Waiting(NamedTuple):
    """One request without a reply, or something of another room, and how far its reminders are."""

    person_id: int
    full_name: str
    request_id: int | None
    round_id: int | None
    asked_on: date
    last_step: int
    also: AlsoWaiting | None = None


def to_remind(on: date, people: Collection[int] | None = None) -> RequestQuerySet:
    """Return the requests whose people may be reminded on a day: of all, or of some by key.

    Still asked and not answered, with an address, and for a parent about a child they may be asked
    about on that day. Whether somebody is on leave is another question.
    """
    theirs = Parenthood.objects.asked(on).filter(person=OuterRef("person"), child=OuterRef("child"))
    waiting = Request.objects.no_reply().filter(
        Q(child=None) | Exists(theirs), person__is_active=True, person__email__isnull=False
    )
    return waiting if people is None else waiting.filter(person__in=people)


@dataclass(frozen=True)
class Outlook:
    """What is to remind of, seen from one day."""

    today: date
    cadence: Sequence[int]
    calendar: SchoolCalendar
    waiting: Sequence[Waiting]
    leave: dict[int, tuple[Away, ...]]

    def as_shown(self) -> "Outlook":
        """Return what of it staff may see: without what would tell who has not answered."""
        waiting = [one for one in self.waiting if one.also is None or one.also.is_shown]
        return replace(self, waiting=waiting)

    def due(self) -> list[tuple[Waiting, int]]:
        """Return what is due today, each with the step to take."""

        @cache
        def step(
            asked_on: date, last_step: int, most: int | None, leave: tuple[Away, ...]
        ) -> int | None:
            return step_due(
                asked_on=asked_on,
                today=self.today,
                last_step=last_step,
                cadence=sorted(self.cadence)[:most],
                calendar=self.calendar,
                returned_on=back_on(leave, self.today),
            )

        stepped = ((one, step(*self._course_of(one))) for one in self.waiting)
        return [(one, taken) for one, taken in stepped if taken is not None]

    def ahead(self, until: date) -> dict[date, list[Waiting]]:
        """Return what will be due on each day from today until another, both included."""

        @cache
        def days(
            asked_on: date, last_step: int, most: int | None, leave: tuple[Away, ...]
        ) -> list[date]:
            steps = steps_ahead(
                asked_on=asked_on,
                today=self.today,
                until=until,
                last_step=last_step,
                cadence=sorted(self.cadence)[:most],
                calendar=self.calendar,
                leave=leave,
            )
            return [day for day, _ in steps]

        found: dict[date, list[Waiting]] = defaultdict(list)
        for one in self.waiting:
            for day in days(*self._course_of(one)):
                found[day].append(one)
        return dict(found)

    def _course_of(self, one: Waiting) -> tuple[date, int, int | None, tuple[Away, ...]]:
        """Return what decides when a request is reminded of: few requests differ in it."""
        most = one.also.most if one.also else None
        return one.asked_on, one.last_step, most, self.leave.get(one.person_id, ())


def outlook(
    today: date,
    *,
    people: Collection[int] | None = None,
    cadence: Sequence[int] | None = None,
    calendar: SchoolCalendar | None = None,
) -> Outlook:
    """Return what is to remind of, seen from a day: by the school's own cadence unless given.

    What waits in other rooms is reminded of by the same e-mail, so it is among it. Seven queries,
    however many people; requests whose reminders are all sent are not even read.
    """
    cadence = SignOffSettings.current().cadence if cadence is None else cadence
    taken = Reminder.objects.filter(request=OuterRef("pk")).order_by("-step").values("step")[:1]
    rows = (
        to_remind(today, people)
        .annotate(last_step=Coalesce(Subquery(taken), 0))
        .filter(last_step__lt=len(cadence))
        .order_by("person_id", "pk")
        .values_list("person_id", "person__full_name", "pk", "round_id", "asked_at", "last_step")
    )
    day_of = cache(timezone.localdate)  # a round asks thousands at one moment
    waiting = [
        Waiting(person, name, request, round_id, day_of(asked_at), last_step)
        for person, name, request, round_id, asked_at, last_step in rows
    ]
    waiting += [
        Waiting(one.person_id, one.full_name, None, None, one.asked_on, one.last_step, one)
        for one in also_waiting(today, people)
        if one.last_step < len(cadence)
    ]
    return Outlook(today, cadence, calendar or school_calendar(), waiting, _leave_of(waiting))


def _leave_of(waiting: Iterable[Waiting]) -> dict[int, tuple[Away, ...]]:
    """Return the leave of each person that could put off a reminder of theirs, in one query."""
    first_asked = min((one.asked_on for one in waiting), default=date.max)
    found: dict[int, tuple[Away, ...]] = {}
    leave = Leave.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first_asked)).order_by("pk")
    for person, starts_on, ends_on in leave.values_list("person_id", "starts_on", "ends_on"):
        found[person] = (*found.get(person, ()), (starts_on, ends_on))
    return found


def sent_on(first: date, last: date) -> dict[date, int]:
    """Return to how many people the cadence has sent reminders on each of some days."""
    runs = ReminderRun.objects.by_cadence().filter(on__range=(first, last), reminded__gt=0)
    return dict(runs.values_list("on", "reminded"))


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
    waiting = Request.objects.no_reply()
    if round_id is not None:
        waiting = waiting.filter(round=round_id)
    away = Leave.objects.in_force(on).values("person_id")
    found = Person.objects.filter(is_active=True, pk__in=waiting.values("person_id")).aggregate(
        no_email=Count("pk", filter=Q(email=None)), away=Count("pk", filter=Q(pk__in=away))
    )
    return Unreachable(**found)


class Forecast(NamedTuple):
    """What is to come by one cadence: to how many people, and when the next ones go."""

    people: int
    next_on: date | None
    next_people: int
    last_on: date | None


def forecast(seen: Outlook, until: date) -> Forecast:
    """Return what the reminders to come add up to, from today until a day."""
    ahead = seen.ahead(until)
    if not ahead:
        return Forecast(0, None, 0, None)
    people = {one.person_id for found in ahead.values() for one in found}
    next_on = min(ahead)
    next_people = {one.person_id for one in ahead[next_on]}
    return Forecast(len(people), next_on, len(next_people), max(ahead))
