"""Two people at one case: whoever comes second is told what the first did, and overwrites nothing.

A form carries the last line of the timeline that stood on the page it was opened from. Everything
that changes a case writes such a line, under the lock of the case, so a later line says that it
changed and also how. Links and other people's own notes write none, and so tell nobody of them.
"""

from django.db.models import Max
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
    """Return the mark that a form carries: how far this person can read the timeline now."""
    latest = _read_by(person, case).aggregate(latest=Max("pk"))["latest"]
    return latest or 0


def since(person: Person, case: Case, seen: int) -> list[CaseEntry]:
    """Return what came onto the timeline after the mark, for this person."""
    return list(_read_by(person, case).filter(pk__gt=seen).select_related("by"))


def require_unchanged(person: Person, case: Case, seen: int | None) -> None:
    """Raise ChangedMeanwhile if the case has moved on; called while it is held under lock.

    Raises Http404 where it is no longer this person's to know of. Without a mark nothing is asked.
    """
    if not Case.objects.visible_to(person).filter(pk=case.pk).exists():
        raise Http404
    if seen is not None and _read_by(person, case).filter(pk__gt=seen).exists():
        raise ChangedMeanwhile(CHANGED)


def _read_by(person: Person, case: Case) -> CaseEntryQuerySet:
    return CaseEntry.with_own_notes.filter(case=case).read_by(person)
