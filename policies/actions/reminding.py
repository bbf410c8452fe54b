"""Telling people of reviews that come near or are overdue (P6)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from notifications.models import Message
from notifications.outbox import enqueue_many
from policies.models import Version
from policies.reviews import Step, step_on
from school.models import Person, Role

# A little more than the two months before which nobody is told.
IN_SIGHT = timedelta(days=63)

WATCH = (Role.HEADTEACHER, Role.CLERK)


@transaction.atomic
def remind_of_reviews(*, on: date | None = None) -> None:
    """Tell whoever answers for a policy that its review is near; return how many messages wait.

    The owner is told, as long as they have a part in the school; without one the Headteacher and
    the clerk are, and they too when a review is overdue. Run twice, it is told once: a message is
    the same for one version, step, review day and person. Costs the same however many there are.
    """
    on = on or timezone.localdate()
    due = Version.objects.published().filter(next_review_on__lte=on + IN_SIGHT)
    watching = list(Person.objects.holding(*WATCH))
    here = set(Person.objects.holding(*Role).values_list("pk", flat=True))
    messages = []
    for version in due.select_related("policy__owner"):
        day = version.next_review_on
        if day is None or (step := step_on(on, day)) is None:
            continue
        owner = version.policy.owner
        told = {owner.pk: owner} if owner and owner.pk in here else {}
        if not told or step == Step.OVERDUE:
            told |= {person.pk: person for person in watching}
        messages += [
            _message(version, step, day, person) for person in told.values() if person.email
        ]
    enqueue_many(messages)


def _message(version: Version, step: Step, day: date, person: Person) -> Message:
    template = "policy_review_overdue" if step == Step.OVERDUE else "policy_review_due"
    return Message(
        once=f"policy-review:{version.pk}:{step}:{day}:{person.pk}",
        template=template,
        recipient=person,
        address=person.email or "",
        context={
            "path": version.get_work_url(),
            "policy": version.title,
            "day": date_format(day),
        },
        due_at=timezone.now(),
    )
