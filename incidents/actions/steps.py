"""The steps of a case, from the first look to the outcome (I6, I7).

Each reads the case again under lock, asks whether this person may and the case can, writes a line
of the timeline, which keeps the words, and an event, which keeps none.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import lifecycle, naming, outcomes, permissions, queries, remit
from incidents.actions import clocks, handover
from incidents.clocks import Clock
from incidents.facts import facts_of
from incidents.lifecycle import Move
from incidents.models import Case, Part, State
from policies.models import Clause
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person


@transaction.atomic
def triage_case(
    *,
    case: Case,
    by: Person,
    kind: str,
    subject_kind: str,
    outside_school: bool,
    child_at_risk: bool = False,
    words: str = "",
) -> Case:
    """Record the first look: what it is, whom it is about, where it happened, whether a child is
    at risk. What turns out different may move the case into other hands.
    """
    case = handover.locked(case)
    require(permissions.can_triage(by, case))
    _move(case, Move.TRIAGE)
    told_before = handover.team_of(case)
    case.kind, case.subject_kind = kind, subject_kind
    case.outside_school = outside_school
    is_new_risk = child_at_risk and not case.child_at_risk
    case.child_at_risk = case.child_at_risk or child_at_risk
    clocks.meet(case, Clock.READ, Clock.TRIAGE)
    if is_new_risk:
        clocks.hasten(case, since=timezone.now())
    case.save()
    handover.add_entry(case, by=by, title="Had a first look", words=words)
    handover.note_possible_subjects(case, "")
    moved = handover.move_if_needed(case, told_before=told_before)
    chain.record(
        "incidents.case.triaged",
        by=by,
        on=case,
        kind=kind,
        subject_kind=subject_kind,
        outside_school=outside_school,
        moved=moved,
    )
    return case


@transaction.atomic
def judge_remit(*, case: Case, by: Person, grounds: Iterable[str], why: str) -> Case:
    """Record whether the school may act on something outside school, on which grounds and why."""
    case = handover.locked(case)
    require(permissions.can_judge_remit(by, case))
    if verdict := remit_needs_judging(case):
        raise WrongState(verdict)
    found = {remit.Ground(ground) for ground in grounds}
    try:
        judged = remit.judge(found, why)
    except ValueError as error:
        raise DomainError(str(error)) from error
    case.remit_grounds = sorted(found)
    case.remit_why, case.remit_within = why, judged.within
    case.remit_judged_at, case.remit_judged_by = timezone.now(), by
    case.save()
    handover.add_entry(case, by=by, title="Decided whether we may act", words=why)
    chain.record(
        "incidents.remit.judged",
        by=by,
        on=case,
        within=judged.within,
        grounds=case.remit_grounds,
    )
    return case


def remit_needs_judging(case: Case) -> str:
    """Return why the remit test cannot be recorded now, or nothing when it can."""
    if case.state != State.TRIAGED:
        return "The question whether we may act is asked after the first look."
    if not remit.needs_remit_test(case.outside_school):
        return "It happened in school, so the school may act."
    return ""


@transaction.atomic
def start_investigation(*, case: Case, by: Person, words: str = "") -> Case:
    """Record that the school is looking into it, and what will be done first."""
    case = handover.locked(case)
    require(permissions.can_investigate(by, case))
    _move(case, Move.INVESTIGATE)
    case.save()
    handover.add_entry(case, by=by, title="Started looking into it", words=words)
    chain.record("incidents.investigation.started", by=by, on=case)
    return case


@transaction.atomic
def refer_case(*, case: Case, by: Person) -> Case:
    """Mark the case as being with governors; who they are is for `governance` to record."""
    case = handover.locked(case)
    require(permissions.can_refer(by, case))
    _move(case, Move.REFER)
    clocks.note_next_due(case)
    case.save()
    handover.add_entry(case, by=by, title="Put before governors")
    chain.record("incidents.case.referred", by=by, on=case)
    return case


@transaction.atomic
def return_case(*, case: Case, by: Person, words: str = "") -> Case:
    """Take the case back from governors, to be decided by whoever handles it."""
    case = handover.locked(case)
    require(permissions.can_handle(by, case))
    _move(case, Move.RETURN)
    clocks.run_to_decision(case, since=timezone.now())
    case.save()
    handover.add_entry(case, by=by, title="Back from governors", words=words)
    chain.record("incidents.case.returned", by=by, on=case)
    return case


@transaction.atomic
def note_decision_of_governors(*, case: Case, by: Person, decision: str, reasons: str) -> None:
    """Put what the governors decided on the timeline, and tell whoever handles the case.

    Whether `by` was asked is for `governance` to know; the case itself stays with the governors
    until its handler takes it back.
    """
    case = handover.locked(case)
    if case.state != State.WITH_GOVERNORS:
        raise WrongState(lifecycle.WHY_NOT[Move.RETURN])
    handover.add_entry(case, by=by, title=f"The governors decided: {decision}", words=reasons)
    event = chain.record("incidents.case.decided_by_governors", by=by, on=case)
    handover.tell_team(case, event)


@transaction.atomic
def name_clauses(*, case: Case, by: Person, clauses: Iterable[Clause]) -> Case:
    """Record which clauses it goes against, of the version in force on the day (I9, M9)."""
    case = handover.locked(case)
    require(permissions.can_name_clauses(by, case))
    if case.state in (State.RECEIVED, State.CLOSED):
        raise WrongState(lifecycle.WHY_NOT_NOW[State(case.state)])
    chosen = list(clauses)
    in_force = set(queries.clauses_for(case).values_list("pk", flat=True))
    if any(clause.pk not in in_force for clause in chosen):
        raise DomainError("Choose from the policy that was in force on the day it happened.")
    case.clauses.set(chosen)
    numbers = ", ".join(clause.number for clause in chosen) or "none"
    handover.add_entry(case, by=by, title="Noted what the policy says", words=f"Clauses: {numbers}")
    chain.record("incidents.clauses.named", by=by, on=case, clauses=[c.pk for c in chosen])
    return case


@transaction.atomic
def close_case(
    *, case: Case, by: Person, outcome: str, explanation: str, hr_reference: str = ""
) -> Case:
    """Close the case with an outcome that fits whom it is about, and tell whoever reported it.

    `explanation` is what the reporter reads beside the outcome's own sentence; it names nobody.
    """
    case = handover.locked(case)
    require(permissions.can_close(by, case))
    _move(case, Move.CLOSE)
    chosen = _outcome_open_to(case, outcome)
    require(permissions.can_record_outcome(by, case, chosen))
    if not explanation.strip():
        raise DomainError("Say in a few words what the person who told us will read.")
    _require_no_names(case, explanation)
    _require_contact(case, chosen)
    if chosen.needs_hr_reference and not hr_reference.strip():
        raise DomainError("Give the reference of the HR file: only the reference, no detail.")
    case.outcome, case.outcome_explanation = chosen.code, explanation
    case.hr_reference = hr_reference.strip() if chosen.needs_hr_reference else ""
    case.closed_at, case.closed_by = timezone.now(), by
    clocks.meet(case, *Clock)
    case.save()
    handover.add_entry(case, by=by, title=f"Closed: {chosen.label}", words=explanation)
    event = chain.record("incidents.case.closed", by=by, on=case, outcome=chosen.code)
    handover.tell_reporter(case, template="report_news", once=f"report-closed:{event.sequence}")
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: Person, why: str) -> Case:
    """Open a closed case again. One closed as outside the remit goes back to that question."""
    case = handover.locked(case)
    require(permissions.can_reopen(by, case))
    if not why.strip():
        raise DomainError("Say why it is opened again.")
    open_again(case, by=by, why=why)
    return case


def open_again(case: Case, *, by: Person, why: str) -> None:
    """Open a case that is held under lock, for somebody whose right was asked for."""
    _move(case, lifecycle.way_to_reopen(facts_of(case)))
    if case.remit_within is False:
        case.remit_within = case.remit_judged_at = case.remit_judged_by = None
        case.remit_grounds, case.remit_why = [], ""
    case.outcome = case.outcome_explanation = case.hr_reference = ""
    case.closed_at = case.closed_by = None
    clocks.run_to_decision(case, since=timezone.now())
    case.save()
    handover.add_entry(case, by=by, title="Opened again", words=why)
    chain.record("incidents.case.reopened", by=by, on=case)


def _move(case: Case, move: Move) -> None:
    case.state = lifecycle.take(move, case.state, facts_of(case))


def _require_no_names(case: Case, explanation: str) -> None:
    """Whoever told us reads it, and it names nobody else (I14)."""
    others = case.parties.exclude(part=Part.REPORTER).select_related("person", "child")
    if case.report.reporter_id:
        others = others.exclude(person=case.report.reporter_id)
    if said := naming.names_said(explanation, [party.label for party in others]):
        raise DomainError(
            f"The person who told us reads this, and it says “{said}”. Please name nobody."
        )


def _require_contact(case: Case, outcome: outcomes.Outcome) -> None:
    """An outcome that says who took it up needs that on record (I13)."""
    bodies = outcome.needs_contact_with
    if bodies and not case.outside_contacts.filter(was_made=True, body__in=bodies).exists():
        raise DomainError("First record to whom it was handed, with the date and the reference.")


def _outcome_open_to(case: Case, code: str) -> outcomes.Outcome:
    for outcome in outcomes.allowed_outcomes(case.subject_kind, case.remit_within):
        if outcome.code == code:
            return outcome
    raise DomainError("This outcome does not fit whom the case is about. Choose another.")
