"""What the board counts, each in a number of queries that does not grow with people or policies."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from acknowledgements.audience import audience_of
from acknowledgements.board import rows
from acknowledgements.board.finding import finding
from acknowledgements.board.tally import Tally, total
from acknowledgements.models import Capacity, Reply, RequestQuerySet, Round
from policies.models import Audience
from school.models import Leave, SchoolClass


@dataclass(frozen=True)
class Part:
    """How one audience has replied."""

    capacity: Capacity
    tally: Tally

    @property
    def name(self) -> str:
        return str(Audience(audience_of(self.capacity)).label)

    @property
    def is_required(self) -> bool:
        """Tell whether they have to sign (A3): parents are only invited."""
        return self.capacity != Capacity.PARENT


@dataclass(frozen=True)
class Coverage:
    """How far sign-off has come: audience by audience, those who have to sign apart from others."""

    parts: tuple[Part, ...] = ()
    of_many: bool = False

    @property
    def all(self) -> Tally:
        return total(part.tally for part in self.parts)

    @property
    def required(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_required)

    @property
    def invited(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.is_required)

    @property
    def required_in_all(self) -> Tally:
        return total(part.tally for part in self.required)

    @property
    def by_capacity(self) -> dict[str, Tally]:
        return {part.capacity.value: part.tally for part in self.parts}

    @property
    def columns(self) -> list[Part]:
        """Return a part for every audience there is; nobody is asked in those left out."""
        found = self.by_capacity
        return [Part(capacity, found.get(capacity.value, Tally())) for capacity in Capacity]

    @property
    def finding(self) -> str:
        """Say in a sentence or two what the numbers show."""
        parts = [(part.capacity.value, part.tally) for part in self.parts]
        return finding(parts, of_many=self.of_many)


def coverage_of(
    rounds: Collection[Round], among: RequestQuerySet | None = None
) -> dict[int, Coverage]:
    """Return the coverage of each round, in two queries; `among` those rows, else among all."""
    among = rows.counted() if among is None else among
    found = tallies(among.filter(round__in=rounds), "round_id", "capacity")
    return {
        one.pk: Coverage(
            tuple(
                Part(capacity, found[one.pk, capacity.value])
                for capacity in Capacity
                if (one.pk, capacity.value) in found
            )
        )
        for one in rounds
    }


def together(coverages: Iterable[Coverage]) -> Coverage:
    """Return the coverage of several rounds added up."""
    sums: dict[Capacity, Tally] = defaultdict(Tally)
    for each in coverages:
        for part in each.parts:
            sums[part.capacity] += part.tally
    return Coverage(tuple(Part(c, sums[c]) for c in Capacity if c in sums), of_many=True)


def tallies(requests: RequestQuerySet, *by: str) -> dict[tuple, Tally]:
    """Count rows by reply for each value of some fields: one query, and one for who is away."""
    numbers: dict[tuple, dict[str, int]] = defaultdict(dict)
    for *key, reply, number in _counted(requests, *by, "reply"):
        numbers[tuple(key)][reply] = number
    for *key, number in _counted(requests.filter(reply=Reply.NONE, person__in=_away()), *by):
        numbers[tuple(key)]["away"] = number
    return {key: Tally(**found) for key, found in numbers.items()}


def _away() -> Any:
    return Leave.objects.in_force().values("person_id")


def _counted(requests: RequestQuerySet, *by: str) -> Iterable[Any]:
    return requests.order_by().values_list(*by).annotate(Count("pk"))


@dataclass(frozen=True)
class ClassCount:
    """How the parents of one class have replied; `school_class` None: children without a class."""

    school_class: SchoolClass | None
    tally: Tally
    children: int
    children_signed: int  # for whom at least one parent has signed

    @property
    def name(self) -> str:
        return self.school_class.name if self.school_class else "No class yet"

    @property
    def key(self) -> str:
        """Return the class as a filter names it."""
        return str(self.school_class.pk) if self.school_class else "none"


def by_class(requests: RequestQuerySet) -> list[ClassCount]:
    """Count parents' rows class by class, by name; in three queries."""
    parents = requests.filter(capacity=Capacity.PARENT).order_by()
    signed = Q(reply=Reply.SIGNED)
    counted: list[Any] = list(
        parents.values("child__school_class").annotate(
            **{reply.value: Count("pk", filter=Q(reply=reply)) for reply in Reply},
            children=Count("child", distinct=True),
            children_signed=Count("child", distinct=True, filter=signed),
        )
    )
    waiting = parents.filter(reply=Reply.NONE, person__in=_away())
    away = dict(_counted(waiting, "child__school_class"))
    keys = [row["child__school_class"] for row in counted]
    classes = SchoolClass.objects.in_bulk([key for key in keys if key])
    found = [
        ClassCount(
            school_class=classes.get(row["child__school_class"]),
            tally=Tally(
                **{reply.value: row[reply.value] for reply in Reply},
                away=away.get(row["child__school_class"], 0),
            ),
            children=row["children"],
            children_signed=row["children_signed"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda one: (one.school_class is None, one.name))
