"""Coming back to a report: with reference and code, or by the account it was sent from (I2, M5)."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents import drafts, outcomes, queries
from incidents.actions import ask_for_review, change_address, reply_as_reporter
from incidents.actions.reviews import ask_until, can_ask_for_review
from incidents.evidence import evidence_of, is_words_only
from incidents.following import open_report
from incidents.forms.follow import AddressForm, AskForReviewForm, FollowForm, ReplyForm
from incidents.models import Case, EntryKind, Report, ReviewRequest, State, Visibility
from incidents.promises import promises
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted

A_PAGE = 25
IN_PLAIN_WORDS = {
    State.RECEIVED: "We have it safely.",
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
    if (report := opened(request)) is None:
        return ask_for_code(request)
    return _report_page(request, report, by=None)


@login_not_required
@require_http_methods(["GET", "POST"])
def followed_review(request: HttpRequest) -> HttpResponse:
    """Take the request of somebody who came with a code to look at it again."""
    if (report := opened(request)) is None:
        return ask_for_code(request)
    return _review_page(request, report, by=None)


@login_not_required
@require_safe
def followed_slip(request: HttpRequest) -> HttpResponse:
    """Show a slip to print, to somebody who came with a code."""
    if (report := opened(request)) is None:
        return ask_for_code(request)
    return _slip(request, report, by=None)


@login_not_required
@require_http_methods(["GET", "POST"])
def followed_address(request: HttpRequest) -> HttpResponse:
    """Take an address to write to, or forget it."""
    if (report := opened(request)) is None:
        return ask_for_code(request)
    form = AddressForm(posted(request), initial={"email": report.reporter_email})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        change_address(case=report.case, email=email)
        kept = "We write to that address when there is something to read."
        messages.success(request, kept if email else "We have no address of yours any more.")
        return redirect("incidents:followed")
    return render(request, "incidents/address.html", {"form": form, "report": report})


@login_not_required
@require_safe
def lost_code(request: HttpRequest) -> HttpResponse:
    """Say plainly that a lost code cannot be found, and what to do."""
    return render(request, "incidents/lost_code.html")


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
    return _report_page(request, own_report(request, reference), by=request.user)


@require_http_methods(["GET", "POST"])
def my_review(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take the reporter's request to look at it again."""
    return _review_page(request, own_report(request, reference), by=request.user)


@require_safe
def my_slip(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show a slip to print, to whoever reported it."""
    return _slip(request, own_report(request, reference), by=request.user)


def own_report(request: SignedInRequest, reference: str) -> Report:
    report: Report = get_object_or_404(queries.reports_of(request.user), case__reference=reference)
    return report


def opened(request: HttpRequest) -> Report | None:
    """Return the report that the code opened to this browser."""
    without_account = Report.objects.filter(reporter=None).select_related("case")
    return without_account.filter(pk=drafts.following(request) or 0).first()


def ask_for_code(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Please give the reference and the code again.")
    return redirect("incidents:follow")


def _report_page(request: HttpRequest, report: Report, *, by: Person | None) -> HttpResponse:
    """What a reporter sees: where it stands, what was written to and fro, and the outcome."""
    case = report.case
    form = ReplyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reply_as_reporter(case=case, by=by, words=form.cleaned_data["words"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. We will read what you added.")
            return redirect(address("followed", "my_report", case, by))
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
        "review": ReviewRequest.objects.filter(case=case).first(),
        "may_ask": can_ask_for_review(case, timezone.localdate()),
        "ask_until": ask_until(case),
        "review_url": address("followed_review", "my_review", case, by),
        "slip_url": address("followed_slip", "my_slip", case, by),
        "files_url": address("followed_files", "my_files", case, by),
        "brought": evidence_of(case).from_reporter(),
        "words_only": is_words_only(case),
    }
    return render(request, "incidents/followed.html", context)


def _review_page(request: HttpRequest, report: Report, *, by: Person | None) -> HttpResponse:
    """Ask why it should be looked at again; once, and for a while after it was closed (I14)."""
    case, back = report.case, address("followed", "my_report", report.case, by)
    if request.method == "GET" and not (may := can_ask_for_review(case, timezone.localdate())):
        messages.info(request, may.reason)
        return redirect(back)
    form = AskForReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_review(case=case, by=by, words=form.cleaned_data["words"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. Somebody will look at it again.")
            return redirect(back)
    context = {"form": form, "case": case, "back": back, "ask_until": ask_until(case)}
    return render(request, "incidents/ask_for_review.html", context)


def _slip(request: HttpRequest, report: Report, *, by: Person | None) -> HttpResponse:
    back = address("followed", "my_report", report.case, by)
    return render(request, "incidents/slip.html", slip(report, back=back))


def slip(report: Report, *, back: str) -> dict[str, Any]:
    """Return what a slip says: that something was told and when, where to come back; never what."""
    come_back = "my_reports" if report.reporter_id else "follow"
    address = f"{settings.PORTAL_URL}{reverse(f'incidents:{come_back}')}"
    return {"report": report, "back": back, "come_back_at": address}


def address(by_code: str, by_account: str, case: Case, by: Person | None) -> str:
    """Return an address for whoever came with a code, or by their account."""
    if by is None:
        return reverse(f"incidents:{by_code}")
    return reverse(f"incidents:{by_account}", args=[case.reference])
