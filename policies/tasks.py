from celery import shared_task

from policies import actions


@shared_task
def remind_of_reviews() -> None:
    """Tell whoever answers for a policy that its review is near. Run by beat each morning."""
    actions.remind_of_reviews()


@shared_task
def publish_due() -> int:
    """Put in force what was to go live by today. Run by beat every few minutes."""
    return actions.publish_due()
