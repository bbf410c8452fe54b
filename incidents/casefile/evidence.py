"""Which evidence goes with a case file, and why the rest stays behind (I11, I16).

In words a deputy head could check. The copy of each piece goes, unless somebody withheld it, it is
put away or not looked into yet. Where words are hidden, a text or PDF that says them stays behind;
so does one whose words cannot be read. Nobody can search a picture: whoever hides words looks at
each one. Originals go only where that was asked for, and never while words are hidden: they hold
more than can be seen.
"""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from incidents import evidence as reading
from incidents.casefile.hiding import Hider
from incidents.casefile.moments import at
from incidents.models import Case, WithheldEvidence
from school.errors import DomainError
from uploads import Kind

PROGRAM = Path(__file__).with_name("pdf_words.py")
PATIENCE = 30

WITHHELD = "Withheld from what is taken away."
NOT_SHOWN = "Not among the files: {}."
SAYS_THEM = "Not among the files: it says words that are hidden."
NOT_READ = "Not among the files: it cannot be searched for the words that are hidden."
GONE = "Not among the files: it could not be opened. Tell whoever runs the portal."
REMOVED = "Removed for good on {when}: {asker} asked for it and {second} confirmed it. Why: {why}"
IS_THERE = "Among the files."


@dataclass(frozen=True)
class Choice:
    """One piece, and why it stays behind: nothing where it goes with the file."""

    piece: reading.Piece
    withheld: WithheldEvidence | None
    why_not: str

    @property
    def goes(self) -> bool:
        return not self.why_not


def choices_for(case: Case, hider: Hider) -> list[Choice]:
    """Return each piece of evidence, with why it stays behind where it does."""
    kept_back = {
        one.evidence_id: one
        for one in WithheldEvidence.objects.filter(evidence__case=case).select_related(
            "withheld_by"
        )
    }
    return [
        Choice(piece, kept_back.get(piece.evidence.pk), _why_not(piece, kept_back, hider))
        for piece in reading.pieces_of(case)
    ]


def _why_not(piece: reading.Piece, kept_back: Iterable[object], hider: Hider) -> str:
    if piece.removal and piece.evidence.is_removed:
        return REMOVED.format(
            when=at(piece.removal.removed_at),
            asker=piece.removal.removal_asked_by,
            second=piece.removal.removed_by,
            why=piece.removal.why,
        )
    if piece.evidence.pk in kept_back:
        return WITHHELD
    if not piece.is_shown:
        return NOT_SHOWN.format(piece.state.lower())
    if not hider:
        return ""
    try:
        words = words_of(piece)
    except DomainError:
        return NOT_READ
    return SAYS_THEM if hider.count(words) else ""


def words_of(piece: reading.Piece) -> str:
    """Return the words of a text or PDF; of a picture none. Raises DomainError if it cannot."""
    kind = Kind[piece.evidence.copy_kind]
    if kind not in (Kind.TEXT, Kind.PDF):
        return ""
    try:
        content = reading.read_copy(piece.evidence)
    except OSError:
        raise DomainError(GONE) from None
    return words_in(content, kind)


def words_in(content: bytes, kind: Kind) -> str:
    """Return the words of the copy of a text or PDF. Raises DomainError if it cannot."""
    return content.decode() if kind is Kind.TEXT else _words_of_pdf(content)


def _words_of_pdf(content: bytes) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the file comes by its input
            [sys.executable, "-I", str(PROGRAM)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DomainError(NOT_READ) from None
    if done.returncode:
        raise DomainError(NOT_READ)
    return done.stdout.decode()
