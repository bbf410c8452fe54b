"""Two people at one case: whoever comes second is told what the first did, and overwrites nothing.

A form carries how many lines the timeline had when it was opened. Everything that changes a case
writes a line, under the lock of the case, so a further line says that it changed and also how.
Links and other people's own notes write none that others read, and so tell nobody of them.
"""

from django.http import Http404

from incidents.models import Case, CaseEntry
from incidents.models.entry import CaseEntryQuerySet
from school.errors import WrongState
from school.models import Person

CHANGED = (
    "Something happened in this case since you opened this page. Nothing of yours is lost, and "
    "nothing is saved yet: read what happened, then press again if it is still right."
)


class ChangedMeanwhile(WrongState):
    """Somebody was quicker: their line is on the timeline, and this form has not seen it."""


def seen_now(person: Person, case: Case) -> int:
    """Return the mark that a form carries: how many lines of the timeline this person can read.

    Not the number of the last one: that would count the lines of other cases as well (I4).
    """
    return _read_by(person, case).count()


def since(person: Person, case: Case, seen: int) -> list[CaseEntry]:
    """Return what came onto the timeline after the mark, for this person."""
    return list(_read_by(person, case).select_related("by")[seen:])


def require_unchanged(person: Person, case: Case, seen: int | None) -> None:
    """Raise ChangedMeanwhile if the case has moved on; called while it is held under lock.

    Raises Http404 where it is no longer this person's to know of. Without a mark nothing is asked.
    """
    if not Case.objects.visible_to(person).filter(pk=case.pk).exists():
        raise Http404
    if seen is not None and seen != seen_now(person, case):
        raise ChangedMeanwhile(CHANGED)


def _read_by(person: Person, case: Case) -> CaseEntryQuerySet:
    """Return what they read in the order in which it was written: lines come under the lock."""
    return CaseEntry.with_own_notes.filter(case=case).read_by(person).order_by("pk")
