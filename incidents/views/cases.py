"""The queue of whoever handles cases, and the one page of each case."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.queries import Use, uses_on
from incidents import actions, deadlines, likeness, outcomes, queries, remit
from incidents.models import Case, Part, Report, ReviewRequest, State
from incidents.permissions import can_change_settings, can_handle, can_see_patterns
from incidents.views import deciding, evidence, steps
from school.models import Person, School
from school.requests import SignedInRequest

A_PAGE = 25


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """List the cases that are with somebody, most pressing first; for others there is no list."""
    person = request.user
    if not queries.has_queue(person):
        raise Http404
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    page = Paginator(queries.queue_for(person, state), A_PAGE).get_page(request.GET.get("page"))
    when = deadlines.Wording(timezone.now())
    context = {
        "page": page,
        "rows": [
            {"case": case, "due": when.of(case.due_at, in_hours=case.child_at_risk)}
            for case in page
        ],
        "filters": _filters(queries.counts_by_state(person), state),
        "state": State(state).label if state else "",
        "settings": can_change_settings(person),
        "patterns": can_see_patterns(person),
        "reviews": queries.reviews_for(person)[:A_PAGE],
        "was_warned": queries.picture_warnings_for(person).exists(),
    }
    return render(request, "incidents/queue.html", context)


@require_safe
def case(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a case on one page, and keep that it was looked at (M3)."""
    person = request.user
    found = get_object_or_404(
        Case.objects.visible_to(person).select_related("report__known_service"), pk=pk
    )
    actions.open_case(case=found, by=person)
    return render(request, "incidents/case.html", _case_context(person, found))


def _case_context(person: Person, case: Case) -> dict[str, Any]:
    when = deadlines.Wording(timezone.now())
    parties = case.parties.select_related("person", "child").order_by("added_at", "pk")
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
        "offer": _offer(person, case),
        "alleged": Part.ALLEGED,
        "judged": judged,
        "deciding": deciding.shown_to(person, case),
        "evidence": evidence.shown_to(case),
        "entries": case.entries.select_related("by"),
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


def _offer(person: Person, case: Case) -> dict[str, Any]:
    """Return a name for a handler to settle, and who has one like it; for others nothing."""
    if not can_handle(person, case):
        return {}
    written, offers = likeness.offered_in(case)
    return {"written": written, "people": offers} if offers else {}


def _filters(counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """Return the ways to narrow the list, each with its count and address."""
    here = reverse("incidents:queue")
    open_cases = sum(number for state, number in counts.items() if state != State.CLOSED)
    everything = [{"label": "Open", "count": open_cases, "url": here, "is_here": not chosen}]
    return everything + [
        {
            "label": state.label,
            "count": counts[state],
            "url": f"{here}?state={state}",
            "is_here": state == chosen,
        }
        for state in State
    ]
