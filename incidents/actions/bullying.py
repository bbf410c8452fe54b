"""Bullying online: its motive, and the steps of the anti-bullying policy (I9, M16)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import bullying, lifecycle, permissions, queries
from incidents.actions import handover
from incidents.models import BullyingRecord, Case, Kind, ProcedureStep, State
from policies.models import Clause
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

NOT_BULLYING = "This case is not about bullying online."
NO_STEPS = "Take the steps from the anti-bullying policy first."
NONE_OPEN = "Each step is done, or it is said why not."


def bullying_cannot_be_dealt_with(case: Case) -> str:
    """Return why neither motive nor procedure can be recorded now, or nothing when they can."""
    if case.kind != Kind.CYBERBULLYING:
        return NOT_BULLYING
    if case.state in (State.RECEIVED, State.CLOSED):
        return lifecycle.WHY_NOT_NOW[State(case.state)]
    if case.remit_within is False:
        return "The school may not act on this one, so the procedure does not apply."
    return ""


@transaction.atomic
def note_motive(*, case: Case, by: Person, motives: Iterable[str]) -> BullyingRecord:
    """Record what the bullying seemed to be about."""
    case = _locked_for(case, by)
    try:
        chosen = bullying.checked(list(motives))
    except ValueError as error:
        raise DomainError(str(error)) from error
    record, _ = BullyingRecord.objects.update_or_create(
        case=case, defaults={"motives": [motive.value for motive in chosen]}
    )
    words = "; ".join(record.motives_in_words)
    handover.add_entry(case, by=by, title="Noted what the bullying seemed to be about", words=words)
    chain.record("incidents.motive.noted", by=by, on=case, motives=record.motives)
    return record


@transaction.atomic
def take_procedure(
    *, case: Case, by: Person, clauses: Iterable[Clause] = (), why_none: str = ""
) -> BullyingRecord:
    """Copy these clauses, of the anti-bullying policy in force on the day, as steps to be taken.

    More can be taken later; none is taken away. Where no such policy was in force, `why_none` says
    what is done instead.
    """
    case = _locked_for(case, by)
    offered = {clause.pk: clause for clause in queries.procedure_clauses(case)}
    chosen = {clause.pk for clause in clauses}
    if not chosen <= set(offered):
        raise DomainError("Choose from the anti-bullying policy that was in force on the day.")
    if offered:
        return _copy(case, by, [clause for pk, clause in offered.items() if pk in chosen])
    if not why_none.strip():
        raise DomainError("No anti-bullying policy was in force: say what is done instead.")
    record, _ = BullyingRecord.objects.update_or_create(
        case=case, defaults={"why_no_procedure": why_none}
    )
    title = "Noted that there was no anti-bullying policy to follow"
    handover.add_entry(case, by=by, title=title, words=why_none)
    chain.record("incidents.procedure.none", by=by, on=case)
    return record


def _copy(case: Case, by: Person, clauses: list[Clause]) -> BullyingRecord:
    known = set(case.procedure_steps.values_list("clause_id", flat=True))
    fresh = [clause for clause in clauses if clause.pk not in known]
    if not fresh:
        raise DomainError("Choose at least one point that says what is to be done.")
    version = fresh[0].section.version
    record, _ = BullyingRecord.objects.update_or_create(
        case=case, defaults={"version": version, "why_no_procedure": ""}
    )
    ProcedureStep.objects.bulk_create(
        ProcedureStep(
            case=case, position=place, clause=clause, number=clause.number, text=clause.text
        )
        for place, clause in enumerate(fresh, start=len(known) + 1)
    )
    numbers = ", ".join(clause.number for clause in fresh)
    words = f"{version}: {numbers}"
    handover.add_entry(case, by=by, title="Took the steps of the anti-bullying policy", words=words)
    chain.record("incidents.procedure.taken", by=by, on=case, clauses=[c.pk for c in fresh])
    return record


@transaction.atomic
def settle_steps(
    *,
    case: Case,
    by: Person,
    steps: Iterable[ProcedureStep],
    was_done: bool,
    done_on: date | None = None,
    done_by: str = "",
    why_not: str = "",
) -> None:
    """Record that steps of the procedure were done, when and by whom; or why they are not."""
    case = _locked_for(case, by)
    chosen = list(case.procedure_steps.open().filter(pk__in=[step.pk for step in steps]))
    if not chosen:
        raise DomainError("Choose at least one step that is still to be taken.")
    if was_done:
        how = _done(done_on, done_by)
    elif why_not.strip():
        how = {"why_not": why_not}
    else:
        raise DomainError("Say why this is not done: it is kept with the case.")
    case.procedure_steps.filter(pk__in=[step.pk for step in chosen]).update(
        settled_at=timezone.now(), settled_by=by, **how
    )
    numbers = ", ".join(step.number for step in chosen)
    title = "Followed the anti-bullying policy" if was_done else "Left out of the procedure"
    words = f"{numbers}: {done_by.strip() if was_done else why_not}"
    day = done_on if was_done else None
    handover.add_entry(case, by=by, title=title, words=words, happened_on=day)
    chain.record(
        "incidents.procedure.settled",
        by=by,
        on=case,
        clauses=[step.clause_id for step in chosen],
        done=was_done,
    )


def _done(done_on: date | None, done_by: str) -> dict[str, object]:
    if done_on is None or not done_by.strip():
        raise DomainError("Say when it was done, and who did it.")
    if done_on > timezone.localdate():
        raise DomainError("Give the day on which it was done: it cannot be in the future.")
    return {"done_on": done_on, "done_by": done_by.strip()}


def _locked_for(case: Case, by: Person) -> Case:
    case = handover.locked(case)
    require(permissions.can_follow_procedure(by, case))
    if verdict := bullying_cannot_be_dealt_with(case):
        raise WrongState(verdict)
    return case
