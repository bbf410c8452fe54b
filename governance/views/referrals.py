"""Putting a case before governors: writing it, seeing what they would see, looking after it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from governance import actions, queries
from governance.conflicts import PANEL
from governance.forms.referral import USUAL, EndReferralForm, LastDayForm, ReferForm, as_drafted
from governance.models import Referral
from governance.models.referral import in_four_weeks
from governance.permissions import can_look_after, can_refer, can_share, can_take_back
from governance.sharing import files_that_can_be_shared, shown_of
from incidents.models import Case
from school.access import NotAllowed, no, require
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted

A_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: SignedInRequest, case: str) -> HttpResponse:
    """Write what governors would see; a case that is with them shows whom, and the way back."""
    visible = Case.objects.visible_to(request.user).select_related("report")
    found: Case = get_object_or_404(visible, pk=case)
    if open_one := Referral.objects.open().filter(case=found).first():
        return redirect("governance:end_referral", open_one.pk)
    verdict = can_refer(request.user, found)
    if request.method == "POST":
        require(verdict)
    governors = queries.candidates(found)
    draft = Referral.objects.drafts().filter(case=found).first()
    begins = as_drafted(draft) if draft else {"options": USUAL, "expires_on": in_four_weeks()}
    form = ReferForm(posted(request), case=found, candidates=governors, initial=begins)
    if form.is_valid():
        try:
            referral = actions.draft_referral(case=found, by=request.user, **form.written)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("governance:preview_referral", referral.pk)
    context = {
        "case": found,
        "form": form,
        "verdict": verdict,
        "conflicts": [each for each in governors if not each.verdict],
        "staying": [each for each in files_that_can_be_shared(found) if not each.goes],
        "draft": draft,
        **_meter(governors),
    }
    return render(request, "governance/refer.html", context)


def _meter(governors: list[queries.Candidate], chosen: set[Person] | None = None) -> dict[str, Any]:
    """Return how many governors are free for a later panel, with chair and staff governors."""
    return {
        "meter": queries.availability(governors, chosen or set()),
        "chairs": [each for each in governors if each.is_chair],
        "staff": [each for each in governors if each.works_here],
        "panel": PANEL,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show exactly what the governors would see; a POST shares that with them."""
    draft = _handled(request, pk)
    if not draft.is_draft:
        return redirect("governance:end_referral", draft.pk)
    verdict = can_share(request.user, draft)
    if request.method == "POST":
        require(verdict)
        if request.POST.get("seen") != draft.referred_at.isoformat():
            messages.warning(request, actions.CHANGED)
            return redirect("governance:preview_referral", draft.pk)
        try:
            actions.share_referral(referral=draft, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            messages.warning(request, str(error))
            return redirect("governance:refer", draft.case_id)
        messages.success(
            request, "The governors you named were told that there is something to read."
        )
        return redirect("governance:end_referral", draft.pk)
    named = [member.person for member in _members(draft)]
    context = {
        "referral": draft,
        "case": draft.case,
        "named": named,
        "shown": shown_of(draft),
        "verdict": verdict,
        "seen": draft.referred_at.isoformat(),
        **_meter(queries.candidates(draft.case), set(named)),
    }
    return render(request, "governance/preview_referral.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_referral(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show the handler who was asked what, and who looked; a POST takes the case back."""
    referral = _handled(request, pk)
    if referral.is_draft:
        return redirect("governance:preview_referral", referral.pk)
    verdict = (
        no("This referral has ended.")
        if referral.ended
        else can_take_back(request.user, referral.case)
    )
    if request.method == "POST":
        require(verdict)
    form = EndReferralForm(posted(request))
    if form.is_valid():
        try:
            case = actions.end_referral(referral=referral, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The case is back with you. The governors no longer see it.")
            return redirect(case)
    return render(request, "governance/end_referral.html", _looking_after(request, referral, form))


def _looking_after(
    request: SignedInRequest, referral: Referral, form: EndReferralForm
) -> dict[str, Any]:
    looks = Paginator(queries.looks_at(referral, queries.LOOKS), A_PAGE)
    page = looks.get_page(request.GET.get("page"))
    verdict = can_take_back(request.user, referral.case)
    governors = queries.candidates(referral.case)
    members, reading = list(_members(referral)), queries.readers_of(referral)
    return {
        "referral": referral,
        "members": [{"member": each, "reads": each.person in reading} for each in members],
        "took_part": [each for each in members if each.took_part],
        "shown": shown_of(referral),
        "form": form,
        "day_form": LastDayForm(initial={"expires_on": referral.expires_on}),
        "verdict": no("This referral has ended.") if referral.ended else verdict,
        "look_after": can_look_after(request.user, referral),
        "page": page,
        "looks": queries.who_looked(page),
        **_meter(governors),
    }


@require_POST
def change_last_day(request: SignedInRequest, pk: str) -> HttpResponse:
    """Let governors read it for a longer or a shorter time."""
    referral = _handled(request, pk)
    require(can_look_after(request.user, referral))
    form = LastDayForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["expires_on"])))
        return redirect("governance:end_referral", referral.pk)
    try:
        actions.change_last_day(referral=referral, by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Changed. After that day they see nothing of it.")
    return redirect("governance:end_referral", referral.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_for_one(request: SignedInRequest, pk: str, person: int) -> HttpResponse:
    """Say once what ending it for one governor means; a POST ends it at once."""
    referral = _handled(request, pk)
    member = get_object_or_404(referral.members.select_related("person"), person=person)
    require(can_look_after(request.user, referral))
    if request.method != "POST":
        context = {"referral": referral, "person": member.person}
        return render(request, "governance/end_for_one.html", context)
    try:
        actions.end_for_one(referral=referral, person=member.person, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{member.person} cannot read it any more.")
    return redirect("governance:end_referral", referral.pk)


def _members(referral: Referral) -> Any:
    return referral.members.select_related("person").order_by("person__full_name")


def _handled(request: SignedInRequest, pk: str) -> Referral:
    """Return the referral of a case that they may open and refer: for others it is not there."""
    handled = Referral.objects.filter(case__in=Case.objects.visible_to(request.user))
    found: Referral = get_object_or_404(
        handled.select_related("case__report", "referred_by", "decided_by"), pk=pk
    )
    if found.is_draft and not can_refer(request.user, found.case):
        raise Http404
    return found
