from datetime import date

from celery import shared_task
from django.utils import timezone

from acknowledgements import actions


@shared_task
def ask_and_remind(day: str = "") -> int:
    """Ask newcomers, stop asking leavers, then send the day's reminders.

    Beat asks for it every few minutes of the day: what a killed worker left is carried on, and a
    day that is done is left alone. `day`, as 2026-11-26, is today unless given.
    """
    on = date.fromisoformat(day) if day else timezone.localdate()
    if actions.is_reminded(on):
        return 0
    actions.bring_up_to_date()
    return actions.remind(on=on)


@shared_task
def carry_on_chasing() -> int:
    """Write to those whom somebody's press has not reached yet. Swept for each minute."""
    return actions.carry_on_chasing(on=timezone.localdate())


@shared_task
def remind_of_ages() -> int:
    """Prepare the term's reminder of minimum ages, and send what is due or was left half-sent."""
    actions.prepare_age_reminder(on=timezone.localdate())
    return actions.send_age_reminders(on=timezone.localdate())


@shared_task
def invite_newly_asked() -> int:
    """Write to those newly asked. Rung when many are asked at once, and swept for each minute."""
    return actions.invite_all()
