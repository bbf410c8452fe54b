"""Stepping back from a case: by oneself, with a reason, and never into nobody (I4).

Whoever handles it can, and whoever only reads it: told of it besides, or asked to look at it again.
"""

from django.db import transaction

from audit import chain
from incidents import lifecycle, permissions
from incidents.actions import handover, reviews
from incidents.models import Case, Recusal, State
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person


@transaction.atomic
def step_back(*, case: Case, by: Person, why: str) -> Case:
    """Give a case up because of a conflict of interest: the routing list says who has it now.

    From then on it is kept from them as from its subject, whatever role they come to hold, and it
    cannot be taken back. Whoever takes their place is told, and reads why. Raises NotAllowed where
    nobody else is there. A closed case is given up only by whoever is asked to look at it again.
    """
    case = handover.locked(case)
    require(permissions.can_step_back(by, case))
    if case.state == State.CLOSED and not permissions.looks_again(by, case):
        raise WrongState(lifecycle.WHY_NOT_NOW[State.CLOSED])
    if not why.strip():
        raise DomainError("Say why you step back: whoever takes the case over reads it.")
    handled = bool(permissions.can_handle(by, case))
    knew_of_it = handover.team_of(case)
    if handled:  # a colleague in the same post is told that it is theirs alone now
        knew_of_it -= set(case.handlers().values_list("pk", flat=True))
    Recusal.objects.create(case=case, person=by, why=why)
    handover.add_entry(case, by=by, title="Stepped back from this case", words=why)
    moved = False
    if handled or case.state != State.CLOSED:
        moved = handover.move_if_needed(case, told_before=knew_of_it)
    else:  # only its review changes hands
        handover.take_back_letters(case)
    reviews.fit(case)
    chain.record(
        "incidents.handler.stepped_back",
        by=by,
        on=case,
        handled=handled,
        moved=moved,
        handling_role=case.handling_role,
    )
    return case
