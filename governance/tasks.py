from celery import shared_task

from governance.history import counting
from governance.inspection import actions as inspection


@shared_task
def count_terms() -> int:
    """Count each term that is over, once, for the breach history."""
    return counting.count_terms()


@shared_task
def make_inspections() -> int:
    """Put together what somebody asked for, for an inspector. Swept for each minute."""
    return inspection.make_inspections()


@shared_task
def clear_inspections() -> int:
    """Throw away inspectors' files that were kept long enough."""
    return inspection.clear_inspections()
