"""Who may do what with a case; each answer carries its sentence.

Seeing a case is `Case.objects.visible_to`. Of those who see it, whoever holds its handling role
takes the steps; whoever was told besides, because a child may be at risk, reads and adds notes.
"""

from incidents import placing
from incidents.models import Case, CaseLink, EvidenceRemoval, Mask, ReviewRequest
from incidents.outcomes import Outcome
from school.access import YES, Verdict, no
from school.models import Person, Role

NOBODY_LEFT = (
    "Nobody else could open this case then. Ask for a post to be filled first: a deputy "
    "headteacher, a chair of governors, a clerk."
)
NOBODY_REVIEWS = (
    "Nobody else is free to look at this case again, so it stays with you. Ask for a post to be "
    "filled first."
)
NOBODY_ELSE = (
    "Nobody else is free to take this case over, so it stays with you. Ask for a post to be filled "
    "first: a deputy headteacher, a chair of governors, a clerk."
)
REFERRERS = (Role.HEADTEACHER, Role.CHAIR)


def can_read(by: Person, case: Case) -> Verdict:
    if Case.objects.visible_to(by).filter(pk=case.pk).exists():
        return YES
    return no("This case is not with you.")


def can_handle(by: Person, case: Case) -> Verdict:
    """Take the steps of a case: triage, the remit test, investigating, naming, closing, writing."""
    if Case.objects.handled_by(by).filter(pk=case.pk).exists():  # only what they see is among it
        return YES
    if not (verdict := can_read(by, case)):
        return verdict
    who = Role(case.handling_role).label
    return no(f"This step is for the {who}. You can read the case and add notes.")


can_triage = can_judge_remit = can_investigate = can_reopen = can_handle
can_name_subject = can_name_clauses = can_write_to_reporter = can_close = can_handle
can_answer_harm = can_write_down_low_level = can_follow_procedure = can_handle
can_take_on = can_link = can_handle
# Whoever was told of a child at risk may be the one who calls social care or the police.
can_add_note = can_record_contact = can_add_evidence = can_read
# Who says more of it than the copy does, or that the files may be opened again.
can_open_original = can_open_files_again = can_handle


# Whoever takes the steps answers for what leaves the portal, and for what it hides.
can_export = can_handle


def can_remove_words(by: Person, case: Case) -> Verdict:
    """Ask to take words or evidence out of a case for good, which somebody else confirms: whoever
    it is with by role, not those it went up to.
    """
    if not (verdict := can_handle(by, case)):
        return verdict
    if case.handling_role in by.roles():
        return YES
    who = Role(case.handling_role).label
    return no(f"Only the {who}, whom this case is with, removes anything for good.")


can_remove_evidence = can_remove_words


def can_confirm_removal(by: Person, removal: Mask | EvidenceRemoval) -> Verdict:
    """Confirm that something goes for good, or keep it: somebody else than whoever asked for it."""
    if type(removal).objects.to_confirm(by).filter(pk=removal.pk).exists():
        return YES
    return no("Somebody else than whoever asked for it confirms that something goes for good.")


def can_see_patterns(by: Person) -> Verdict:
    """See what comes up again over the terms: the Headteacher, and the deputy for their own."""
    if by.is_any(Role.HEADTEACHER, Role.DEPUTY):
        return YES
    return no("Patterns are for the Headteacher and the deputy.")


def can_unlink(by: Person, case: Case) -> Verdict:
    """Undo a link, both ends of which they see; of another they learn nothing."""
    if not (verdict := can_handle(by, case)):
        return verdict
    if CaseLink.objects.visible_to(by).of(case).in_force().exists():
        return YES
    return no("No other case that you see is linked with this one.")


def can_refer(by: Person, case: Case) -> Verdict:
    """Put the case before governors: the Headteacher or the chair, where they handle it (M20)."""
    if not (verdict := can_handle(by, case)):
        return verdict
    if by.is_any(*REFERRERS):
        return YES
    return no("Only the Headteacher or the chair of governors puts a case before governors.")


def can_decide_review(by: Person, case: Case) -> Verdict:
    """Look at a closed case again because its reporter asked: somebody who did not decide it."""
    if not (verdict := can_read(by, case)):
        return verdict
    if looks_again(by, case):
        return YES
    if ReviewRequest.objects.undecided().filter(case=case).exists():
        return no("Somebody who did not decide this case looks at it again.")
    return no("Nobody has asked to have this case looked at again.")


def can_step_back(by: Person, case: Case) -> Verdict:
    """Give a case up for good, whether one handles it or only reads it (I4).

    Never into nobody: somebody else has to be there who handles it; and where its review waits for
    this person, somebody else who answers that.
    """
    if not (verdict := can_read(by, case)):
        return verdict
    if not placing.successors(case, of_whom=by).exists():
        return no(NOBODY_ELSE if can_handle(by, case) else NOBODY_LEFT)
    if looks_again(by, case) and not placing.other_reviewers(case, of_whom=by).exists():
        return no(NOBODY_REVIEWS)
    return YES


def looks_again(by: Person, case: Case) -> bool:
    """Tell whether the review of a case waits for this person."""
    return ReviewRequest.objects.for_person(by).filter(case=case).exists()


def can_change_settings(by: Person) -> Verdict:
    """Say how quickly the school acts on reports: within limits that nobody can lift."""
    if by.is_any(Role.HEADTEACHER):
        return YES
    return no("Only the Headteacher says how quickly the school acts on reports.")


def can_manage_wording(by: Person) -> Verdict:
    """Look after the wording with which replies can begin."""
    if by.is_any(Role.HEADTEACHER):
        return YES
    return no("Only the Headteacher looks after the school's saved wording.")


def can_record_outcome(by: Person, case: Case, outcome: Outcome) -> Verdict:
    """Record this outcome: one for staff is the Headteacher's alone, or the chair's (I7, M11)."""
    if not (verdict := can_close(by, case)):
        return verdict
    alone = outcome.alone_recorded_by(case.subject_kind)
    if alone is None or alone in by.roles():
        return YES
    return no(f"Only the {Role(alone).label} can record an outcome for staff.")
