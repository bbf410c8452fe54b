"""Reminding by hand: one press, for one round or for all that waits (M2, A9)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from acknowledgements.actions.reminders import write_reminders
from acknowledgements.models import ReminderRun, Round
from acknowledgements.permissions import can_chase, can_chase_all
from acknowledgements.reach import to_chase
from audit import chain
from school.access import require
from school.models import Person
from school.terms import school_calendar


@transaction.atomic
def chase(*, chased: Round, by: Person, on: date) -> int:
    """Remind everybody in a round who has not replied, today; return how many are written to.

    `on` is today. It counts as no step of the cadence, and works once a day, on school days. The
    first few hundred are written to at once, the others by a worker in the minutes after.
    """
    chain.take_turn()
    chased = Round.objects.select_for_update(no_key=True).get(pk=chased.pk)
    require(can_chase(by, chased, school_calendar(), on))

    chased.chased_on = on
    chased.save(update_fields=["chased_on"])
    people = to_chase(on, chased.pk).count()
    _remind_next(ReminderRun.objects.create(on=on, by=by, round=chased))
    chain.record("acknowledgements.round.chased", by=by, on=chased, people=people)
    return people


@transaction.atomic
def chase_all(*, by: Person, on: date) -> int:
    """Remind everybody who has not replied in any open round, like `chase`: one e-mail each."""
    chain.take_turn()
    open_rounds = list(Round.objects.open().select_for_update(no_key=True).order_by("pk"))
    require(can_chase_all(by, open_rounds, school_calendar(), on))

    Round.objects.filter(pk__in=[one.pk for one in open_rounds]).update(chased_on=on)
    people = to_chase(on).count()
    run = ReminderRun.objects.create(on=on, by=by)
    _remind_next(run)
    chain.record(
        "acknowledgements.rounds.chased",
        by=by,
        on=run,
        rounds=[one.pk for one in open_rounds],
        people=people,
    )
    return people


def carry_on_chasing(*, on: date) -> int:
    """Write to those whom the presses of a day have not reached yet; return to how many.

    A press that was not finished on its day is over: nobody is reminded on another by it.
    """
    unfinished = ReminderRun.objects.by_hand().unfinished()
    unfinished.filter(on__lt=on).update(finished_at=timezone.now())
    sent = 0
    for key in unfinished.filter(on=on).values_list("pk", flat=True):
        while (reached := _carry_on(key)) is not None:
            sent += reached
    return sent


@transaction.atomic
def _carry_on(key: int) -> int | None:
    """Write to the next few hundred of a press, or return None where all were written to."""
    run = ReminderRun.objects.select_for_update(no_key=True).get(pk=key)
    return None if run.finished_at else _remind_next(run)


def _remind_next(run: ReminderRun) -> int:
    """Write to the next people of a press, holding its row.

    Nobody is locked: what somebody signs meanwhile is seen when their reminder is about to leave.
    """
    size = settings.REMINDERS_AT_A_TIME
    waiting = to_chase(run.on, run.round_id).filter(pk__gt=run.reached).order_by("pk")
    people = list(waiting[:size])
    sent = write_reminders(people, run.on)
    run.reminded += sent
    if people:
        run.reached = people[-1].pk
    if len(people) < size:
        run.finished_at = timezone.now()
    run.save()
    return sent
