"""Removing a piece of evidence for good takes two, as words do: one asks, somebody else confirms.

For a file that must not be kept at all: a picture of a child without clothes, or papers of somebody
who has nothing to do with the case. Who confirms is in `placing.second_person`; they are not shown
the file for it, only what it is called and why it must go. What is left is a stub: which piece,
what kind of file, its SHA-256, who asked, who confirmed, when and why. So whoever finds the file
elsewhere can tell that it is the same, and nobody can say that nothing was there.
"""

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import permissions, placing
from incidents.actions import handover
from incidents.actions.hiding import SAY_WHY, SETTLED, forget, withdraw_files
from incidents.actions.removing import ASKED_ALREADY, tell_second
from incidents.models import Case, Evidence, EvidenceRemoval, FileState
from incidents.models.evidence import DELETED
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOBODY_CONFIRMS = (
    "Removing evidence for good takes two, and nobody else is free to confirm it. The file stays. "
    "Ask for a post to be filled: a deputy, a chair of governors, a safeguarding lead."
)
NOT_ASKED = "Nobody asks to remove this file any more."
ASKER_LEFT = (
    "Whoever asked for this does not handle the case any more, so it cannot be confirmed. Keep the "
    "file; whoever handles the case now can ask again."
)


@transaction.atomic
def ask_to_remove_evidence(*, evidence: Evidence, by: Person, why: str) -> EvidenceRemoval:
    """Ask somebody else to confirm that a file goes for good, and tell them that it waits.

    Raises DomainError where nobody is there to confirm it, WrongState where it is gone already.
    """
    case, held = _held(evidence)
    require(permissions.can_remove_evidence(by, case))
    if not why.strip():
        raise DomainError(SAY_WHY)
    if EvidenceRemoval.objects.filter(evidence=held).exists():
        raise WrongState(ASKED_ALREADY)
    role = placing.second_person(case, besides=by)
    if role is None:
        raise DomainError(NOBODY_CONFIRMS)
    removal = EvidenceRemoval.objects.create(
        case=case,
        evidence=held,
        why=why.strip(),
        removal_asked_by=by,
        confirmed_by_role=role,
    )
    title = f"Asked to remove evidence {held.number} for good"
    handover.add_entry(case, by=by, title=title, words=removal.why)
    event = chain.record("incidents.removal.asked", by=by, on=case, evidence=held.number, role=role)
    tell_second(removal, event)
    return removal


@transaction.atomic
def keep_evidence(*, removal: EvidenceRemoval, by: Person) -> None:
    """Keep the file: the second person says so, or whoever handles the case takes it back."""
    case, evidence = _held(removal.evidence)
    held = _waiting(removal)
    verdict = permissions.can_confirm_removal(by, held)
    require(verdict if verdict else permissions.can_remove_evidence(by, case))
    held.delete()
    handover.add_entry(case, by=by, title=f"Evidence {evidence.number} is not removed: it stays")
    chain.record("incidents.removal.not_confirmed", by=by, on=case, evidence=evidence.number)


@transaction.atomic
def confirm_evidence_removal(*, removal: EvidenceRemoval, by: Person) -> EvidenceRemoval:
    """Take a file out of all that is kept of the case: the original, its copy, and case files that
    were made with it. The disk is cleared once it is certain that the record says so.
    """
    case, evidence = _held(removal.evidence)
    held = _waiting(removal)
    require(permissions.can_confirm_removal(by, held))
    if not permissions.can_remove_evidence(held.removal_asked_by, case):
        raise WrongState(ASKER_LEFT)
    held.removed_at, held.removed_by = timezone.now(), by
    held.save()
    Evidence.objects.filter(pk=evidence.pk).update(state=FileState.REMOVED, file_name="")
    title = f"Evidence {evidence.number} was removed for good"
    handover.add_entry(case, by=by, title=title, words=held.why)
    withdraw_files(case)
    chain.record(
        "incidents.evidence.removed",
        by=by,
        on=case,
        number=evidence.number,
        sha256=evidence.sha256,
        asked_by=held.removal_asked_by.pk,
    )
    for file in (evidence.original, evidence.copy):
        forget(file.name)
    return held


def _held(evidence: Evidence) -> tuple[Case, Evidence]:
    """Return the case and the piece, both held. Raises WrongState where the file is gone."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("report")
    case = locked.get(pk=evidence.case_id)
    pieces = Evidence.objects.select_for_update(of=("self",)).exclude(state__in=DELETED)
    held = pieces.filter(pk=evidence.pk).first()
    if held is None:
        raise WrongState(SETTLED)
    return case, held


def _waiting(removal: EvidenceRemoval) -> EvidenceRemoval:
    """Return the request, held. Raises WrongState where it was taken back."""
    waiting = EvidenceRemoval.objects.waiting().select_for_update(of=("self",))
    held = waiting.select_related("removal_asked_by").filter(pk=removal.pk).first()
    if held is None:
        raise WrongState(NOT_ASKED)
    return held
