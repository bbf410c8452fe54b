"""The register of services: for staff to read and to ask, for the Headteacher to decide."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions
from approvals.forms import AskForm, DecideForm, RenewForm, WithdrawForm
from approvals.models import Approval
from approvals.permissions import (
    can_ask,
    can_decide,
    can_renew,
    can_see_register,
    can_withdraw,
    decides_its_end,
)
from approvals.vocabulary import State
from school.access import NotAllowed, Verdict, require
from school.deciding import can_decide_for, who_decides
from school.errors import DomainError
from school.requests import SignedInRequest, posted

A_PAGE = 25
KEPT_FOR = 10 * 60
ENDED = "no"


@require_safe
def services(request: SignedInRequest) -> HttpResponse:
    """List what may be used and for what; with ?show=no what was refused or withdrawn, and why."""
    require(can_see_register(request.user))
    shows_ended = request.GET.get("show") == ENDED
    seen = Approval.objects.visible_to(request.user).select_related("owner")
    states = (State.REFUSED, State.WITHDRAWN) if shows_ended else (State.APPROVED,)
    decided = seen.filter(state__in=states).order_by("name", "pk").prefetch_related("steps")
    waiting = seen.filter(state=State.ASKED).order_by("asked_at", "pk")
    return render(
        request,
        "approvals/services.html",
        {
            "page": Paginator(decided, A_PAGE).get_page(request.GET.get("page")),
            "waiting": [] if shows_ended else waiting[:A_PAGE],
            "shows_ended": shows_ended,
            "asks": can_ask(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask to use a service; the page says who decides and by when."""
    require(can_ask(request.user))
    form = AskForm(posted(request), by=request.user)
    if form.is_valid():
        try:
            asked = actions.ask_for_service(wanted=form.wanted(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Sent. We write to you when it is decided.")
            return redirect("approvals:approval", asked.pk)
    return render(request, "approvals/ask.html", {"form": form, **who_decides(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one request with all that was said of it; whoever decides does so on the same page.

    Where it was decided meanwhile the page says so, and still holds what they wrote.
    """
    found = _find(request, pk)
    may_decide = can_decide(request.user, found)
    if request.method == "POST":
        require(can_decide_for(request.user, found.asked_by))
    shows_form = may_decide or request.method == "POST"
    form = DecideForm(posted(request), approval=found) if shows_form else None
    if form and may_decide and form.is_valid():
        if _decides(request, form, found):
            return redirect("approvals:approval", found.pk)
        found = _find(request, pk)
        may_decide = can_decide(request.user, found)
    return render(
        request,
        "approvals/approval.html",
        {
            "approval": found,
            "form": form,
            "may_decide": may_decide,
            "steps": found.steps.select_related("by"),
            "may_renew": can_renew(request.user, found),
            "may_withdraw": can_withdraw(request.user, found),
            **who_decides(found.asked_by, timezone.localdate(found.asked_at)),
        },
    )


def _decides(request: SignedInRequest, form: DecideForm, found: Approval) -> bool:
    said = form.cleaned_data
    try:
        if form.approves:
            actions.approve_service(
                approval=found,
                review_on=said["review_on"],
                conditions=said["conditions"],
                pupils_may_use=said["pupils_may_use"],
                for_families=said["for_families"],
                by=request.user,
            )
        else:
            actions.refuse_service(approval=found, reason=said["reason"], by=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Decided. Whoever asked is told, and staff find it on the list.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that somebody has looked at it again, and by when the next time is.

    Whoever comes second reads what happened meanwhile, and still has what they wrote.
    """
    found = _find(request, pk)
    require(can_decide_for(request.user, found.asked_by))
    verdict = can_renew(request.user, found)
    if request.method != "POST":
        require(verdict)
    begins = {"conditions": found.conditions, "seen": found.steps.count()}
    form = RenewForm(posted(request), initial=begins)
    if verdict and form.is_valid():
        try:
            actions.renew_service(approval=found, **form.cleaned_data, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error("review_on", str(error))
            found = _find(request, pk)
            verdict = can_renew(request.user, found)
            form.now_sees(found.steps.count())
        else:
            messages.success(request, "Noted. It may be used on until its next review.")
            return redirect("approvals:approval", found.pk)
    return render(request, "approvals/renew.html", _second(found, form, verdict))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """End an approval at once; whoever comes second reads so, and still has what they wrote."""
    found = _find(request, pk)
    require(decides_its_end(request.user, found))
    verdict = can_withdraw(request.user, found)
    if request.method != "POST":
        require(verdict)
    form = WithdrawForm(posted(request))
    if verdict and form.is_valid():
        try:
            actions.withdraw_service(approval=found, **form.cleaned_data, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
            found = _find(request, pk)
            verdict = can_withdraw(request.user, found)
        else:
            messages.success(request, "Withdrawn. It may be used no more, from now on.")
            return redirect("approvals:approval", found.pk)
    return render(request, "approvals/withdraw.html", _second(found, form, verdict))


def _second(found: Approval, form: Any, verdict: Verdict) -> dict[str, Any]:
    """Return what a page shows, with the last step where somebody else came first."""
    last = found.steps.select_related("by").last()
    return {"form": form, "approval": found, "verdict": verdict, "last": last}


def _find(request: SignedInRequest, pk: int) -> Approval:
    seen = Approval.objects.visible_to(request.user).select_related("owner", "asked_by", "service")
    return get_object_or_404(seen, pk=pk)


@login_not_required
@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """Show everybody what the school uses: no names, nothing of how it was decided."""
    used = Approval.objects.in_use().order_by("name", "pk")
    shown = used.values("name", "for_families", "pupils_may_use", "minimum_age", "service__kind")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    response = render(request, "approvals/families.html", {"page": page})
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        patch_vary_headers(response, ["Cookie"])
    return response
