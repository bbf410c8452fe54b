"""Where words and evidence are removed for good: asked by one, confirmed by a second (I11, I16)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents import actions, permissions, queries
from incidents import evidence as reading
from incidents.actions.removing import ASKED_ALREADY
from incidents.actions.removing_evidence import NOBODY_CONFIRMS
from incidents.forms.casefile import RemoveEvidenceForm
from incidents.models import Evidence, EvidenceRemoval, Mask
from incidents.models.evidence import DELETED
from incidents.placing import second_person
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Role
from school.requests import SignedInRequest, posted

IS_GONE = "That file is gone already."
NOT_ASKED = "Nobody asks to remove this file any more."
WAITS_NO_MORE = "This does not wait for you. Somebody may have settled it already."


@never_cache
@require_safe
def removals(request: SignedInRequest) -> HttpResponse:
    """Show the words or which file, why and who asks, and nothing of the case. Kept as a look."""
    waiting = actions.read_requests(by=request.user)
    if not (waiting.masks or waiting.evidence or queries.has_queue(request.user)):
        raise Http404
    return render(request, "incidents/removals.html", {"waiting": waiting})


@require_POST
def confirm(request: SignedInRequest, mask_pk: int) -> HttpResponse:
    """Remove the words, or keep them hidden: by which button was pressed."""
    mask = Mask.objects.to_confirm(request.user).filter(pk=mask_pk).first()
    if mask is None:
        return _waits_no_more(request)

    def settle() -> str:
        if "keep" in request.POST:
            actions.keep_words(mask=mask, by=request.user)
            return "They stay hidden. Whoever asked sees that on the case."
        removed = actions.confirm_removal(mask=mask, by=request.user)
        stay = " Where they still stand they stay hidden." if removed.words else ""
        return f"Removed for good, in {removed.places} places.{stay}"

    return _settled(request, settle)


@require_POST
def confirm_evidence(request: SignedInRequest, removal_pk: int) -> HttpResponse:
    """Remove the file, or keep it: by which button was pressed."""
    if EvidenceRemoval.objects.filter(pk=removal_pk, removed_by=request.user).exists():
        messages.info(request, IS_GONE)  # pressed twice
        return redirect("incidents:removals")
    removal = EvidenceRemoval.objects.to_confirm(request.user).filter(pk=removal_pk).first()
    if removal is None:
        return _waits_no_more(request)

    def settle() -> str:
        if "keep" in request.POST:
            actions.keep_evidence(removal=removal, by=request.user)
            return "The file stays. Whoever asked sees that on the case."
        actions.confirm_evidence_removal(removal=removal, by=request.user)
        return "The file is removed for good. The case says that it was there and who removed it."

    return _settled(request, settle)


def _waits_no_more(request: SignedInRequest) -> HttpResponse:
    """Lead whoever comes second, or pressed twice, back to the list; it is not there for others.

    What was settled, what is kept from them and what never was get one answer, so it tells nothing.
    """
    if not queries.has_queue(request.user):
        raise Http404
    messages.info(request, WAITS_NO_MORE)
    return redirect("incidents:removals")


def _settled(request: SignedInRequest, settle: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, settle())
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("incidents:removals")


@never_cache
@require_http_methods(["GET", "POST"])
def remove_evidence(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Say what removing a file for good means, and ask for it; or take that back."""
    visible = Evidence.objects.visible_to(request.user).select_related("case__report")
    evidence = get_object_or_404(visible, case_id=pk, number=number)
    require(permissions.can_remove_evidence(request.user, evidence.case))
    removal = EvidenceRemoval.objects.waiting().filter(evidence=evidence).first()
    back = redirect("incidents:piece", pk, number)
    form = RemoveEvidenceForm(posted(request))
    try:
        if "keep" in request.POST and removal:
            actions.keep_evidence(removal=removal, by=request.user)
            messages.success(request, "Taken back. The file stays.")
            return back
        if removal or evidence.state in DELETED:
            messages.info(request, ASKED_ALREADY if removal else IS_GONE)
            return back
        if "keep" in request.POST:
            messages.info(request, NOT_ASKED)  # pressed twice, or the second kept it
            return back
        if form.is_valid():
            actions.ask_to_remove_evidence(evidence=evidence, by=request.user, **form.cleaned_data)
            messages.success(request, "Asked. The file goes once somebody else has confirmed it.")
            return back
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
        return back
    second = second_person(evidence.case, besides=request.user)
    context = {
        "case": evidence.case,
        "piece": reading.piece(evidence, evidence.case, put_away=False),
        "form": form,
        "second": Role(second).label if second else "",
        "nobody": NOBODY_CONFIRMS,
    }
    return render(request, "incidents/remove_evidence.html", context)
