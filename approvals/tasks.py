from celery import shared_task

from approvals import actions


@shared_task
def remind_of_reviews() -> None:
    """Tell owner and Headteacher of reviews that come near. Run by beat each morning."""
    actions.remind_of_reviews()
