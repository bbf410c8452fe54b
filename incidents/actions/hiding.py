"""Hiding words and evidence in all that leaves a case, and showing them again (I16).

Each of these throws away the case files that were made before: they would say something else.
"""

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import permissions
from incidents.casefile import evidence as going
from incidents.casefile import hiding
from incidents.casefile.content import CaseFile, case_file
from incidents.casefile.hiding import Hider
from incidents.models import Case, Evidence, Mask, WithheldEvidence
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOWHERE = "Nothing in this case file says that. Look how it is written there, letter by letter."
SAY_WHY = "Say why in a few words: it is kept with the case."
SETTLED = "This was settled already."


def places_of(file: CaseFile, words: str) -> list[tuple[str, list[list[hiding.Piece]]]]:
    """Return where a case file says these words, each place with the words around it.

    Raises DomainError where they cannot be hidden, or stand nowhere.
    """
    try:
        hider = Hider([hiding.tidy(words)])
    except ValueError as error:
        raise DomainError(str(error)) from error
    found = [(name, hider.snippets(text)) for name, text in file.texts() if hider.count(text)]
    found += [(name, []) for name, _ in file.texts() if hider.count(name)]
    found += [(f"Evidence {number}", []) for number in evidence_that_says(file, hider)]
    found += [(title, []) for title in file.added_that_says(hider)]
    if not found:
        raise DomainError(NOWHERE)
    return found


def hide_words(*, case: Case, by: Person, words: str, why: str) -> Mask:
    """Hide words in everything that is made from this case, from now on; it can be undone."""
    require(permissions.can_export(by, case))
    if not why.strip():
        raise DomainError(SAY_WHY)
    places_of(case_file(case), words)  # files are read before anything is held
    return _hide(case, by, hiding.tidy(words), why.strip())


@transaction.atomic
def _hide(case: Case, by: Person, words: str, why: str) -> Mask:
    case = _held(case, by)
    if known := case.masks.reversible().filter(words__iexact=words).first():
        return known
    mask = Mask.objects.create(case=case, words=words, why=why, hidden_by=by)
    withdraw_files(case)
    chain.record("incidents.words.hidden", by=by, on=case, mask=mask.pk)
    return mask


@transaction.atomic
def show_words(*, mask: Mask, by: Person) -> None:
    """Undo a mask: what is made from the case says these words again."""
    case = _held(mask.case, by)
    deleted, _ = case.masks.reversible().filter(pk=mask.pk).delete()
    if not deleted:
        raise WrongState(SETTLED)
    withdraw_files(case)
    chain.record("incidents.words.shown", by=by, on=case, mask=mask.pk)


@transaction.atomic
def withhold_evidence(*, case: Case, by: Person, evidence: Evidence, why: str) -> None:
    """Leave a piece of evidence behind when the case file is taken away."""
    case = _held(case, by)
    if not why.strip():
        raise DomainError(SAY_WHY)
    piece = case.evidence.filter(pk=evidence.pk).first()
    if piece is None:
        raise DomainError("Choose one of the files of this case.")
    WithheldEvidence.objects.get_or_create(
        evidence=piece, defaults={"why": why.strip(), "withheld_by": by}
    )
    withdraw_files(case)
    chain.record("incidents.evidence.withheld", by=by, on=case, evidence=str(piece.pk))


@transaction.atomic
def let_evidence_go(*, case: Case, by: Person, evidence: Evidence) -> None:
    """Undo that: the piece goes with the case file again."""
    case = _held(case, by)
    deleted, _ = WithheldEvidence.objects.filter(evidence__case=case, evidence=evidence).delete()
    if not deleted:
        raise WrongState(SETTLED)
    withdraw_files(case)
    chain.record("incidents.evidence.let_go", by=by, on=case, evidence=str(evidence.pk))


def withdraw_files(case: Case) -> None:
    """Throw away the case files that were made so far; one on its way is made anew."""
    now = timezone.now()
    for bundle in case.bundles.kept().select_for_update():
        bundle.withdrawn_at = now
        bundle.save()
        forget(bundle.file.name)


def forget(name: str | None) -> None:
    """Delete a file once it is certain that nothing leads to it any more."""
    from django.core.files.storage import default_storage

    transaction.on_commit(lambda: default_storage.delete(name) if name else None)


def _held(case: Case, by: Person) -> Case:
    held = Case.objects.select_for_update(of=("self",)).select_related("report").get(pk=case.pk)
    require(permissions.can_export(by, held))
    return held


def evidence_that_says(file: CaseFile, hider: Hider) -> list[int]:
    """Return the numbers of the texts and PDFs that say words, or cannot be read."""
    found = []
    for choice in file.choices:
        try:
            says = choice.piece.is_shown and hider.count(going.words_of(choice.piece))
        except DomainError:
            says = True  # what cannot be read may say anything
        if says:
            found.append(choice.piece.number)
    return found
