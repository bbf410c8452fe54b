"""Policies on their way to publication, as those who work on them see them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policies import actions, permissions, steps
from policies.forms.working import (
    ApproveForm,
    DescribeForm,
    PublishForm,
    SendBackForm,
    WithdrawForm,
)
from policies.models import State, Version
from policies.remarks import open_remarks
from policies.views.answering import answering
from policies.views.finding import version_in_hand
from policies.views.keeping import left_over
from school.access import require
from school.requests import SignedInRequest

# The steps that take a version on its way: the one strong button of the page.
MAIN = ("submit", "approve", "publish")


@require_safe
def work(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show a version in work: its facts, who may do what next, its story and its text."""
    return _work_page(request, version_in_hand(request, slug, number))


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say of a draft what its document does not."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    if version.state != State.DRAFT:
        messages.warning(request, "Only a draft can be described anew.")
        return redirect(version.get_work_url())
    form = DescribeForm(request.POST) if request.method == "POST" else DescribeForm.about(version)
    if form.is_valid():
        with answering(form):
            actions.describe_draft(version=version, by=request.user, **form.cleaned_data)
            messages.success(
                request, "Saved. When the draft is as it should be, send it for review."
            )
            return redirect(version.get_work_url())
    return render(request, "policies/describe.html", {"form": form, "version": version})


@require_POST
def submit(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_submit(request.user))
    form = forms.Form(request.POST)
    if form.is_valid():
        with answering(form):
            actions.submit_for_review(version=version, by=request.user)
            messages.success(request, "Sent for review. Those who approve it have been told.")
            return redirect(version.get_work_url())
    return _work_page(request, version, submit=form)


@require_POST
def send_back(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_send_back(request.user, version))
    form = SendBackForm(request.POST)
    if form.is_valid():
        with answering(form):
            actions.send_back(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, "Sent back. Whoever prepared it has been told.")
            manages = permissions.can_manage(request.user)
            return redirect(version.get_work_url() if manages else "home")
    return _work_page(request, version, send_back=form)


@require_POST
def approve(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_approve(request.user, version))
    form = ApproveForm(request.POST, version=version)
    if form.is_valid():
        with answering(form):
            actions.approve_version(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, "Approved. The Headteacher or the clerk can publish it now.")
            return redirect(version.get_work_url())
        form = form.for_what_is_read_now()
    return _work_page(request, version, approve=form)


@require_POST
def publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_publish(request.user))
    form = PublishForm(request.POST)
    if form.is_valid():
        with answering(form):
            if (day := form.cleaned_data["goes_live_on"]) is not None:
                actions.schedule_version(version=version, by=request.user, **form.cleaned_data)
                messages.success(request, f"It goes live by itself on {date_format(day)}.")
                return redirect(version.get_work_url())
            del form.cleaned_data["goes_live_on"]
            actions.publish_version(version=version, by=request.user, **form.cleaned_data)
            messages.success(
                request,
                "Published. It is in force from now on, and everybody it is for is asked to sign."
                if form.cleaned_data["must_be_signed"]
                else "Published. It is in force from now on, and nobody is asked to sign again.",
            )
            return redirect(version.policy)
    return _work_page(request, version, publish=form)


@require_POST
def unschedule(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_publish(request.user))
    form = forms.Form(request.POST)
    if form.is_valid():
        with answering(form):
            actions.unschedule_version(version=version, by=request.user)
            messages.success(request, "Kept back. It stays approved until somebody publishes it.")
            return redirect(version.get_work_url())
    return _work_page(request, version, unschedule=form)


@require_POST
def agree(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_agree(request.user, version))
    form = forms.Form(request.POST)
    if form.is_valid():
        with answering(form):
            actions.agree_with_version(version=version, by=request.user)
            messages.success(request, "Thank you. It is on record that you read it and agree.")
            return redirect(version.get_work_url())
    return _work_page(request, version, agree=form)


@require_POST
def withdraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = version_in_hand(request, slug, number)
    require(permissions.can_withdraw(request.user, version))
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with answering(form):
            actions.withdraw_version(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, "Withdrawn. Its text and its story are kept.")
            return redirect("policies:manage")
    return _work_page(request, version, withdraw=form)


@require_safe
def original(request: SignedInRequest, slug: str, number: int) -> FileResponse:
    """Hand out the document that a version was drafted from, to be saved and never shown."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    try:
        document = version.original.open("rb")
    except (FileNotFoundError, ValueError):  # the latter where there never was one
        raise Http404("No document was kept with this version.") from None
    return FileResponse(
        document,
        as_attachment=True,
        filename=version.original_name,
        content_type="application/octet-stream",
    )


def _work_page(request: SignedInRequest, version: Version, **answered: forms.Form) -> HttpResponse:
    """Show the page of a version in work; a form that was answered comes with its errors."""
    step_forms = _blank_forms(version) | answered
    can_approve = permissions.can_approve(request.user, version)
    rows: list[dict[str, Any]] = [
        {
            "name": step.name,
            "label": step.label,
            "says": step.says,
            "verdict": step.verdict,
            "form": step_forms[step.name],
            "path": reverse(f"policies:{step.name}", args=[version.policy.slug, version.number]),
            "is_main": step.name in MAIN or (step.name == "agree" and not can_approve),
        }
        for step in steps.next_steps(request.user, version)
    ]
    return render(
        request,
        "policies/work.html",
        {
            "version": version,
            "possible": [row for row in rows if row["verdict"]],
            "not_now": [row for row in rows if not row["verdict"]],
            "refusals": [
                row["verdict"].reason
                for row in rows
                if row["name"] in answered and not row["verdict"]
            ],
            "waiting_for": steps.waiting_for(version),
            "story": steps.story(version),
            "can_manage": permissions.can_manage(request.user),
            "can_see_history": bool(permissions.can_see_history(request.user, version)),
            "is_draft": version.state == State.DRAFT,
            "open_remarks": open_remarks(version),
            "prepared_by": sorted(map(str, version.prepared_by())),
            "writers": _writers(request, version),
            "left_over": [] if version.state == State.DRAFT else left_over(version, request.user),
            "in_force": version.policy.current() if version.published_at is None else None,
        },
    )


def _writers(request: SignedInRequest, version: Version) -> list[str]:
    """Return who else has words of a draft that are not in it yet, each once."""
    if version.state != State.DRAFT:
        return []
    copies = version.working_copies.exclude(person=request.user).select_related("person")
    return sorted({str(copy.person) for copy in copies})


def _blank_forms(version: Version) -> dict[str, forms.Form]:
    today = timezone.localdate()
    review = version.next_review_on or version.policy.next_review_after(today)
    stated = version.dates_in_document.get("approved")
    dates = {"approved_on": stated or today, "next_review_on": review}
    return {
        "submit": forms.Form(),
        "agree": forms.Form(),
        "approve": ApproveForm(version=version, initial=dates),
        "send_back": SendBackForm(),
        "publish": PublishForm(initial=_publication(version)),
        "unschedule": forms.Form(),
        "withdraw": WithdrawForm(),
    }


def _publication(version: Version) -> dict[str, Any]:
    """Return what was decided about the publication already, where a day was set for it."""
    if version.publish_on is None:
        return {}
    return {
        "must_be_signed": "yes" if version.must_be_signed else "no",
        "why": version.must_be_signed_why,
        "goes_live_on": version.publish_on,
    }
