"""Files that wait for the virus scanner: asked about again until it has looked at them (I11)."""

from django.db import transaction

from audit import chain
from incidents.actions import files, handover
from incidents.models import Evidence, EvidenceRemoval, FileState, HeldFile

AT_A_TIME = 50


def scan_waiting() -> int:
    """Ask the scanner about files that wait; return how many it has looked at. Run by beat.

    It ends at the first that it does not answer for, and goes on at the next run.
    """
    looked_at = 0
    for model in (Evidence, HeldFile):
        waiting = model.objects.filter(state=FileState.WAITING).order_by("added_at")
        for kept in waiting[:AT_A_TIME]:
            if not _settle(kept):
                return looked_at
            looked_at += 1
    return looked_at


def _settle(kept: Evidence | HeldFile) -> bool:
    """Settle what a file is, unless the scanner is away still."""
    try:
        state, at, found = files.ask_again(kept)
    except FileNotFoundError:
        return True  # it was taken out of its report, or went with it, a moment ago
    if state == FileState.WAITING:
        return False
    with transaction.atomic():
        if isinstance(kept, Evidence):
            handover.locked(kept.case)  # before its evidence and the chain, as every step does
        changed = (
            type(kept)
            .objects.filter(pk=kept.pk, state=FileState.WAITING)
            .update(state=state, scanned_at=at)
        )
        if changed and found:
            _note_harm(kept, found)
    if changed and found:
        files.delete_files([kept])
    return True


def _note_harm(kept: Evidence | HeldFile, found: str) -> None:
    case = kept.case if isinstance(kept, Evidence) else None
    event = chain.record("incidents.evidence.refused", on=case, sha256=kept.sha256, found=found)
    if isinstance(kept, Evidence):
        words = f"The virus scanner found “{found}” in it. The file was deleted."
        title = f"Evidence {kept.number} was harmful"
        handover.add_entry(kept.case, by=None, title=title, words=words)
        # Nobody can confirm or take back what asks for a file that is gone.
        EvidenceRemoval.objects.waiting().filter(evidence=kept).delete()
        handover.tell_team(kept.case, event)
