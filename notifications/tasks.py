from celery import shared_task

from notifications import delivery


@shared_task
def deliver_due() -> int:
    """Deliver what is due. Rung after each commit, and swept for by beat each minute."""
    return delivery.deliver_all_due()
