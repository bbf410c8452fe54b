from celery import shared_task

from incidents import actions


@shared_task
def keep_clocks() -> int:
    """Nudge, and pass up, where a case has waited longer than the school promises."""
    return actions.keep_clocks()


@shared_task
def pass_on_unattended() -> int:
    """Give cases that nobody is left to handle to the next in line."""
    return actions.pass_on_unattended()
