"""Telling people that a service is to be looked at again (C4)."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from approvals.models import Approval
from approvals.vocabulary import State
from notifications.models import Message
from notifications.outbox import enqueue_many
from policies.reviews import Step, step_on
from school.models import Person, Role

# A little more than the two months before which nobody is told.
IN_SIGHT = timedelta(days=63)


@transaction.atomic
def remind_of_reviews(*, on: date | None = None) -> None:
    """Tell owner and Headteacher two months, one month and a week before, and once when overdue.

    Of what the Headteacher asked for, the chair is told as well. Run twice, it is told once.
    """
    on = on or timezone.localdate()
    near = Approval.objects.filter(state=State.APPROVED, review_on__lte=on + IN_SIGHT)
    heads = list(Person.objects.holding(Role.HEADTEACHER))
    chairs = list(Person.objects.holding(Role.CHAIR))
    here = set(Person.objects.holding(*Role).values_list("pk", flat=True))
    messages = []
    for approval in near.select_related("owner", "asked_by"):
        day = approval.review_on
        if day is None or (step := step_on(on, day)) is None:
            continue
        told = {*heads, *(chairs if approval.asked_by in heads else ())}
        told |= {approval.owner} if approval.owner.pk in here else set()
        messages += [
            _message(approval, step, day, person)
            for person in sorted(told, key=lambda person: person.pk)
            if person.email
        ]
    enqueue_many(messages)


def _message(approval: Approval, step: Step, day: date, person: Person) -> Message:
    return Message(
        once=f"service-review:{approval.pk}:{step}:{day}:{person.pk}",
        template="service_review_overdue" if step == Step.OVERDUE else "service_review_due",
        recipient=person,
        address=person.email or "",
        context={
            "path": reverse("approvals:approval", args=[approval.pk]),
            "service": approval.name,
            "day": date_format(day),
        },
    )
