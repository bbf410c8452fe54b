"""Adding pictures and files to a report afterwards: with its code, or by account (I2, I11).

A reporter sees the names of what they brought and what became of each, and never the files: what
they hold is on their own device, and whoever finds the code must not find the pictures too.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from incidents import evidence
from incidents.actions import add_evidence_as_reporter, say_words_only_as_reporter
from incidents.forms.files import FollowFilesForm
from incidents.models import Case, Report
from incidents.views import follow
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest
from uploads.fields import Uploads


@login_not_required
@require_http_methods(["GET", "POST"])
def followed_files(request: HttpRequest) -> HttpResponse:
    """Take files from somebody who came with a code."""
    if (report := follow.opened(request)) is None:
        return follow.ask_for_code(request)
    return _files_page(request, report, by=None)


@require_http_methods(["GET", "POST"])
def my_files(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take files for a report that somebody sent under their own name."""
    return _files_page(request, follow.own_report(request, reference), by=request.user)


def _files_page(request: HttpRequest, report: Report, *, by: Person | None) -> HttpResponse:
    case, back = report.case, follow.address("followed", "my_report", report.case, by)
    if evidence.is_words_only(case):
        messages.info(request, "No files are added to this report. Please tell us in words.")
        return redirect(back)
    form = FollowFilesForm(request.POST, request.FILES) if request.method == "POST" else None
    if form is not None and form.is_valid() and (done := _taken(form, case, by)):
        messages.success(request, done)
        return redirect(back)
    context = {"form": form or FollowFilesForm(), "case": case, "back": back}
    return render(
        request,
        "incidents/add_files.html",
        context | {"brought": evidence.evidence_of(case).from_reporter()},
    )


def _taken(form: FollowFilesForm, case: Case, by: Person | None) -> str:
    """Keep what was brought; return what to say, or nothing where something is amiss."""
    said: dict[str, Any] = form.cleaned_data
    if said["words_only"]:
        words = "\n\n".join(filter(None, [said["picture_in_words"], said["caption"]]))
        say_words_only_as_reporter(case=case, by=by, words=words)
        return "Thank you for telling us. No files were added. Please tell us in words only."
    chosen: Uploads = said["uploads"]
    try:
        if chosen.good or not chosen.refused:
            add_evidence_as_reporter(case=case, by=by, uploads=chosen.good, caption=said["caption"])
    except DomainError as error:
        form.add_error("uploads", str(error))
    for sentence in chosen.refused:
        form.add_error("uploads", sentence)
    return "" if form.errors else "Thank you. We will look at what you added."
