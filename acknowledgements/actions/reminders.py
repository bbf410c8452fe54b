"""Reminding: gently, on school days, and never after somebody has signed (A6)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone

from acknowledgements.actions.messages import write_to
from acknowledgements.cadence import MOST
from acknowledgements.models import Reminder, ReminderRun, Request, SignOffSettings
from acknowledgements.outlook import outlook, people_of
from notifications import outbox
from notifications.models import Message
from notifications.waiting import take_steps
from school.calendar import SchoolCalendar
from school.models import Leave, Person, Role
from school.terms import school_calendar


def is_reminded(on: date) -> bool:
    """Tell whether the reminders of a day have all been queued."""
    return ReminderRun.objects.by_cadence().filter(on=on, finished_at__isnull=False).exists()


def remind(*, on: date) -> int:
    """Send the reminders that are due on a day, one e-mail a person; return how many were sent.

    Then the Head is told, once a round, how many have not replied by its date. It goes from batch
    to batch, each a transaction of its own: safe to run again after it was stopped anywhere, and
    by several workers at once, since a reminder is sent by whoever takes its step first.
    """
    calendar = school_calendar()
    run, _ = ReminderRun.objects.get_or_create(on=on, by=None)
    due = people_of(one for one, _ in outlook(on, calendar=calendar).due())
    sent = sum(_remind_some(people, run, calendar) for people in batches(sorted(due)))
    _tell_head(on, calendar)
    ReminderRun.objects.unfinished().filter(pk=run.pk).update(finished_at=timezone.now())
    return sent


@transaction.atomic
def _remind_some(keys: Collection[int], run: ReminderRun, calendar: SchoolCalendar) -> int:
    # Signing takes the same locks: what was signed a moment ago is seen here.
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    people = {person.pk: person for person in held}
    due = outlook(run.on, people=list(people), calendar=calendar).due()
    Reminder.objects.bulk_create(
        [
            Reminder(request_id=request, step=step, sent_on=run.on)
            for one, step in due
            for _, request in one.requests
        ],
        ignore_conflicts=True,
    )
    take_steps([(thing, step) for one, step in due for thing in one.also], run.on)
    sent = write_reminders([people[key] for key in people_of(one for one, _ in due)], run.on)
    ReminderRun.objects.filter(pk=run.pk).update(reminded=F("reminded") + sent)
    return sent


def batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Return keys of people a few hundred at a time: what one transaction deals with."""
    size = settings.REMINDERS_AT_A_TIME
    return (keys[start : start + size] for start in range(0, len(keys), size))


def write_reminders(people: Iterable[Person], on: date) -> int:
    """Queue the reminder of a day: one e-mail a person a day, by whichever way it came about."""
    return write_to(
        list(people),
        at_school="reminder",
        by_link="reminder",
        once=lambda person: f"reminder:{person.pk}:{on}",
    )


def day_of(reminder: Message) -> date:
    """Return the day whose reminder an e-mail is."""
    return date.fromisoformat(reminder.once.rpartition(":")[2])


@transaction.atomic
def _tell_head(on: date, calendar: SchoolCalendar) -> None:
    """Tell the Head of each round in which the last reminder and the date have passed: a count."""
    if not calendar.is_school_day(on):
        return
    last_reminder = max(SignOffSettings.current().cadence[:MOST])
    away = Leave.objects.in_force(on).values("person_id")
    overdue = Request.objects.no_reply().filter(due_on__lt=on).exclude(person__in=away)
    asked = overdue.order_by().values_list("round", "asked_at").annotate(Count("pk"))
    late: Counter[int] = Counter()
    for round_id, asked_at, number in asked:
        if calendar.add_school_days(timezone.localdate(asked_at), last_reminder) < on:
            late[round_id] += number
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
