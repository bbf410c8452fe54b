"""Who is reminded of what, on which day: worked out from what is outstanding at this moment.

The same few queries serve the daily round itself, the calendar of reminders to come and the
preview of one day, so that what is shown beforehand is what is sent, but for what nobody may see.

A school asks thousands at one moment, so few requests differ in when they are reminded of. They
are read and reckoned by course, and people are counted by the sets that the courses hold.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from acknowledgements.cadence import Leave as Away
from acknowledgements.cadence import back_on, step_due, steps_ahead
from acknowledgements.gathering import Gathered
from acknowledgements.models import ReminderRun, SignOffSettings
from acknowledgements.reach import reachable
from notifications.waiting import AlsoWaiting, also_waiting
from school.calendar import SchoolCalendar
from school.models import Leave, Parenthood
from school.terms import school_calendar

IN_SIGHT = timedelta(days=180)  # the latest reminder after the longest holiday is nearer


class Course(NamedTuple):
    """All that decides on which days reminders go, beside the cadence and the calendar."""

    asked_on: date
    last_step: int
    leave: tuple[Away, ...] = ()
    most: int | None = None


class Thing(NamedTuple):
    """What waits: a round of ours, or in words something of another room."""

    round_id: int | None = None
    what: str = ""
    is_shown: bool = True


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for people whose reminders of it take the same course.

    `requests` are pairs of a person's key and a request's.
    """

    thing: Thing
    course: Course
    requests: list[tuple[int, int]] = field(default_factory=list)
    also: list[AlsoWaiting] = field(default_factory=list)

    @cached_property
    def people(self) -> frozenset[int]:
        asked = frozenset(person for person, _ in self.requests)
        return asked | {one.person_id for one in self.also}


@dataclass(frozen=True)
class Outlook:
    """What is to remind of, seen from one day."""

    today: date
    cadence: Sequence[int]
    calendar: SchoolCalendar
    waiting: Sequence[Waiting]

    def as_shown(self) -> "Outlook":
        """Return what of it staff may see: without what would tell who has not answered."""
        return replace(self, waiting=[one for one in self.waiting if one.thing.is_shown])

    def by(self, cadence: Sequence[int]) -> "Outlook":
        """Return the same by another cadence."""
        return replace(self, cadence=cadence)

    def due(self) -> list[tuple[Waiting, int]]:
        """Return what is due today, each with the step to take."""

        @cache
        def step(course: Course) -> int | None:
            return step_due(
                asked_on=course.asked_on,
                today=self.today,
                last_step=course.last_step,
                cadence=sorted(self.cadence)[: course.most],
                calendar=self.calendar,
                returned_on=back_on(course.leave, self.today),
            )

        stepped = ((one, step(one.course)) for one in self.waiting)
        return [(one, taken) for one, taken in stepped if taken is not None]

    def ahead(self, until: date) -> dict[date, list[Waiting]]:
        """Return what will be due on each day from today until another, both included."""

        @cache
        def days(course: Course) -> list[date]:
            steps = steps_ahead(
                asked_on=course.asked_on,
                today=self.today,
                until=until,
                last_step=course.last_step,
                cadence=sorted(self.cadence)[: course.most],
                calendar=self.calendar,
                leave=course.leave,
            )
            return [day for day, _ in steps]

        found: dict[date, list[Waiting]] = defaultdict(list)
        for one in self.waiting:
            for day in days(one.course):
                found[day].append(one)
        return dict(found)


def people_of(waiting: Iterable[Waiting]) -> frozenset[int]:
    """Return for whom any of this waits: each of them gets one e-mail."""
    return frozenset[int]().union(*(one.people for one in waiting))


def outlook(
    today: date,
    *,
    people: Collection[int] | None = None,
    cadence: Sequence[int] | None = None,
    calendar: SchoolCalendar | None = None,
) -> Outlook:
    """Return what is to remind of, seen from a day: by the school's own cadence unless given.

    What waits in other rooms is reminded of by the same e-mail, so it is among it. Nine queries,
    however many people.
    """
    cadence = SignOffSettings.current().cadence if cadence is None else cadence
    asked, also = list(_asked(today, people)), also_waiting(today, people)
    days = [*(one.asked_on for one in asked), *(one.asked_on for one in also)]
    leave = _leave_since(min(days, default=today))
    found: dict[tuple[Thing, Course], Waiting] = {}

    def place(thing: Thing, course: Course) -> Waiting:
        return found.setdefault((thing, course), Waiting(thing, course))

    for round_id, asked_on, last_step, requests in asked:
        thing, together = Thing(round_id), Course(asked_on, last_step)
        place(thing, together).requests.extend(one for one in requests if one[0] not in leave)
        for person, request in requests:
            if person in leave:
                apart = together._replace(leave=leave[person])
                place(thing, apart).requests.append((person, request))
    for one in also:
        course = Course(one.asked_on, one.last_step, leave.get(one.person_id, ()), one.most)
        place(Thing(None, one.what, one.is_shown), course).also.append(one)
    waiting = [one for one in found.values() if one.people]
    return Outlook(today, cadence, calendar or school_calendar(), waiting)


class Asked(NamedTuple):
    """The requests of one round that were made on one day and are as far with their reminders."""

    round_id: int
    asked_on: date
    last_step: int
    requests: list[tuple[int, int]]


def _asked(on: date, people: Collection[int] | None) -> Iterator[Asked]:
    """Return the requests whose people may be reminded on a day, as `to_remind` has them.

    That a parent may be asked about a child is looked up here, once for all that waits for them:
    the database would look it up for each request anew, and take three times as long.
    """
    ties = Parenthood.objects.asked(on).order_by()
    if people is not None:
        ties = ties.filter(person__in=people)
    may_be_asked = set(ties.values_list("person_id", "child_id"))
    taken = _steps_taken(people)
    columns = {"people": "person_id", "children": "child_id", "keys": "pk"}
    rows = (
        reachable(people)
        .order_by()
        .values_list("round_id", "asked_at")
        .annotate(**{name: Gathered(column) for name, column in columns.items()})
    )
    for round_id, asked_at, persons, children, keys in rows:
        asked_on = timezone.localdate(asked_at)
        by_step: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for person, child, request in zip(persons, children, keys, strict=True):
            if child is None or (person, child) in may_be_asked:
                by_step[taken.get(request, 0)].append((person, request))
        for last_step, found in by_step.items():
            yield Asked(round_id, asked_on, last_step, found)


def _steps_taken(people: Collection[int] | None) -> dict[int, int]:
    """Return the last step taken for each request that had one, in one query."""
    reminded = reachable(people).filter(reminders__isnull=False).order_by("reminders__step")
    by_step = reminded.values_list("reminders__step").annotate(keys=Gathered("pk"))
    taken: dict[int, int] = {}
    for step, requests in by_step:
        taken.update(dict.fromkeys(requests, step))
    return taken


def _leave_since(first: date) -> dict[int, tuple[Away, ...]]:
    """Return the leave of each person that was not over before a day, in one query."""
    found: dict[int, tuple[Away, ...]] = {}
    leave = Leave.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first)).order_by("pk")
    for person, starts_on, ends_on in leave.values_list("person_id", "starts_on", "ends_on"):
        found[person] = (*found.get(person, ()), (starts_on, ends_on))
    return found


def sent_on(first: date, last: date) -> dict[date, int]:
    """Return to how many people the cadence has sent reminders on each of some days."""
    runs = ReminderRun.objects.by_cadence().filter(on__range=(first, last), reminded__gt=0)
    return dict(runs.values_list("on", "reminded"))


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
    everybody = people_of(one for found in ahead.values() for one in found)
    next_on = min(ahead)
    return Forecast(len(everybody), next_on, len(people_of(ahead[next_on])), max(ahead))
