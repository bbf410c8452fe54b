"""How many people a confirmation would ask: what somebody sees before they send it."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils import timezone

from acknowledgements.models import Capacity
from acknowledgements.places import Scope
from school.models import Leave, Person


@dataclass(frozen=True)
class Forecast:
    """Whom it would ask today: places by capacity, and people, each of whom gets one e-mail."""

    by_capacity: tuple[tuple[Capacity, int], ...]
    people: int
    without_email: int
    on_leave: int
    asked_already: int

    @property
    def by_email(self) -> int:
        return self.people - self.without_email


def forecast(scope: Scope) -> Forecast:
    """Return how many people a round with this scope would ask today."""
    today = timezone.localdate()
    to_ask = scope.to_ask(today)
    counts = [(Capacity(each.capacity), each.places().count()) for each in to_ask]
    everybody = sum(each.places().count() for each in scope.sources(today))
    anybody = reduce(or_, (Q(pk__in=each.rows.values("person_id")) for each in to_ask))
    away = Q(pk__in=Leave.objects.in_force(today).values("person_id"))
    people = Person.objects.filter(anybody).aggregate(
        all=Count("pk"),
        without_email=Count("pk", filter=Q(email=None)),
        on_leave=Count("pk", filter=away),
    )
    return Forecast(
        tuple((capacity, count) for capacity, count in counts if count),
        people["all"],
        people["without_email"],
        people["on_leave"],
        everybody - sum(count for _, count in counts),
    )
