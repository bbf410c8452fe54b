"""Open questions about pictures, as they join the one reminder of all that waits (A6, C1, C3).

Silence stays a no: a reminder asks, and changes nothing. Of another family's picture a parent is
reminded once, and nobody sees beforehand who: what a parent answered is on no page.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from consents.models import Asking, SharedQuestion
from notifications.waiting import AlsoWaiting

KIND, SHARED = "consents.asking", "consents.shared"
WHAT, WHAT_SHARED = "Permissions for pictures", "Another family’s picture"


def when_waiting_asked_for(
    *, on: date, people: Collection[int] | None, **kwargs: Any
) -> list[AlsoWaiting]:
    """Return what parents have not answered about pictures: two queries."""
    return [*_permissions(on, people), *_shared(on, people)]


def _permissions(on: date, people: Collection[int] | None) -> list[AlsoWaiting]:
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


def _shared(on: date, people: Collection[int] | None) -> list[AlsoWaiting]:
    open_ones = SharedQuestion.objects.to_answer(on).filter(person__email__isnull=False)
    if people is not None:
        open_ones = open_ones.filter(person__in=people)
    return [
        AlsoWaiting(
            SHARED,
            one.pk,
            one.person_id,
            one.person.full_name,
            timezone.localdate(one.asked_at),
            one.last_step,
            one.reminded_on,
            WHAT_SHARED,
            "",
            most=1,
            is_shown=False,
        )
        for one in open_ones.select_related("person").order_by("person_id", "pk")
    ]


def when_steps_taken(
    *, taken: Collection[tuple[AlsoWaiting, int]], on: date, **kwargs: Any
) -> None:
    """Note of what parents were reminded; a step that is taken stays so."""
    for kind, rows in ((KIND, Asking.objects), (SHARED, SharedQuestion.objects)):
        for step in {step for one, step in taken if one.kind == kind}:
            keys = [one.key for one, number in taken if number == step and one.kind == kind]
            rows.filter(pk__in=keys, last_step__lt=step).update(last_step=step, reminded_on=on)
