from celery import shared_task

from consents.actions import bring_asking_up_to_date, invite, open_for_those_no_longer_asked
from consents.actions.photos import end_what_may_not_stand
from consents.actions.sharing import bring_shared_up_to_date, forget_held_pictures


@shared_task
def ask_about_pictures() -> int:
    """Ask the parents of children who have joined, and write to them. Run by beat in the day."""
    bring_asking_up_to_date()
    open_for_those_no_longer_asked()
    return invite()


@shared_task
def end_photo_consents() -> int:
    """Open tasks for pictures that may be on show no more. Run by beat all through the day."""
    return end_what_may_not_stand()


@shared_task
def settle_shared_pictures() -> None:
    """Close questions to families whose day has passed, all alike. Run by beat in the day."""
    bring_shared_up_to_date()


@shared_task
def forget_held() -> int:
    """Forget pictures of forms that were not sent. Run by beat."""
    return forget_held_pictures()
