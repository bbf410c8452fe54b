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


@shared_task
def keep_reviews() -> int:
    """Give reviews that nobody is free for to the next in line, and nudge where one is late."""
    return actions.keep_reviews()


@shared_task
def scan_waiting() -> int:
    """Ask the virus scanner about files that it did not look at yet."""
    return actions.scan_waiting()


@shared_task
def forget_unsent_files() -> int:
    """Forget the files of reports that were never sent."""
    return actions.forget_unsent_files()


@shared_task
def make_case_files() -> int:
    """Put together the case files that somebody asked for. Swept for each minute."""
    return actions.make_bundles()


@shared_task
def clear_case_files() -> int:
    """Throw away case files that were kept long enough."""
    return actions.clear_bundles()
