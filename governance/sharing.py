"""What named governors read of a case: what its handler chose to share, less what is hidden (G2).

Every word goes through the hidden words of the case, at each look: what is hidden today is not
read, whenever it was shared. A file goes only where it would go with the case file: not while it is
put away, waits for the scanner, was left behind, or says words that are hidden. Who told us, notes
of the case team and sealed originals are never shared.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from governance.models import Referral
from incidents.casefile.content import hider_for
from incidents.casefile.evidence import Choice, choices_for
from incidents.models import Case, CaseEntry, EntryKind, Visibility


@dataclass(frozen=True)
class Shown:
    """What the governors named on a referral read, word by word."""

    kind: str
    received_at: datetime
    summary: str
    question: str
    options: list[str]
    report: str
    messages: list[dict[str, Any]]
    files: list[dict[str, Any]]
    decision: str
    reasons: str
    hides: bool


def shown_of(referral: Referral) -> Shown:
    """Return what can be read of a referral at this moment."""
    case = referral.case
    hider = hider_for(case)
    words = case.report.what_happened if referral.share_report else ""
    said = messages_of(case).filter(pk__in=referral.messages.values("pk"))
    return Shown(
        kind=case.get_kind_display(),
        received_at=case.received_at,
        summary=hider.hide(referral.summary),
        question=hider.hide(referral.question),
        options=[hider.hide(option) for option in referral.choices],
        report=hider.hide(words),
        messages=[
            {"title": hider.hide(each.title), "at": each.at, "words": hider.hide(each.words)}
            for each in said
        ],
        files=[
            {
                "number": choice.piece.number,
                "name": hider.hide(choice.piece.name),
                "caption": hider.hide(choice.piece.caption),
                "kind": choice.piece.kind,
                "is_picture": choice.piece.evidence.is_picture,
            }
            for choice in files_of(referral)
        ],
        decision=hider.hide(referral.decision),
        reasons=hider.hide(referral.reasons),
        hides=bool(hider),
    )


def messages_of(case: Case) -> QuerySet[CaseEntry]:
    """Return what was written between the school and whoever told us: it can be shared."""
    return case.entries.filter(kind=EntryKind.MESSAGE, visibility=Visibility.REPORTER)


def files_that_can_be_shared(case: Case) -> list[Choice]:
    """Return each piece of evidence, with why it cannot be shared where it cannot."""
    return choices_for(case, hider_for(case))


def files_of(referral: Referral) -> list[Choice]:
    """Return the evidence that was chosen for the governors and may be read now."""
    chosen = set(referral.evidence.values_list("pk", flat=True))
    if not chosen:
        return []
    return [
        choice
        for choice in files_that_can_be_shared(referral.case)
        if choice.goes and choice.piece.evidence.pk in chosen
    ]
