from celery import shared_task
from django.utils import timezone

from acknowledgements.actions import bring_up_to_date, invite_all, remind


@shared_task
def ask_and_remind() -> int:
    """Ask newcomers, stop asking leavers, then send the day's reminders. Run by beat each day."""
    bring_up_to_date()
    return remind(on=timezone.localdate())


@shared_task
def invite_newly_asked() -> int:
    """Write to those newly asked. Rung when many are asked at once, and swept for each minute."""
    return invite_all()
