"""How far a round's invitations have come."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from acknowledgements.models import Reply, Request, Round
from school.models import Leave


@dataclass(frozen=True)
class Progress:
    """How many people of a round have been written to, and how many not yet, or not by e-mail."""

    people: int = 0
    written: int = 0
    without_email: int = 0
    on_leave: int = 0
    waiting: int = 0

    @property
    def is_under_way(self) -> bool:
        return self.waiting > 0


def progress_of(rounds: Collection[Round]) -> dict[int, Progress]:
    """Return the progress of many rounds, by key, in one query. Those who left do not count.

    Somebody who is on leave waits for nothing here: their invitation goes when they are back. A
    round that is closed has none under way.
    """
    people = Count("person", distinct=True)
    away = Q(person__in=Leave.objects.in_force().values("person_id"))
    unwritten = Q(invited_at=None, reply=Reply.NONE, round__closed_at=None)
    done = Q(invited_at__isnull=False)
    counted = (
        Request.objects.filter(round__in=rounds, stopped_at=None)
        .values("round_id")
        .annotate(
            people=people,
            written=Count("person", distinct=True, filter=done & Q(person__email__isnull=False)),
            without_email=Count("person", distinct=True, filter=done & Q(person__email=None)),
            on_leave=Count("person", distinct=True, filter=unwritten & away),
            waiting=Count("person", distinct=True, filter=unwritten & ~away),
        )
        .order_by()
    )
    numbers = ("people", "written", "without_email", "on_leave", "waiting")
    found = {row[0]: Progress(*row[1:]) for row in counted.values_list("round_id", *numbers)}
    return {one.pk: found.get(one.pk, Progress()) for one in rounds}
