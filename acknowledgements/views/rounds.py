"""Rounds as those who open them see them: how far each has come, and asking once more by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import actions
from acknowledgements.actions.confirmations import audiences_to_ask
from acknowledgements.forecast import forecast
from acknowledgements.models import Round, RoundQuerySet, SignOffSettings
from acknowledgements.permissions import (
    can_close_confirmation,
    can_open_confirmation,
    can_see_board,
)
from acknowledgements.progress import progress_of
from acknowledgements.round_forms import CloseConfirmationForm, ConfirmationForm
from policies.models import State, Version, labels_of
from school.access import require
from school.errors import DomainError
from school.requests import SignedInRequest, posted
from school.terms import school_calendar

A_PAGE = 25


@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    """List the rounds, the open ones first, with how far their invitations have come."""
    listed = _visible_rounds(request).order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    progress = progress_of(list(page))
    return render(
        request,
        "acknowledgements/rounds.html",
        {
            "page": page,
            "rows": [(one, labels_of(one.asked_audiences), progress[one.pk]) for one in page],
            "can_open": can_open_confirmation(request.user),
        },
    )


@require_safe
def round_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show whom a round asks, and how many of them have been written to by now."""
    shown = get_object_or_404(_visible_rounds(request).prefetch_related("classes"), pk=pk)
    return render(
        request,
        "acknowledgements/round.html",
        {
            "round": shown,
            "audiences": labels_of(shown.asked_audiences),
            "progress": progress_of([shown])[shown.pk],
            "can_close": can_close_confirmation(request.user, shown),
        },
    )


@require_safe
def choose_policy(request: SignedInRequest) -> HttpResponse:
    """List the texts in force that people could be asked to confirm."""
    _require_board(request)
    require(can_open_confirmation(request.user))
    in_force = Version.objects.published().order_by("title", "pk")
    page = Paginator(in_force, A_PAGE).get_page(request.GET.get("page"))
    rows = [(version, labels_of(audiences_to_ask(version))) for version in page]
    return render(request, "acknowledgements/choose_policy.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for whom, by when and why; show what it comes to; then open it."""
    _require_board(request)
    require(can_open_confirmation(request.user))
    version = get_object_or_404(Version.objects.public(), pk=pk)
    if version.state != State.PUBLISHED or not audiences_to_ask(version):
        messages.error(request, "That text cannot be confirmed now. Choose one that is in force.")
        return redirect("acknowledgements:choose_policy")
    form = _confirmation_form(request, version)
    step = request.POST.get("step")
    if step in ("check", "send") and form.is_valid():
        try:
            return _send(request, form) if step == "send" else _check(request, form)
        except DomainError as error:
            form.add_error(None, str(error))
    return render(request, "acknowledgements/confirm.html", {"form": form, "version": version})


def _confirmation_form(request: SignedInRequest, version: Version) -> ConfirmationForm:
    school_days = SignOffSettings.current().due_school_days
    due_on = school_calendar().add_school_days(timezone.localdate(), school_days)
    return ConfirmationForm(
        posted(request), version=version, due_on=due_on, school_days=school_days
    )


def _check(request: SignedInRequest, form: ConfirmationForm) -> HttpResponse:
    confirmation = form.confirmation()
    confirmation.require_sound()
    already_open = Round.objects.open().confirmations().filter(version=form.version)
    context: dict[str, Any] = {
        "form": form,
        "version": form.version,
        "confirmation": confirmation,
        "audiences": labels_of(confirmation.audiences),
        "forecast": forecast(confirmation.scope()),
        "already_open": already_open.order_by("-opened_at").first(),
    }
    return render(request, "acknowledgements/check_confirmation.html", context)


def _send(request: SignedInRequest, form: ConfirmationForm) -> HttpResponse:
    opened = actions.open_confirmation(confirmation=form.confirmation(), by=request.user)
    messages.success(request, "It is open. Each person gets one e-mail; this page shows how far.")
    return redirect("acknowledgements:round", opened.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def close_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask why a confirmation is closed, and close it."""
    shown = get_object_or_404(_visible_rounds(request), pk=pk)
    require(can_close_confirmation(request.user, shown))
    form = CloseConfirmationForm(posted(request))
    if form.is_valid():
        try:
            actions.close_confirmation(
                confirmation=shown, why=form.cleaned_data["why"], by=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is closed. What was signed in it stays on record.")
            return redirect("acknowledgements:round", shown.pk)
    return render(
        request, "acknowledgements/close_confirmation.html", {"form": form, "round": shown}
    )


def _visible_rounds(request: SignedInRequest) -> RoundQuerySet:
    _require_board(request)
    return Round.objects.select_related("version__policy", "opened_by", "closed_by")


def _require_board(request: SignedInRequest) -> None:
    """Answer 404 to those who may not know that there is a board (S3)."""
    if not can_see_board(request.user):
        raise Http404
