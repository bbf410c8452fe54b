"""Who is to be asked today: the table in `audience.py`, put to the database about everybody.

A place is one person in one capacity, and for a parent one child. A round asks for the places of
its audiences, less those that are settled:

- In the round of a version's publication a place is settled by a signature on this text, or on one
  that differs from it by corrections only (P5).
- In a confirmation only a signature since it began settles a place. Nor is somebody asked twice who
  is asked for the same text elsewhere, and has not replied there or has done so since.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from acknowledgements.audience import asked_as
from acknowledgements.models import Acknowledgement, Capacity, Reply, Request, Round
from policies.models import Version
from school.models import Parenthood, RoleAssignment

Rows = QuerySet[Any]  # of RoleAssignment, or for parents of Parenthood


@dataclass(frozen=True)
class Source:
    """The rows behind the places of one capacity: roles held, or ties to children."""

    capacity: str
    rows: Rows

    @property
    def is_of_parents(self) -> bool:
        return self.capacity == Capacity.PARENT

    def places(self) -> Rows:
        """Return one row a place, with its person, and for a parent the child."""
        return self.rows.values(*self._columns).distinct()

    @property
    def _columns(self) -> tuple[str, ...]:
        return ("person_id", "child_id") if self.is_of_parents else ("person_id",)

    def with_first_day(self) -> Rows:
        """Return the places, with the first day on which the person had this part."""
        first = F("child__admitted_on") if self.is_of_parents else Min("starts_on")
        return self.rows.values(*self._columns).annotate(first_day=first)

    def holds(self) -> Q:
        """Return which requests are for one of these places, whatever has come of them."""
        if not self.is_of_parents:
            return Q(capacity=self.capacity, person__in=self.rows.values("person_id"))
        tie = self.rows.filter(person=OuterRef("person_id"), child=OuterRef("child_id"))
        return Q(Exists(tie), capacity=self.capacity)


@dataclass(frozen=True)
class Scope:
    """Whom a round asks, whether it is open or only thought of."""

    version: Version
    audiences: Collection[str]
    classes: Collection[int] = ()
    counts_from: datetime | None = None
    round: Round | None = None

    @classmethod
    def of(cls, asked: Round) -> "Scope":
        return cls(
            asked.version,
            asked.asked_audiences,
            tuple(asked.classes.values_list("pk", flat=True)) if asked.is_confirmation else (),
            asked.counts_from,
            asked,
        )

    def sources(self, on: date) -> list[Source]:
        """Return where the places of these audiences come from, on a day."""
        return [
            Source(capacity, self._rows(members, capacity, on))
            for members, capacity in asked_as(self.audiences)
        ]

    def _rows(self, members: Collection[str], capacity: str, on: date) -> Rows:
        if capacity != Capacity.PARENT:
            held = RoleAssignment.objects.in_force(on).filter(person__is_active=True)
            return held.filter(role__in=sorted(members))
        ties = Parenthood.objects.asked(on)
        return ties.filter(child__school_class__in=self.classes) if self.classes else ties

    def to_ask(self, on: date) -> list[Source]:
        """Return the same, narrowed to the places that this round does not ask yet, and should."""
        return [Source(each.capacity, self._unsettled(each)) for each in self.sources(on)]

    def _unsettled(self, source: Source) -> Rows:
        asked_here = Exists(self._of_outer(source, Request.objects.filter(round=self.round)))
        return source.rows.filter(~self.settled(source), ~asked_here)

    def settled(self, source: Source) -> Q:
        """Return which rows, of people in a source or of its requests, need not be asked."""
        signed = Acknowledgement.objects.filter(
            version__policy=self.version.policy_id, version__number__gte=self._last_material
        )
        if self.counts_from is None:
            return Q(Exists(self._of_outer(source, signed)))
        began = self.counts_from
        since = Q(dated_on=None, signed_at__gte=began) | Q(dated_on__gte=timezone.localdate(began))
        elsewhere = (
            Request.objects.live()
            .filter(round__version=self.version)
            .filter(Q(reply__in=[Reply.NONE, Reply.QUESTION]) | Q(replied_at__gte=began))
        )
        if self.round is not None:
            elsewhere = elsewhere.exclude(round=self.round)
        return Q(Exists(self._of_outer(source, signed.filter(since)))) | Q(
            Exists(self._of_outer(source, elsewhere))
        )

    def _of_outer(self, source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow sign-offs or requests to the place that the outer row stands for."""
        own = rows.filter(person=OuterRef("person_id"), capacity=source.capacity)
        return own.filter(child=OuterRef("child_id")) if source.is_of_parents else own

    @cached_property
    def _last_material(self) -> int:
        """Return the number of the version since which only corrections were made."""
        material = Version.objects.public().filter(
            policy=self.version.policy_id, number__lte=self.version.number, must_be_signed=True
        )
        number: int | None = material.aggregate(Max("number"))["number__max"]
        return number or self.version.number
