"""Whose slips are printed together: one person's, a class's, or everybody's who has not replied."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, Min, OuterRef, Q

from acknowledgements.models import Capacity, Request, RequestQuerySet, Round
from school.models import Parenthood


class Whom(StrEnum):
    NO_EMAIL = "no_email"
    CLASS = "class"
    EVERYBODY = "everybody"
    PERSON = "person"


@dataclass(frozen=True)
class Batch:
    """For whom slips are wanted; the class or person is given where `whom` asks for one."""

    whom: Whom = Whom.NO_EMAIL
    school_class: int | None = None
    person: int | None = None

    def requests(self, asked: Round) -> RequestQuerySet:
        """Return what waits in a round for those of the batch."""
        waiting = still_asked(Request.objects.outstanding().filter(round=asked))
        if self.whom == Whom.NO_EMAIL:
            return waiting.filter(person__email=None)
        if self.whom == Whom.PERSON:
            return waiting.filter(person=self.person)
        if self.whom == Whom.CLASS:
            # Their parents; on the slip stand all children of that parent, in other classes too.
            in_class = waiting.filter(child__school_class=self.school_class)
            return waiting.filter(capacity=Capacity.PARENT, person__in=in_class.values("person"))
        return waiting


@dataclass
class Place:
    """One slip: a person in one capacity, for a parent with their own children's names."""

    person_id: int
    name: str
    capacity: Capacity
    first: int  # the request by which the slip is found again
    children: list[tuple[str, str]] = field(default_factory=list)  # name, class


def still_asked(requests: RequestQuerySet) -> RequestQuerySet:
    """Leave out what is asked about a child whose parent may not be asked about it today."""
    ties = Parenthood.objects.asked().filter(person=OuterRef("person"), child=OuterRef("child"))
    return requests.filter(Q(child=None) | Exists(ties))


def places(asked: Round, batch: Batch) -> list[Place]:
    """Return the slips of a batch, by class and child for parents, else by name; in two queries.

    A parent has one slip however many children they have. It hangs on the first request that they
    ever had in this round, so that a slip printed again keeps its code.
    """
    waiting = batch.requests(asked)
    everything = Request.objects.filter(round=asked)  # narrowed, it would cost far more
    firsts = {
        (person, capacity): first
        for person, capacity, first in everything.values_list("person", "capacity")
        .annotate(first=Min("pk"))
        .order_by()
    }
    found: dict[tuple[int, str], Place] = {}
    rows = waiting.order_by("child__school_class__name", "child__full_name", "person__full_name")
    for person, name, capacity, child, school_class in rows.values_list(
        "person", "person__full_name", "capacity", "child__full_name", "child__school_class__name"
    ):
        key = (person, capacity)
        place = found.setdefault(key, Place(person, name, Capacity(capacity), firsts[key]))
        if child:
            place.children.append((child, school_class or ""))
    by_capacity: dict[str, list[Place]] = defaultdict(list)
    for place in found.values():
        by_capacity[place.capacity].append(place)
    return [place for capacity in Capacity for place in by_capacity[capacity]]
