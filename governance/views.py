"""Referrals to named governors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance import actions, queries
from governance.forms import EndReferralForm, ReferForm
from governance.models import Referral
from governance.permissions import (
    can_refer,
    can_see_referrals,
    can_take_back,
)
from incidents.models import Case
from school.access import no, require
from school.errors import DomainError
from school.models import Role
from school.requests import SignedInRequest

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: SignedInRequest, case: str) -> HttpResponse:
    """Put a case before governors; a case that is with them shows whom, and the way back."""
    found = get_object_or_404(Case.objects.visible_to(request.user), pk=case)
    if open_one := Referral.objects.open().filter(case=found).first():
        return redirect("governance:end_referral", open_one.pk)
    verdict = can_refer(request.user, found)
    if request.method == "POST":
        require(verdict)
    governors = queries.candidates(found)
    form = ReferForm(request.POST or None, candidates=governors)
    if form.is_valid():
        try:
            referral = actions.refer_to_governors(case=found, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "The governors you named were told that there is something to read."
            )
            return redirect("governance:end_referral", referral.pk)
    return render(
        request,
        "governance/refer.html",
        {
            "case": found,
            "form": form,
            "verdict": verdict,
            "conflicts": [each for each in governors if not each.verdict],
            "free": queries.left_for_a_panel(found),
            "panel": queries.PANEL,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_referral(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show the handler who was asked what; a POST takes the case back."""
    handled = Referral.objects.filter(case__in=Case.objects.visible_to(request.user))
    referral = get_object_or_404(handled.select_related("case"), pk=pk)
    verdict = (
        no("This referral has ended.")
        if referral.ended
        else can_take_back(request.user, referral.case)
    )
    if request.method == "POST":
        require(verdict)
    form = EndReferralForm(request.POST or None)
    if form.is_valid():
        try:
            case = actions.end_referral(referral=referral, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The case is back with you. The governors no longer see it.")
            return redirect(case)
    left = queries.left_for_a_panel(referral.case)
    return render(
        request,
        "governance/end_referral.html",
        {
            "referral": referral,
            "members": referral.members.select_related("person").order_by("person__full_name"),
            "form": form,
            "verdict": verdict,
            "too_few": left < queries.PANEL,
            "left": left,
        },
    )


@require_safe
def referrals(request: SignedInRequest) -> HttpResponse:
    """List what this governor was asked."""
    require(can_see_referrals(request.user))
    mine = Referral.objects.visible_to(request.user).select_related("case", "referred_by")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/referrals.html", {"page": page})


@require_safe
def referral(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show a named governor what was put before them; each look is on record."""
    mine = Referral.objects.visible_to(request.user).select_related("case", "referred_by")
    found = get_object_or_404(mine, pk=pk)
    actions.note_reading(referral=found, by=request.user)
    # Whoever handles it now: it may have turned out to be about the one who put it before them.
    answer_to = Role(found.case.handling_role).label
    return render(request, "governance/referral.html", {"referral": found, "answer_to": answer_to})
