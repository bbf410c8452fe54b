from celery import shared_task

from governance.history import counting


@shared_task
def count_terms() -> int:
    """Count each term that is over, once, for the breach history."""
    return counting.count_terms()
