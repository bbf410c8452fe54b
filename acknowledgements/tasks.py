from celery import shared_task
from django.utils import timezone

from acknowledgements.actions import bring_up_to_date, remind


@shared_task
def ask_and_remind() -> int:
    """Ask newcomers, stop asking leavers, then send the day's reminders. Run by beat each day."""
    bring_up_to_date()
    return remind(on=timezone.localdate())
