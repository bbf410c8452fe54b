"""Who is on a case: taking it on, putting it back, for the others who handle it to see (I12)."""

from collections.abc import Iterable

from django.db import transaction

from audit import chain
from incidents import lifecycle, permissions, queries
from incidents.actions import handover
from incidents.models import Case, CaseClaim, State
from school.access import require
from school.errors import WrongState
from school.models import Person

NOBODY = ""
NOT_YOURS = "You are not on this case, so there is nothing to put back."


@transaction.atomic
def take_on(*, case: Case, by: Person, seen: str | None = None) -> CaseClaim:
    """Say that somebody is on this case; whoever was before them is so no longer.

    It gives and takes no right: everybody who handles the case still does. `seen` is the key of
    whom they saw to be on it, or NOBODY: raises WrongState where that is somebody else by now.
    """
    case = handover.locked(case)
    require(permissions.can_take_on(by, case))
    if case.state == State.CLOSED:
        raise WrongState(lifecycle.WHY_NOT_NOW[State.CLOSED])
    known = CaseClaim.objects.filter(case=case).select_related("person").first()
    if known and known.person_id == by.pk:
        return known
    before = known.person if known and queries.on_it([case]) else None
    if before and seen not in (None, str(before.pk)):
        raise WrongState(
            f"{before} took this on meanwhile. If you agree on it with them, press “Take it over”."
        )
    if known:
        known.delete()
    claim = CaseClaim.objects.create(case=case, person=by)
    words = f"{before} was on it before." if before else ""
    handover.add_entry(case, by=by, title="Took this on", words=words)
    chain.record("incidents.case.taken_on", by=by, on=case)
    return claim


def take_on_together(*, cases: Iterable[Case], by: Person) -> int:
    """Take on those of these that nobody is on, and that this person handles; return how many.

    Each is a deed of its own: one that is in other hands meanwhile holds back none of the rest.
    """
    return sum(_take_if_free(case, by) for case in cases)


@transaction.atomic
def _take_if_free(case: Case, by: Person) -> bool:
    case = handover.locked(case)
    is_free = case.state != State.CLOSED and not queries.on_it([case])
    if not (is_free and permissions.can_take_on(by, case)):
        return False
    take_on(case=case, by=by)
    return True


@transaction.atomic
def put_back(*, case: Case, by: Person) -> None:
    """Say that somebody is no longer on this case, which they had taken on."""
    case = handover.locked(case)
    require(permissions.can_read(by, case))
    gone, _ = CaseClaim.objects.filter(case=case, person=by).delete()
    if not gone:
        raise WrongState(NOT_YOURS)
    handover.add_entry(case, by=by, title="Put this back")
    chain.record("incidents.case.put_back", by=by, on=case)
