"""The file of a case: reading it as it would leave, hiding words in it, taking it away (I16)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from incidents import actions
from incidents.actions.hiding import places_of
from incidents.actions.removing import ASKED_ALREADY, NOBODY_CONFIRMS
from incidents.casefile.content import case_file
from incidents.forms.casefile import BundleForm, HideForm, WithholdForm
from incidents.models import Bundle, Case, Evidence, Mask
from incidents.permissions import can_export, can_remove_words
from incidents.placing import second_person
from packing.working import with_those_who_took
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Role
from school.requests import SignedInRequest, posted

A_PAGE = 10


@never_cache
@require_safe
def file(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show the file of a case as it would leave now, to read, to check, or to print."""
    case = _case(request, pk)
    actions.open_case(case=case, by=request.user)
    shown = case_file(case)
    says = shown.hidden()
    context = {"case": case, "says": says, "hides": bool(shown.hider)}
    return render(request, "incidents/case_file.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def hide(request: SignedInRequest, pk: str) -> HttpResponse:
    """Choose words, see where they stand, and hide them."""
    case = _case(request, pk)
    shown, form = case_file(case), HideForm(posted(request))
    places: list[Any] = []
    if form.is_valid():
        try:
            places = places_of(shown, form.cleaned_data["words"])
            if "hide" in request.POST:
                actions.hide_words(case=case, by=request.user, **form.cleaned_data)
                messages.success(request, "Hidden in everything that leaves. You can undo it.")
                return redirect("incidents:hide_words", case.pk)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error("words", str(error))
    context = {
        "case": case,
        "form": form,
        "places": places,
        "number": sum(max(len(found), 1) for _, found in places),
        "texts": [(name, shown.hider.pieces(text)) for name, text in shown.texts()],
        "masks": case.masks.select_related("hidden_by", "removed_by", "removal_asked_by"),
        "choices": shown.choices,
        "remove": can_remove_words(request.user, case),
    }
    return render(request, "incidents/hide_words.html", context)


@require_POST
def show(request: SignedInRequest, pk: str, mask_pk: int) -> HttpResponse:
    """Undo a mask."""
    mask = _mask(request, pk, mask_pk)
    try:
        actions.show_words(mask=mask, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Undone. These words are shown again in what leaves.")
    return redirect("incidents:hide_words", pk)


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, pk: str, mask_pk: int) -> HttpResponse:
    """Say what removing words for good means, and ask somebody else to confirm it."""
    mask = _mask(request, pk, mask_pk)
    require(can_remove_words(request.user, mask.case))
    if mask.removed_at is not None:
        messages.info(request, "These words were removed already.")
        return redirect("incidents:hide_words", pk)
    if mask.removal_asked_at is not None:
        messages.info(request, ASKED_ALREADY)
        return redirect("incidents:hide_words", pk)
    second = second_person(mask.case, besides=request.user)
    if request.method == "POST":
        try:
            actions.ask_to_remove(mask=mask, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "Asked. The words go once somebody else has confirmed it.")
        return redirect("incidents:hide_words", pk)
    context = {
        "mask": mask,
        "case": mask.case,
        "second": Role(second).label if second else "",
        "nobody": NOBODY_CONFIRMS,
    }
    return render(request, "incidents/remove_words.html", context)


@require_POST
def keep(request: SignedInRequest, pk: str, mask_pk: int) -> HttpResponse:
    """Take back the request to remove words for good."""
    mask = _mask(request, pk, mask_pk)
    require(can_remove_words(request.user, mask.case))
    try:
        actions.keep_words(mask=mask, by=request.user)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Taken back. The words stay hidden.")
    return redirect("incidents:hide_words", pk)


@require_http_methods(["GET", "POST"])
def withhold(request: SignedInRequest, pk: str, evidence_pk: str) -> HttpResponse:
    """Leave a piece of evidence behind, or let it go with the file again."""
    case = _case(request, pk)
    piece = get_object_or_404(Evidence.objects.filter(case=case), pk=evidence_pk)
    form = WithholdForm(posted(request))
    try:
        if "let_go" in request.POST:
            actions.let_evidence_go(case=case, by=request.user, evidence=piece)
            messages.success(request, "It goes with the case file again.")
            return redirect("incidents:hide_words", pk)
        if form.is_valid():
            why = form.cleaned_data["why"]
            actions.withhold_evidence(case=case, by=request.user, evidence=piece, why=why)
            messages.success(request, "It stays behind when the case file is taken away.")
            return redirect("incidents:hide_words", pk)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("incidents:hide_words", pk)
    context = {"case": case, "piece": piece, "form": form}
    return render(request, "incidents/withhold.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def bundles(request: SignedInRequest, pk: str) -> HttpResponse:
    """Have the case file put together; show how far it is, and those made before."""
    case = _case(request, pk)
    form = BundleForm(posted(request))
    if form.is_valid():
        try:
            actions.ask_for_bundle(case=case, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is being put together. You can leave and come back.")
            return redirect("incidents:bundles", case.pk)
    listed = Bundle.objects.filter(case=case).select_related("asked_by")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "form": form,
        "page": page,
        "rows": with_those_who_took(list(page), "incidents.bundle.taken"),
        "is_under_way": listed.to_make().exists(),
    }
    return render(request, "incidents/bundles.html", context)


@never_cache
@require_GET
def take(request: SignedInRequest, pk: str, bundle_pk: str) -> HttpResponseBase:
    """Hand out a case file, and keep that it was taken."""
    case = _case(request, pk)
    bundle = get_object_or_404(Bundle.objects.filter(case=case), pk=bundle_pk)
    try:
        content = actions.take_away(bundle=bundle, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("incidents:bundles", pk)
    return FileResponse(
        content,
        as_attachment=True,
        filename=f"case-file-{case.reference}.zip",
        content_type="application/zip",
    )


def _case(request: SignedInRequest, pk: str) -> Case:
    """Return the case: 404 for whoever may not know of it, 403 for whoever may not export it."""
    visible = Case.objects.visible_to(request.user).select_related("report__reporter")
    case: Case = get_object_or_404(visible, pk=pk)
    require(can_export(request.user, case))
    return case


def _mask(request: SignedInRequest, pk: str, mask_pk: int) -> Mask:
    masks = Mask.objects.filter(case=_case(request, pk)).select_related("case")
    mask: Mask = get_object_or_404(masks, pk=mask_pk)
    return mask
