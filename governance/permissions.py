"""Who may put a case before governors, decide, record legal advice, and read the breach history."""

from governance import lifecycle as stages
from governance.lifecycle import Deed, Step
from governance.models import LegalAdvice, Referral
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
MAY_BE_NAMED = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER)
NOT_YOURS = no("This was not put before you, or not any more.")


def can_refer(by: Person, case: Case) -> Verdict:
    """Put a case before governors: its handler, when the case may move there."""
    if not (verdict := can_refer_case(by, case)):
        return verdict
    if case.state == State.WITH_GOVERNORS:
        return no("This case is with governors already.")
    return lifecycle.may(Move.REFER, case.state, facts_of(case))


def can_share(by: Person, referral: Referral) -> Verdict:
    """Share what was written for governors: whoever may put the case before them."""
    return stages.may(Step.SHARE, referral.state) and can_refer(by, referral.case)


def can_look_after(by: Person, referral: Referral) -> Verdict:
    """Change until when governors can read it, or end it for one: whoever handles the case."""
    return stages.may(Step.END_ONE, referral.state) and can_handle(by, referral.case)


def can_take_back(by: Person, case: Case) -> Verdict:
    """Take a case back from governors: whoever handles it."""
    if not (verdict := can_handle(by, case)):
        return verdict
    return lifecycle.may(Move.RETURN, case.state, facts_of(case))


def can_decide(by: Person, referral: Referral) -> Verdict:
    """Record what the governors decided: one of those who can read it, once."""
    if not Referral.objects.visible_to(by).filter(pk=referral.pk).exists():
        return NOT_YOURS
    return stages.may(Step.DECIDE, referral.state)


def can_see_referrals(by: Person) -> Verdict:
    if by.is_any(Role.GOVERNOR, Role.CHAIR):
        return YES
    return no("This page is for governors who are asked about a case.")


def can_seek_advice(by: Person, referral: Referral) -> Verdict:
    """Record that legal advice is sought: a governor who can read the referral (M20)."""
    if Referral.objects.visible_to(by).filter(pk=referral.pk).exists():
        return YES
    return NOT_YOURS


def can_read_advice(by: Person, advice: LegalAdvice) -> Verdict:
    """Read legal advice, and decide about it: those named on it, whatever roles others hold."""
    if LegalAdvice.objects.visible_to(by).filter(pk=advice.pk).exists():
        return YES
    return no("This is for those who are named on it.")


def can_do(deed: Deed, by: Person, advice: LegalAdvice) -> Verdict:
    """Do this with legal advice now: those named on it, as far as it is."""
    return can_read_advice(by, advice) and stages.may_do(deed, advice.state)


def can_see_advice(by: Person) -> Verdict:
    """Open the list of legal advice, which says no more than what one is named on."""
    if by.is_any(*MAY_BE_NAMED):
        return YES
    return no("This page is for those who are named on legal advice.")


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
