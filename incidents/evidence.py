"""Reading the evidence of a case: its rows, the copies to look at, and the sealed originals (I11).

For whoever shows evidence, or packs it up. Nothing here asks who is reading or keeps that they
did: `actions.look_at_evidence` and `actions.open_original` do, for one piece and one person.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from incidents.models import (
    Case,
    Evidence,
    EvidenceQuerySet,
    EvidenceRemoval,
    FileState,
    WordsOnly,
)
from school.errors import DomainError
from uploads import Kind

PUT_AWAY = "This file may not be looked at now."
NO_NAME = "File removed for good"


class Altered(DomainError):
    """A sealed original is missing, or is no longer what came in."""


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a chronology or a bundle lists it.

    `name` is what the file was called, safe to show and never to be used as a path; `saved_as` is
    a name of our own for the copy. `recorded_at` is when it came in, `happened_on` when what it
    shows happened, if somebody said so. `is_shown` says whether its copy may be read: not while it
    waits for the virus scanner, nor where files of the case are put away (`words_only`). `removal`
    is there once somebody asked to remove it for good, and after it was.
    """

    evidence: Evidence
    number: int
    name: str
    saved_as: str
    caption: str
    kind: str
    size: int
    sha256: str
    added_by: str
    recorded_at: datetime
    happened_on: date | None
    state: str
    is_shown: bool
    removal: EvidenceRemoval | None


def evidence_of(case: Case) -> EvidenceQuerySet:
    """Return the evidence of a case in the order in which it came, with whoever added it."""
    with_whom = ("added_by", "removal__removal_asked_by", "removal__removed_by")
    return Evidence.objects.filter(case=case).select_related(*with_whom).order_by("number")


def pieces_of(case: Case) -> list[Piece]:
    """Return what there is to list of it, in two queries however much there is."""
    put_away = is_words_only(case)
    return [piece(evidence, case, put_away=put_away) for evidence in evidence_of(case)]


def is_words_only(case: Case) -> bool:
    """Tell whether a picture may show a child without clothes, so that files are put away."""
    return WordsOnly.objects.in_force().filter(case=case).exists()


def piece(evidence: Evidence, case: Case, *, put_away: bool) -> Piece:
    is_shown = evidence.state == FileState.READY and not put_away
    return Piece(
        evidence=evidence,
        number=evidence.number,
        name=NO_NAME if evidence.is_removed else evidence.file_name,
        saved_as=copy_name(evidence, case),
        caption=evidence.caption,
        kind=evidence.get_file_kind_display(),
        size=evidence.size,
        sha256=evidence.sha256,
        added_by="the person who told us" if evidence.from_reporter else str(evidence.added_by),
        recorded_at=evidence.added_at,
        happened_on=evidence.happened_on,
        state=_state(evidence, put_away=put_away),
        is_shown=is_shown,
        removal=getattr(evidence, "removal", None),
    )


def _state(evidence: Evidence, *, put_away: bool) -> str:
    if put_away and not evidence.is_removed:
        return "Put away: words only"
    return evidence.get_state_display()


def copy_name(evidence: Evidence, case: Case) -> str:
    """Return a name under which the copy can be saved: ours, whatever the file was called."""
    return f"{case.reference}-evidence-{evidence.number}{Kind[evidence.copy_kind].ending}"


def original_name(evidence: Evidence, case: Case) -> str:
    return f"{case.reference}-original-{evidence.number}{Kind[evidence.file_kind].ending}"


def read_copy(evidence: Evidence) -> bytes:
    """Return the cleaned copy. Raises DomainError for one that may not be shown."""
    if not Evidence.objects.to_look_at().filter(pk=evidence.pk).exists():
        raise DomainError(PUT_AWAY)
    with evidence.copy.open("rb") as file:
        content: bytes = file.read()
    return content


def read_original(evidence: Evidence) -> bytes:
    """Return the sealed original, once it was found to be what came in. Raises Altered if not."""
    if not Evidence.objects.to_look_at().filter(pk=evidence.pk).exists():
        raise DomainError(PUT_AWAY)
    try:
        with evidence.original.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        raise Altered(
            "The original of this file is missing. Tell whoever runs the portal."
        ) from None
    if hashlib.sha256(content).hexdigest() != evidence.sha256:
        raise Altered(
            "The original of this file is not what came in any more. Tell whoever runs the portal."
        )
    return content
