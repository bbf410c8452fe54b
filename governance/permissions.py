"""Who may put a case before governors, who may be asked, and who reads the breach history."""

from incidents import lifecycle
from incidents.facts import facts_of
from incidents.lifecycle import Move
from incidents.models import Case, State
from incidents.permissions import can_handle
from incidents.permissions import can_refer as can_refer_case
from school.access import YES, Verdict, no
from school.models import Person, Role

PREPARE_REPORTS = (Role.CLERK, Role.HEADTEACHER)
READ_HISTORY = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER)


def can_refer(by: Person, case: Case) -> Verdict:
    """Put a case before governors: its handler, when the case may move there."""
    if not (verdict := can_refer_case(by, case)):
        return verdict
    if case.state == State.WITH_GOVERNORS:
        return no("This case is with governors already.")
    return lifecycle.may(Move.REFER, case.state, facts_of(case))


def can_take_back(by: Person, case: Case) -> Verdict:
    """Take a case back from governors: whoever handles it."""
    if not (verdict := can_handle(by, case)):
        return verdict
    return lifecycle.may(Move.RETURN, case.state, facts_of(case))


def can_see_referrals(by: Person) -> Verdict:
    if by.is_any(Role.GOVERNOR, Role.CHAIR):
        return YES
    return no("This page is for governors who are asked about a case.")


def can_see_history(by: Person) -> Verdict:
    if by.is_any(*READ_HISTORY):
        return YES
    return no("The breach history is for the governors, their clerk and the Headteacher.")


def can_read_reports(by: Person) -> Verdict:
    """Read what was published of each term: whoever may read the breach history it is made of."""
    if by.is_any(*READ_HISTORY):
        return YES
    return no("Termly reports are for the governors, their clerk and the Headteacher.")


def can_prepare_reports(by: Person) -> Verdict:
    """See the report of a term before it is published, and publish it."""
    if by.is_any(*PREPARE_REPORTS):
        return YES
    return no("The Headteacher or the clerk publishes the termly report.")


def can_make_inspection(by: Person) -> Verdict:
    """Put together what an inspector asks for: it names who works here and who governs."""
    if by.is_any(*PREPARE_REPORTS):
        return YES
    return no("The Headteacher or the clerk puts together what an inspector asks for.")
