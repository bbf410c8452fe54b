"""Reminding: gently, on school days, and never after somebody has signed (A6)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from acknowledgements.actions.messages import write_to
from acknowledgements.cadence import step_due
from acknowledgements.models import Reminder, Request, RequestQuerySet, Round, SignOffSettings
from acknowledgements.permissions import can_chase
from audit import chain
from notifications import outbox
from notifications.models import Message
from school.access import require
from school.calendar import SchoolCalendar
from school.models import Person, Role
from school.terms import school_calendar


def remind(*, on: date) -> int:
    """Send the reminders that are due on a day, one e-mail a person; return how many were sent.

    Then the Head is told, once a round, how many have not replied by its date. Safe to run again,
    and by several workers at once: a reminder is sent by whoever takes its step first.
    """
    calendar = school_calendar()
    due = _steps_due(Request.objects.no_reply(), on, calendar)
    people = {request.person_id for request, _ in due}
    sent = sum(_remind_person(person, on, calendar) for person in sorted(people))
    _tell_head(on, calendar)
    return sent


@transaction.atomic
def _remind_person(person_id: int, on: date, calendar: SchoolCalendar) -> int:
    # Signing takes the same lock: what was signed a moment ago is seen here.
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    due = _steps_due(Request.objects.no_reply().of(person), on, calendar)
    if not due or not person.email:
        return 0
    Reminder.objects.bulk_create(
        [Reminder(request=request, step=step, sent_on=on) for request, step in due],
        ignore_conflicts=True,
    )
    return _write_reminders([person], on)


def _steps_due(
    requests: RequestQuerySet, on: date, calendar: SchoolCalendar
) -> list[tuple[Request, int]]:
    """Return the requests with a reminder due on a day, and its step."""
    cadence = SignOffSettings.current().cadence
    counted = requests.annotate(last_step=Coalesce(Max("reminders__step"), 0))
    due = [
        (
            request,
            step_due(
                asked_on=timezone.localdate(request.asked_at),
                today=on,
                last_step=request.last_step,
                cadence=cadence,
                calendar=calendar,
            ),
        )
        for request in counted
    ]
    return [(request, step) for request, step in due if step is not None]


def _write_reminders(people: Iterable[Person], on: date) -> int:
    """Queue the reminder of a day: one e-mail a person a day, by whichever way it came about."""
    return write_to(
        list(people),
        at_school="reminder",
        by_link="reminder",
        once=lambda person: f"reminder:{person.pk}:{on}",
    )


@transaction.atomic
def chase(*, chased: Round, by: Person, on: date) -> int:
    """Remind everybody in a round who has not replied, today; return how many were written to.

    `on` is today. It counts as no step of the cadence, and works once a day, on school days.
    """
    chased = Round.objects.select_for_update(no_key=True).get(pk=chased.pk)
    require(can_chase(by, chased, school_calendar(), on))

    chased.chased_on = on
    chased.save(update_fields=["chased_on"])
    waiting = Request.objects.no_reply().filter(round=chased).values("person_id")
    sent = _write_reminders(Person.objects.filter(pk__in=waiting).exclude(email=None), on)
    chain.record("acknowledgements.round.chased", by=by, on=chased, sent=sent)
    return sent


@transaction.atomic
def _tell_head(on: date, calendar: SchoolCalendar) -> None:
    """Tell the Head of each round in which the last reminder and the date have passed: a count."""
    if not calendar.is_school_day(on):
        return
    last_reminder = max(SignOffSettings.current().cadence)
    overdue = Request.objects.no_reply().filter(due_on__lt=on)
    late = Counter(
        round_id
        for round_id, asked_at in overdue.values_list("round_id", "asked_at")
        if calendar.add_school_days(timezone.localdate(asked_at), last_reminder) < on
    )
    heads = Person.objects.holding(Role.HEADTEACHER).exclude(email=None)
    outbox.enqueue_many(
        [
            Message(
                once=f"not-replied:{round_id}:{head.pk}",
                template="not_replied",
                recipient=head,
                address=head.email or "",
                context={
                    "path": reverse("acknowledgements:board_round", args=[round_id]),
                    "count": count,
                },
            )
            for round_id, count in late.items()
            for head in heads
        ]
    )
