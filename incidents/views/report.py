"""Telling the school about something: open to anybody, kept until it is sent (I1, I2)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import drafts
from incidents.actions import Received, receive_report
from incidents.actions.intake import report_sent_before, same_again
from incidents.forms.report import DangerForm, ReportForm
from incidents.models import Kind
from school.models import Person
from school.requests import posted


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask first whether a child is in danger now."""
    about = request.GET.get("about", "")
    form = DangerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        in_danger = form.cleaned_data["in_danger"] == "yes"
        draft = drafts.Draft(request)
        draft.keep_danger(in_danger, about)
        response = redirect("incidents:danger" if in_danger else "incidents:report")
        draft.remember(response)
        return response
    return render(
        request, "incidents/start.html", {"form": form, "talk_to_us": about == Kind.CONCERN}
    )


@login_not_required
@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    """Say whom to call, before any form."""
    return render(request, "incidents/danger.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Ask what happened, and keep whatever was typed."""
    draft = drafts.Draft(request)
    if request.method == "POST":
        draft.keep_answers(request.POST.dict())
        response = _next_page(request, draft)
        draft.remember(response)
        return response
    if draft.answers:
        form = _form(request, draft)
    else:
        form = ReportForm(person=_person(request), initial=_first_answers(draft))
    return render(request, "incidents/report.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the answers once more; send them when asked to, once however often it is pressed."""
    draft = drafts.Draft(request)
    if request.method == "POST":
        return _send(request, draft)
    form = _form(request, draft)
    if not form.is_valid():
        return redirect("incidents:report" if draft.answers else "incidents:start")
    ticket = drafts.Ticket.for_draft(draft)
    context = {"rows": _rows(form), "ticket": ticket.signed(), "draft": draft}
    return render(request, "incidents/check.html", context)


@login_not_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Show the reference, and the follow-up code this one time."""
    shown = drafts.received(request)
    if shown is None:
        return redirect("incidents:start")
    response = render(request, "incidents/received.html", shown)
    drafts.remember_received(response, **{**shown, "code": ""})
    return response


def _next_page(request: HttpRequest, draft: drafts.Draft) -> HttpResponse:
    form = _form(request, draft)
    if form.is_valid():
        return redirect("incidents:check")
    return render(request, "incidents/report.html", {"form": form})


def _send(request: HttpRequest, draft: drafts.Draft) -> HttpResponse:
    ticket = drafts.Ticket.read(request.POST.get("ticket", ""))
    if ticket is None:
        return redirect("incidents:check")
    if known := report_sent_before(ticket.submission):
        return _show(request, same_again(known, ticket.code))
    form = _form(request, draft)
    if ticket.submission != draft.submission or not form.is_valid():
        messages.info(request, "There is nothing waiting to be sent. You can start here.")
        return redirect("incidents:start")
    sent = receive_report(
        details=form.details(child_in_danger=draft.child_in_danger, submission=ticket.submission),
        reporter=_person(request) if form.is_from_account else None,
        code=ticket.code,
    )
    draft.forget()
    return _show(request, sent)


def _show(request: HttpRequest, sent: Received) -> HttpResponse:
    response = redirect("incidents:received")
    drafts.remember_received(
        response,
        reference=sent.reference,
        code=sent.code,
        own_account=sent.case.report.reporter_id is not None,
    )
    return response


def _form(request: HttpRequest, draft: drafts.Draft) -> ReportForm:
    return ReportForm(draft.answers, person=_person(request))


def _first_answers(draft: drafts.Draft) -> dict[str, str]:
    return {"kind": draft.about} if draft.about in Kind.values else {}


def _rows(form: ReportForm) -> list[dict[str, Any]]:
    """Return each question, its answer in words, and where to change it.

    Name and address come only where they will be sent.
    """
    rows = []
    for field in form.visible_fields():
        if field.name in form.ABOUT_REPORTER and not form.is_named:
            continue
        answer = form.cleaned_data.get(field.name)
        words = dict(getattr(field.field, "choices", ())).get(answer, answer)
        rows.append({"label": field.label, "answer": words, "anchor": f"div_{field.auto_id}"})
    return rows


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None
