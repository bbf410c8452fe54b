"""The list of cases of whoever handles them: narrowed, in the order of their clocks, page by page.

It costs as much with a hundred cases as with a hundred thousand. Each way by which a case comes to
a person is read in order from an index of its own, no further than the first few hundred, and what
is found is put together here. Nobody turns more pages than that: beyond it the page says to narrow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from incidents.models import Case, CaseClaim, CaseQuerySet, Kind, State, SubjectKind
from incidents.models.case import OVER, RESTING
from school.models import Person

MOST = 250
SOON = timedelta(days=7)


class Clock(StrEnum):
    """When the next step is due."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    RESTING = "resting"

    @property
    def label(self) -> str:
        return CLOCK_LABELS[self]


CLOCK_LABELS = {
    Clock.LATE: "Late",
    Clock.TODAY: "Due today",
    Clock.SOON: "Due in the next 7 days",
    Clock.RESTING: "Nothing due",
}


class Whose(StrEnum):
    """Who is on it."""

    MINE = "mine"
    NOBODY = "nobody"
    OTHERS = "others"

    @property
    def label(self) -> str:
        return WHOSE_LABELS[self]


WHOSE_LABELS = {
    Whose.MINE: "I am on it",
    Whose.NOBODY: "Nobody is on it yet",
    Whose.OTHERS: "Somebody else is on it",
}

OFFERED: dict[str, tuple[str, ...]] = {
    "state": tuple(State.values),
    "kind": tuple(Kind.values),
    "about": tuple(SubjectKind.values),
    "clock": tuple(Clock),
    "whose": tuple(Whose),
}


@dataclass(frozen=True)
class Wanted:
    """How somebody has narrowed the list; without a state, to what is open."""

    state: str = ""
    kind: str = ""
    about: str = ""
    clock: str = ""
    whose: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        """Return what an address or a form asks for; what is not offered is left out."""
        given = {name: asked.get(name, "") for name in OFFERED}
        return cls(**{name: value for name, value in given.items() if value in OFFERED[name]})

    def choices(self) -> dict[str, str]:
        """Return what was chosen, as the address carries it: nothing about any case."""
        return {name: value for name in OFFERED if (value := getattr(self, name))}

    def narrow(self, cases: CaseQuerySet, person: Person, now: datetime) -> CaseQuerySet:
        cases = cases.filter(state=self.state) if self.state else cases.filter(queue_at__lt=OVER)
        if self.kind:
            cases = cases.filter(kind=self.kind)
        if self.about:
            cases = cases.filter(subject_kind=self.about)
        if self.clock:
            cases = cases.filter(CLOCKS[Clock(self.clock)](now))
        if self.whose:
            cases = cases.filter(WHOSE[Whose(self.whose)](person))
        return cases


class Place(NamedTuple):
    """Where one case stands in the list, and what the counts above it need to know."""

    queue_at: datetime
    pressing: float
    pk: UUID
    on_it: int | None


@dataclass(frozen=True)
class Sums:
    """How many open cases there are, as far as they were counted, to lead to each part of them."""

    open: int
    late: int
    today: int
    mine: int
    nobody: int
    are_more: bool


def places(person: Person, wanted: Wanted, now: datetime, *roles: str) -> list[Place]:
    """Return the places of the first of these cases that a person may see, one more than MOST.

    With roles, of those only that come to them by holding these.
    """
    cases = Case.objects.all()
    held = person.roles().intersection(roles)
    ways = cases.ways_as(person, held) if roles else cases.ways_to(person)
    claims = CaseClaim.objects.in_force().filter(case=OuterRef("pk"))
    who = Subquery(claims.values("person_id")[:1])
    found: set[Place] = set()
    for way in ways:
        theirs = cases.filter(way).not_kept_from(person).annotate(on_it=who)
        narrowed = wanted.narrow(theirs, person, now).by_clock()
        columns = ("queue_at", "received_at", "pk", "on_it")
        for queue_at, received_at, pk, on_it in narrowed.values_list(*columns)[: MOST + 1]:
            found.add(Place(queue_at, -received_at.timestamp(), pk, on_it))
    return sorted(found, key=lambda place: place[:3])[: MOST + 1]


def sums(found: list[Place], person: Person, now: datetime) -> Sums:
    """Count what was found of a person's open cases."""
    tonight = _midnight(now)
    return Sums(
        open=min(len(found), MOST),
        late=sum(place.queue_at < now for place in found),
        today=sum(now <= place.queue_at < tonight for place in found),
        mine=sum(place.on_it == person.pk for place in found),
        nobody=sum(place.on_it is None for place in found),
        are_more=len(found) > MOST,
    )


def in_order(person: Person, pks: list[UUID]) -> list[Case]:
    """Return these cases in this order, those of them that the person may see."""
    known = Case.objects.visible_to(person).in_bulk(pks)
    return [known[pk] for pk in pks if pk in known]


def _midnight(now: datetime) -> datetime:
    day = timezone.localtime(now) + timedelta(days=1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


CLOCKS: dict[Clock, Callable[[datetime], Q]] = {
    Clock.LATE: lambda now: Q(queue_at__lt=now),
    Clock.TODAY: lambda now: Q(queue_at__gte=now, queue_at__lt=_midnight(now)),
    Clock.SOON: lambda now: Q(queue_at__gte=now, queue_at__lt=now + SOON),
    Clock.RESTING: lambda now: Q(queue_at__gte=RESTING),
}
WHOSE: dict[Whose, Callable[[Person], Q]] = {
    # The claim itself as well: few are somebody's, so a database begins with those.
    Whose.MINE: lambda person: Q(claim__person=person, on_it=person.pk),
    Whose.NOBODY: lambda person: Q(on_it=None),
    Whose.OTHERS: lambda person: ~Q(on_it=None) & ~Q(on_it=person.pk),
}
