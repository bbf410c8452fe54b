"""Reminding parents that some services are not for young children, and keeping proof of it (M8)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from acknowledgements import ages
from acknowledgements.age_reminders import ages_of, count_of, message_about, parents_to_remind
from acknowledgements.models import AgeReminder, AgeReminderSent, SignOffSettings
from acknowledgements.permissions import (
    can_change_age_reminder,
    can_remind_of_ages,
    can_send_age_reminder,
)
from audit import chain
from notifications import outbox
from notifications.models import Message
from school.access import require
from school.calendar import SchoolCalendar
from school.errors import DomainError
from school.models import Person, Service, Term
from school.terms import school_calendar


@transaction.atomic
def prepare_age_reminder(*, on: date) -> AgeReminder | None:
    """Plan the reminder of the term that a day lies in, unless that was done or is switched off.

    From then on Headteacher and office see it, and can change its words, move it or call it off.
    """
    if not SignOffSettings.current().reminds_of_ages:
        return None
    term = Term.objects.filter(starts_on__lte=on, ends_on__gte=on, age_reminder=None).first()
    if term is None:
        return None
    last = AgeReminder.objects.filter(prepared_by=None).order_by("send_on").last()
    day = ages.day_in_term(
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        today=on,
        last_on=last.send_on if last else None,
        calendar=school_calendar(),
    )
    if day is None:
        return None
    planned, is_new = AgeReminder.objects.get_or_create(
        term=term, defaults={"title": ages.TITLE, "words": ages.WORDS, "send_on": day}
    )
    if is_new:
        chain.record("acknowledgements.age_reminder.planned", on=planned, send_on=str(day))
    return planned


@transaction.atomic
def plan_age_reminder(*, on: date, by: Person) -> AgeReminder:
    """Plan one besides the term's, for the next school day, with the usual words."""
    require(can_remind_of_ages(by))
    day = school_calendar().add_school_days(on, 1)
    planned = AgeReminder.objects.create(
        title=ages.TITLE, words=ages.WORDS, send_on=day, prepared_by=by
    )
    chain.record("acknowledgements.age_reminder.planned", by=by, on=planned, send_on=str(day))
    return planned


@transaction.atomic
def change_age_reminder(
    *, reminder: AgeReminder, title: str, words: str, send_on: date, by: Person, on: date
) -> AgeReminder:
    """Change the words of one that has not gone out, or move its day; `on` is today."""
    held = AgeReminder.objects.select_for_update(no_key=True).get(pk=reminder.pk)
    require(can_change_age_reminder(by, held))
    if send_on < on:
        raise DomainError("That day has passed. Choose today or a day to come.")
    if not school_calendar().is_school_day(send_on):
        raise DomainError("Reminders go out on school days only. Choose a day in term.")
    before = held.send_on
    held.title, held.words, held.send_on = title, words, send_on
    held.save()
    chain.record(
        "acknowledgements.age_reminder.changed",
        by=by,
        on=held,
        send_on=[str(before), str(send_on)],
    )
    return held


@transaction.atomic
def cancel_age_reminder(*, reminder: AgeReminder, by: Person) -> None:
    """Call one off that has not gone out. The portal plans no other for the same term."""
    held = AgeReminder.objects.select_for_update(no_key=True).get(pk=reminder.pk)
    require(can_change_age_reminder(by, held))
    held.cancelled_at = timezone.now()
    held.save(update_fields=["cancelled_at"])
    chain.record("acknowledgements.age_reminder.cancelled", by=by, on=held)


@transaction.atomic
def send_age_reminder(*, reminder: AgeReminder, by: Person, on: date) -> int:
    """Send one now; return how many parents it is for. The first few hundred get it at once."""
    held = AgeReminder.objects.select_for_update(no_key=True).get(pk=reminder.pk)
    require(can_send_age_reminder(by, held, school_calendar(), on))
    held.send_on = on
    parents = parents_to_remind(on).count()
    _send_next(held, on, by=by)
    return parents


def send_age_reminders(*, on: date, calendar: SchoolCalendar | None = None) -> int:
    """Send what is due by a day, if it is a school day; return how many e-mails were queued.

    It goes from batch to batch, each a transaction of its own: what a killed worker left half-sent
    is carried on, and nobody is sent one reminder twice.
    """
    due = list(AgeReminder.objects.to_send(on).values_list("pk", flat=True))
    if not due or not (calendar or school_calendar()).is_school_day(on):
        return 0
    sent = 0
    for key in due:
        while (queued := _carry_on(key, on)) is not None:
            sent += queued
    return sent


@transaction.atomic
def keep_or_strike(message: Message, parent: Person, on: date) -> bool:
    """Tell whether a parent is still to get an e-mail that waited; where not, strike it (M8).

    Whoever left, or whose last child did, gets none, and is in no log of those who got one.
    """
    if parents_to_remind(on).filter(pk=parent.pk).exists():
        return True
    reminder = int(message.once.split(":")[1])
    AgeReminderSent.objects.filter(reminder=reminder, person=parent, by_email=True).delete()
    return False


@transaction.atomic
def _carry_on(key: int, on: date) -> int | None:
    """Write to the next few hundred parents, or return None where there is nothing more to do."""
    held = AgeReminder.objects.select_for_update(no_key=True).get(pk=key)
    if held.finished_at or held.cancelled_at or held.send_on > on:
        return None
    return _send_next(held, on)


def _send_next(held: AgeReminder, on: date, by: Person | None = None) -> int:
    """Write to the next parents of a reminder whose row is held; return how many by e-mail."""
    if held.begun_at is None:
        held.begun_at, held.services = timezone.now(), ages_of(Service.objects.with_age())
        chain.record("acknowledgements.age_reminder.begun", by=by, on=held)
    size = settings.REMINDERS_AT_A_TIME
    done = AgeReminderSent.objects.filter(reminder=held, person=OuterRef("pk"))
    people = list(parents_to_remind(on).exclude(Exists(done)).order_by("pk")[:size])
    AgeReminderSent.objects.bulk_create(
        [AgeReminderSent(reminder=held, person=one, by_email=bool(one.email)) for one in people]
    )
    reachable = [one for one in people if one.email]
    outbox.enqueue_many([message_about(held, one) for one in reachable])
    if len(people) < size:
        held.finished_at = timezone.now()
        reached = count_of(held)
        chain.record(
            "acknowledgements.age_reminder.sent",
            by=by,
            on=held,
            by_email=reached.by_email,
            on_paper=reached.on_paper,
        )
    held.save()
    return len(reachable)
