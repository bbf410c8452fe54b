"""Who asks to use a service, sees the register, and decides."""

from approvals import lifecycle
from approvals.models import Approval
from approvals.vocabulary import Move
from school.access import YES, Verdict, no
from school.deciding import can_decide_for
from school.models import Person, Role
from school.roles import EMPLOYED


def can_ask(by: Person) -> Verdict:
    if by.is_any(*EMPLOYED):
        return YES
    return no("The staff of the school ask for an app or website.")


def can_see_register(by: Person) -> Verdict:
    """Return whether somebody reads what was decided and why: staff, and the chair who decides."""
    if by.is_any(*EMPLOYED, Role.CHAIR):
        return YES
    return no("This list is for the staff. What families should know has a page of its own.")


def can_decide(by: Person, approval: Approval) -> Verdict:
    """Return whether somebody may approve or refuse this request now."""
    return can_decide_for(by, approval.asked_by) and lifecycle.can_move(
        approval.state, Move.APPROVE
    )


def can_renew(by: Person, approval: Approval) -> Verdict:
    """Return whether somebody may give it a new review date now."""
    return can_decide_for(by, approval.asked_by) and lifecycle.can_move(approval.state, Move.RENEW)


def decides_its_end(by: Person, approval: Approval) -> Verdict:
    """Return whether somebody may end it at all: the Headteacher always, on the safe side."""
    return YES if by.is_any(Role.HEADTEACHER) else can_decide_for(by, approval.asked_by)


def can_withdraw(by: Person, approval: Approval) -> Verdict:
    """Return whether somebody may end it now."""
    return decides_its_end(by, approval) and lifecycle.can_move(approval.state, Move.WITHDRAW)
