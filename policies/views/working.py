"""Policies on their way to publication, as those who work on them see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from policies import actions, permissions, steps
from policies.forms import (
    ApproveForm,
    DescribeForm,
    KeepForm,
    PublishForm,
    SendBackForm,
    UploadForm,
    WithdrawForm,
)
from policies.importing import read_document
from policies.models import Policy, PolicyUpload, State, Version, labels_of
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest

PAGE = 25


@require_safe
def manage(request: SignedInRequest) -> HttpResponse:
    """List every policy, where it stands and whom it waits for."""
    require(permissions.can_manage(request.user))
    policies = Policy.objects.with_living_versions()
    page = Paginator(policies, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"policy": policy, "versions": [(v, steps.waiting_for(v)) for v in policy.living]}
        for policy in page
    ]
    return render(request, "policies/manage.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a document and go on to what was understood of it."""
    require(permissions.can_manage(request.user))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        document = form.cleaned_data["document"]
        with answering(form):
            held = actions.upload_document(
                content=document.read(), name=document.name, by=request.user
            )
            return redirect("policies:preview", held.pk)
    return render(request, "policies/upload.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was understood of an upload; a yes keeps it as a draft."""
    require(permissions.can_manage(request.user))
    held = get_object_or_404(PolicyUpload, pk=pk, uploaded_by=request.user)
    if held.kept_as:
        return redirect(held.kept_as.get_work_url())
    imported = read_document(bytes(held.content), name=held.file_name)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        title=imported.title,
        title_slug=actions.slug_for(imported.title),
    )
    if form.is_valid():
        with answering(form):
            version = actions.keep_upload(
                upload=held, by=request.user, slug=form.cleaned_data["slug"]
            )
            messages.success(request, "Kept as a draft. Say next what it is and whom it is for.")
            return redirect(version.get_work_url())
    return render(
        request,
        "policies/preview.html",
        {
            "upload": held,
            "imported": imported,
            "dates": {
                name: day and date.fromisoformat(day) for name, day in imported.dates.items()
            },
            "sections": [(s, labels_of(s.audiences)) for s in imported.sections],
            "form": form,
        },
    )


@require_safe
def work(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show a version in work: its facts, who may do what next, its story and its text."""
    return _work_page(request, _in_hand(request, slug, number))


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say of a draft what its document does not."""
    version = _in_hand(request, slug, number)
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
    version = _in_hand(request, slug, number)
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
    version = _in_hand(request, slug, number)
    require(permissions.can_approve(request.user, version))
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
    version = _in_hand(request, slug, number)
    require(permissions.can_approve(request.user, version))
    form = ApproveForm(request.POST, level=version.policy.approver_level)
    if form.is_valid():
        with answering(form):
            actions.approve_version(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, "Approved. The Headteacher or the clerk can publish it now.")
            return redirect(version.get_work_url())
    return _work_page(request, version, approve=form)


@require_POST
def publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = _in_hand(request, slug, number)
    require(permissions.can_publish(request.user))
    form = PublishForm(request.POST)
    if form.is_valid():
        with answering(form):
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
def withdraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    version = _in_hand(request, slug, number)
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
    version = _in_hand(request, slug, number)
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


def _in_hand(request: SignedInRequest, slug: str, number: int) -> Version:
    """Return a version that this person works on, or 404: others need not know of it."""
    return get_object_or_404(
        Version.objects.worked_on_by(request.user).with_text(), policy__slug=slug, number=number
    )


@contextmanager
def answering(form: forms.Form) -> Iterator[None]:
    """Make a rule that stands in the way the form's own error; a missing right stays a 403."""
    try:
        yield
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(None, str(error))


def _work_page(request: SignedInRequest, version: Version, **answered: forms.Form) -> HttpResponse:
    """Show the page of a version in work; a form that was answered comes with its errors."""
    step_forms = _blank_forms(version) | answered
    rows: list[dict[str, Any]] = [
        {
            "name": step.name,
            "label": step.label,
            "verdict": step.verdict,
            "form": step_forms[step.name],
            "path": reverse(f"policies:{step.name}", args=[version.policy.slug, version.number]),
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
            "is_draft": version.state == State.DRAFT,
        },
    )


def _blank_forms(version: Version) -> dict[str, forms.Form]:
    today = timezone.localdate()
    review = version.next_review_on or version.policy.next_review_after(today)
    dates = {"approved_on": today, "next_review_on": review}
    return {
        "submit": forms.Form(),
        "approve": ApproveForm(initial=dates, level=version.policy.approver_level),
        "send_back": SendBackForm(),
        "publish": PublishForm(),
        "withdraw": WithdrawForm(),
    }
