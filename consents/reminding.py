"""Open questions about pictures, as they join the one reminder of all that waits (A6, C1).

Silence stays a no: a reminder asks, and changes nothing.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from consents.models import Asking
from notifications.waiting import AlsoWaiting

KIND = "consents.asking"
WHAT = "Permissions for pictures"


def when_waiting_asked_for(
    *, on: date, people: Collection[int] | None, **kwargs: Any
) -> list[AlsoWaiting]:
    """Return for which children parents have not answered all about pictures: one query."""
    open_ones = Asking.objects.to_answer(on).filter(person__email__isnull=False)
    if people is not None:
        open_ones = open_ones.filter(person__in=people)
    rows = open_ones.order_by("person_id", "pk").values_list(
        "pk",
        "person_id",
        "person__full_name",
        "asked_at",
        "last_step",
        "reminded_on",
        "child__full_name",
    )
    return [
        AlsoWaiting(KIND, key, person, name, timezone.localdate(asked_at), step, sent, WHAT, child)
        for key, person, name, asked_at, step, sent, child in rows
    ]


def when_steps_taken(
    *, taken: Collection[tuple[AlsoWaiting, int]], on: date, **kwargs: Any
) -> None:
    """Note of which children's pictures parents were reminded; a step that is taken stays so."""
    for step in {step for _, step in taken}:
        keys = [one.key for one, number in taken if number == step and one.kind == KIND]
        Asking.objects.filter(pk__in=keys, last_step__lt=step).update(
            last_step=step, reminded_on=on
        )
