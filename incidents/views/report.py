"""Telling the school about something: open to anybody, kept until it is sent (I1, I2)."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents import codes, drafts, pace, promises
from incidents.actions import Received, receive_report
from incidents.actions.intake import report_sent_before, same_again
from incidents.forms.report import DangerForm, SendForm
from incidents.interview import BY_NAME, Interview, Question
from incidents.models import Case, Kind, Report
from incidents.topics import Topic
from incidents.views.asking import (
    TOO_MANY_REQUESTS,
    address_of,
    go_on,
    interview_of,
    person_of,
)
from incidents.views.follow import slip
from incidents.views.report_files import files_gone
from school.requests import posted


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask first whether a child is in danger now."""
    talk_to_us = request.GET.get("about") == Kind.CONCERN
    form = DangerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        in_danger = form.cleaned_data["in_danger"] == "yes"
        draft = drafts.Draft(request)
        draft.begin(in_danger=in_danger, about=Topic.CONCERN.name if talk_to_us else "")
        first = go_on(interview_of(request, draft))
        response = redirect("incidents:danger") if in_danger else first
        draft.remember(response)
        return response
    context = {
        "form": form,
        "talk_to_us": talk_to_us,
        "read_within": promises.read_within(),
        "answer_within": promises.answer_within(),
    }
    return render(request, "incidents/start.html", context)


@login_not_required
@require_safe
def danger(request: HttpRequest) -> HttpResponse:
    """Say whom to call, before any form."""
    draft = drafts.Draft(request)
    waiting = interview_of(request, draft).next_open()
    context = {
        "go_on": address_of(waiting) if draft.has_begun else reverse("incidents:start"),
        "read_within": promises.urgent_read_within(),
    }
    return render(request, "incidents/danger.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one question, and keep whatever was typed."""
    if (asked := BY_NAME.get(name)) is None or asked.has_own_view:
        raise Http404
    draft = drafts.Draft(request)
    if request.method == "POST":
        return _answered(request, draft, asked)
    interview = interview_of(request, draft)
    if not draft.has_begun:
        return redirect("incidents:start")
    if not interview.may_open(asked):
        return go_on(interview)
    return _ask(request, draft, interview, asked)


@login_not_required
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what is being typed, with nothing asked of it yet: for the page's script."""
    if (asked := BY_NAME.get(name)) is None or asked.has_own_view:
        raise Http404
    draft = drafts.Draft(request)
    if not draft.has_begun:
        raise Http404  # over, or deleted a moment ago: it must not come back by itself
    if draft.is_in_a_hurry():
        return HttpResponse(status=TOO_MANY_REQUESTS)
    draft.keep(_typed(request, interview_of(request, draft), asked))
    response = HttpResponse(status=204)
    draft.remember(response)
    return response


@login_not_required
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what was typed, for whoever changes their mind or sits at a shared computer."""
    drafts.Draft(request).forget()
    messages.success(request, "What you typed is deleted. Nothing was sent.")
    return redirect("incidents:start")


@login_not_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the answers once more; send them when asked to, once however often it is pressed."""
    if request.method == "POST":
        return _send(request)
    draft = drafts.Draft(request)
    interview = interview_of(request, draft)
    if not draft.has_begun:
        return redirect("incidents:start")
    if interview.next_open():
        return go_on(interview)
    ticket = drafts.Ticket(
        mark=str(draft.mark),
        code=codes.new_code(),
        answers=interview.answers_to_send(),
        in_danger=draft.child_in_danger,
        began_at=draft.began_at,
        made_at=time.time(),
        account=request.user.pk if interview.is_from_account else None,
    )
    return _show_answers(request, interview, ticket)


@login_not_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Show the reference, and the follow-up code this one time."""
    shown = drafts.received(request)
    report = _report_received(shown) if shown else None
    if not shown or report is None:
        return redirect("incidents:start")
    context = {
        **shown,
        "report": report,
        "promises": promises.promises(report.case, timezone.now()),
        "is_concern": report.case.kind == Kind.CONCERN,
    }
    response = render(request, "incidents/received.html", context)
    drafts.remember_received(response, **{**shown, "code": ""})
    return response


@login_not_required
@require_safe
def received_slip(request: HttpRequest) -> HttpResponse:
    """Show a slip to print, to whoever just sent a report."""
    shown = drafts.received(request)
    report = _report_received(shown) if shown else None
    if report is None:
        return redirect("incidents:start")
    return render(request, "incidents/slip.html", slip(report, back=reverse("incidents:received")))


def _report_received(shown: dict[str, Any]) -> Report | None:
    reports = Report.objects.select_related("case")
    return reports.filter(case__reference=shown["reference"]).first()


def _answered(request: HttpRequest, draft: drafts.Draft, asked: Question) -> HttpResponse:
    draft.take_from_page(request.POST.get("kept", ""))
    typed = _typed(request, interview_of(request, draft), asked)
    too_fast = draft.has_begun and draft.is_in_a_hurry()
    draft.keep(typed, question="" if too_fast or not draft.has_begun else asked.name)
    response = _after(request, draft, asked, too_fast=too_fast)
    draft.remember(response)
    return response


def _after(
    request: HttpRequest, draft: drafts.Draft, asked: Question, *, too_fast: bool
) -> HttpResponse:
    """Return the page that follows an answer: the next question, or the same with what is amiss."""
    interview = interview_of(request, draft)
    if not draft.has_begun:
        messages.info(
            request, "It was a long time since your last answer. We kept this one: start here."
        )
        return redirect("incidents:start")
    if asked not in interview.asked:
        return go_on(interview)
    form = interview.form(asked, interview.answers)
    if form.is_valid() and not too_fast:
        return go_on(interview)
    return _ask(request, draft, interview, asked, data=interview.answers, wait=too_fast)


def _ask(
    request: HttpRequest,
    draft: drafts.Draft,
    interview: Interview,
    asked: Question,
    *,
    data: dict[str, str] | None = None,
    wait: bool = False,
) -> HttpResponse:
    number, of = interview.place(asked)
    before = interview.before(asked)
    context = {
        "form": interview.form(asked, data),
        "question": asked,
        "number": number,
        "of": of,
        "back": address_of(before) if before else reverse("incidents:start"),
        "kept": draft.for_page(),
        "in_danger": draft.child_in_danger,
        "wait": wait,
    }
    status = TOO_MANY_REQUESTS if wait else 200
    return render(request, "incidents/question.html", context, status=status)


def _typed(request: HttpRequest, interview: Interview, asked: Question) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in interview.form(asked).names()}


def _send(request: HttpRequest) -> HttpResponse:
    ticket = drafts.Ticket.read(request.POST.get("ticket", ""))
    if ticket is None:
        messages.info(request, "Please look at your answers once more, and then send them.")
        return redirect("incidents:check")
    interview = _interview_of(request, ticket)
    if interview.next_open() or ticket.account != _account_of(request, interview):
        messages.info(request, "Something changed since you opened this page. Please check it.")
        return redirect("incidents:check")
    details = interview.details(ticket.draft_mark)
    if known := report_sent_before(details.submission):
        return _show(request, same_again(known, ticket.code))
    if gone := files_gone(ticket):
        return _show_answers(request, _interview_of(request, gone), gone, files_are_gone=True)
    if request.POST.get("website"):
        return _show_answers(request, interview, ticket, filled_in=request.POST["website"])
    if seconds := _seconds_to_wait(ticket):
        return _show_answers(request, interview, ticket, wait=seconds)
    sent = receive_report(
        details=details,
        reporter=interview.person if interview.is_from_account else None,
        code=ticket.code,
    )
    draft = drafts.Draft(request)
    if draft.mark == ticket.draft_mark:
        draft.forget()
    return _show(request, sent)


def _show_answers(
    request: HttpRequest,
    interview: Interview,
    ticket: drafts.Ticket,
    *,
    wait: int = 0,
    filled_in: str = "",
    files_are_gone: bool = False,
) -> HttpResponse:
    """Show the answers with the button that sends them, and say what stands in the way if any."""
    context = {
        "rows": [{**row, "url": address_of(row["question"])} for row in interview.rows()],
        "back": interview.asked[-1].name,
        "in_danger": interview.in_danger,
        "form": SendForm(initial={"ticket": ticket.signed(), "website": filled_in}),
        "filled_in": filled_in,
        "files_are_gone": files_are_gone,
        "wait": wait,
    }
    response = render(
        request, "incidents/check.html", context, status=TOO_MANY_REQUESTS if wait else 200
    )
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _seconds_to_wait(ticket: drafts.Ticket) -> int:
    since = timezone.now() - pace.WINDOW
    return pace.wait(
        began_at=ticket.began_at,
        made_at=ticket.made_at,
        now=time.time(),
        recent=Case.objects.filter(received_at__gt=since).count(),
        least=settings.REPORT_LEAST_SECONDS,
    )


def _show(request: HttpRequest, sent: Received) -> HttpResponse:
    response = redirect("incidents:received")
    drafts.remember_received(
        response,
        reference=sent.reference,
        code=sent.code,
        own_account=sent.case.report.reporter_id is not None,
    )
    return response


def _interview_of(request: HttpRequest, ticket: drafts.Ticket) -> Interview:
    """Return the interview that a ticket's page showed: all of it was answered."""
    return Interview(
        ticket.answers,
        seen=frozenset(BY_NAME),
        person=person_of(request),
        in_danger=ticket.in_danger,
    )


def _account_of(request: HttpRequest, interview: Interview) -> int | None:
    return request.user.pk if interview.is_from_account else None
