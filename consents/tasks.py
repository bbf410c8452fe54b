from celery import shared_task

from consents.actions import bring_asking_up_to_date, invite, open_for_those_no_longer_asked


@shared_task
def ask_about_pictures() -> int:
    """Ask the parents of children who have joined, and write to them. Run by beat in the day."""
    bring_asking_up_to_date()
    open_for_those_no_longer_asked()
    return invite()
