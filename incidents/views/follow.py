"""Coming back to a report: with reference and code, or by the account it was sent from (I2, M5)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents import drafts, outcomes, queries
from incidents.actions import reply_as_reporter
from incidents.following import open_report
from incidents.forms.report import FollowForm, ReplyForm
from incidents.models import EntryKind, Report, State, Visibility
from incidents.promises import promises
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted

A_PAGE = 25
IN_PLAIN_WORDS = {
    State.RECEIVED: "We have it, and will read it soon.",
    State.TRIAGED: "We have read it and are deciding what to do.",
    State.INVESTIGATING: "We are looking into it.",
    State.WITH_GOVERNORS: "We are looking into it, with help from our governors.",
    State.CLOSED: "We have finished looking into it.",
}


@login_not_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Open a report by its reference and follow-up code."""
    form = FollowForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            report = open_report(**form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            response = redirect("incidents:followed")
            drafts.remember_following(response, report.pk)
            return response
    return render(request, "incidents/follow.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
def followed(request: HttpRequest) -> HttpResponse:
    """Show the report that the code opened, and take what the reporter adds."""
    without_account = Report.objects.filter(reporter=None).select_related("case")
    report = without_account.filter(pk=drafts.following(request) or 0).first()
    if report is None:
        messages.info(request, "Please give the reference and the code again.")
        return redirect("incidents:follow")
    return _report_page(request, report, by=None, here="incidents:followed")


@login_not_required
@require_POST
def stop_following(request: HttpRequest) -> HttpResponse:
    """Close the report to this browser."""
    messages.success(request, "Your report is closed on this device.")
    response = redirect("incidents:follow")
    drafts.stop_following(response)
    return response


@require_safe
def my_reports(request: SignedInRequest) -> HttpResponse:
    """List what somebody reported under their own name."""
    page = Paginator(queries.reports_of(request.user), A_PAGE).get_page(request.GET.get("page"))
    mine = [
        {"report": report, "standing": IN_PLAIN_WORDS[State(report.case.state)]} for report in page
    ]
    return render(request, "incidents/my_reports.html", {"page": page, "mine": mine})


@require_http_methods(["GET", "POST"])
def my_report(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show one of them, and take what the reporter adds."""
    mine = queries.reports_of(request.user)
    report = get_object_or_404(mine, case__reference=reference)
    return _report_page(request, report, by=request.user, here="incidents:my_report")


def _report_page(
    request: HttpRequest, report: Report, *, by: Person | None, here: str
) -> HttpResponse:
    """What a reporter sees: where it stands, what was written to and fro, and the outcome."""
    form = ReplyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reply_as_reporter(case=report.case, by=by, words=form.cleaned_data["words"])
        messages.success(request, "Thank you. We will read what you added.")
        return redirect(here, *([report.case.reference] if by else []))
    case = report.case
    written = case.entries.filter(kind=EntryKind.MESSAGE, visibility=Visibility.REPORTER)
    context = {
        "report": report,
        "case": case,
        "by_code": by is None,
        "promises": promises(case, timezone.now()),
        "standing": IN_PLAIN_WORDS[State(case.state)],
        "entries": [{"entry": entry, "is_theirs": entry.is_from_reporter} for entry in written],
        "outcome": outcomes.BY_CODE.get(case.outcome),
        "form": form,
    }
    return render(request, "incidents/followed.html", context)
