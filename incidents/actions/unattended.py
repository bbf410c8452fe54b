"""Cases that nobody is left to handle (I3).

A post falls vacant on a date, with nobody pressing anything; or whoever comes into it is the one
that the case is about. So this looks again and again, and waits for nobody's deed.
"""

from django.db import transaction

from audit import chain
from incidents.actions import handover
from incidents.models import Case, State


def pass_on_unattended() -> int:
    """Give each open case that nobody can handle to the next in line; return how many moved."""
    unattended = [case for case in Case.objects.open() if not case.handlers().exists()]
    return sum(_pass_on(case) for case in unattended)


@transaction.atomic
def _pass_on(case: Case) -> bool:
    case = handover.locked(case)
    if case.state == State.CLOSED or case.handlers().exists():
        return False
    if moved := handover.move_if_needed(case, told_before=handover.team_of(case)):
        chain.record("incidents.case.passed_on", on=case, handling_role=case.handling_role)
    return moved
