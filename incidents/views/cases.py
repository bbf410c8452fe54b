"""The one page of each case."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.queries import Use, uses_on
from incidents import actions, deadlines, family, likely, likeness, outcomes, queries, remit
from incidents.models import Case, CaseEntry, Report, ReviewRequest, State
from incidents.permissions import can_handle
from incidents.views import deciding, evidence, steps
from school.models import Person, School
from school.requests import SignedInRequest


@require_safe
def case(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a case on one page, and keep that it was looked at (M3)."""
    person = request.user
    found = get_object_or_404(
        Case.objects.visible_to(person).select_related("report__known_service"), pk=pk
    )
    actions.open_case(case=found, by=person)
    found.refresh_from_db(fields=["due_at", "escalated_role"])  # reading it may be what was due
    return render(request, "incidents/case.html", _case_context(person, found))


def _case_context(person: Person, case: Case) -> dict[str, Any]:
    when = deadlines.Wording(timezone.now())
    parties = case.parties.select_related("person", "child").order_by("added_at", "pk")
    handles = bool(can_handle(person, case))  # asked once: it decides about much of the page
    offer = _offer(case) if handles else {}
    judged = case.remit_judged_at and remit.judge(
        {remit.Ground(ground) for ground in case.remit_grounds}, case.remit_why
    )
    return {
        "case": case,
        "report": case.report,
        "uses": _uses(case.report),
        "due": when.of(case.due_at, in_hours=case.child_at_risk),
        "clocks": [
            {"clock": clock, **when.of(clock.due_at, in_hours=clock.in_hours)}
            for clock in case.clocks.all()
        ],
        "rests": case.state == State.WITH_GOVERNORS,
        "parties": parties,
        "offer": offer,
        "is_family": family.may_be_in_it(person, parties, offer.get("people", [])),
        "evidence": evidence.shown_to(case),
        "judged": judged,
        "deciding": deciding.shown_to(person, case, handles=handles),
        "entries": CaseEntry.with_own_notes.filter(case=case).read_by(person).select_related("by"),
        "on_it": queries.on_it([case]).get(case.pk),
        "can_take_on": handles and case.state != State.CLOSED,
        "links": [
            {"link": link, "other": link.other_than(case)}
            for link in queries.links_of(person, case)
        ],
        "likely": likely.offered_to(person, case) if handles else [],
        "outcome": outcomes.BY_CODE.get(case.outcome),
        "steps": steps.open_to(person, case),
        "review": ReviewRequest.objects.filter(case=case).select_related("decided_by").first(),
        "school": School.current(),
        "hides_words": case.masks.in_force().exists(),
    }


def _uses(report: Report) -> list[Use]:
    """Return what the school had approved of the service on the day on which it was used (M19)."""
    if not report.service:
        return []
    day = report.happened_on or timezone.localdate(report.received_at)
    return uses_on(day, service=report.known_service, name=report.service)


def _offer(case: Case) -> dict[str, Any]:
    """Return a name for a handler to settle, and who has one like it."""
    written, offers = likeness.offered_in(case)
    return {"written": written, "people": offers} if offers else {}
