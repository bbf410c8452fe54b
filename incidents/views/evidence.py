"""Evidence on the page of a case: what there is, looking at a copy, taking an original (I11).

Each goes through the case's own permission: who may not know of the case gets 404, the person it is
about among them.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from incidents import actions, permissions, queries
from incidents import evidence as reading
from incidents.forms.files import OriginalForm
from incidents.models import Case, Evidence, WordsOnly
from incidents.models.evidence import DELETED
from incidents.views.handing_out import handed_out
from school.access import require
from school.errors import DomainError
from school.requests import SignedInRequest, posted
from uploads import Kind

A_PAGE = 25


def shown_to(case: Case) -> dict[str, Any]:
    """Return what the page of a case shows of its evidence: names, and where to look."""
    return {
        "pieces": [
            {"piece": piece, "url": reverse("incidents:piece", args=[case.pk, piece.number])}
            for piece in reading.pieces_of(case)
        ],
        "words_only": WordsOnly.objects.in_force().filter(case=case).first(),
    }


@require_safe
def piece(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Show one piece of evidence: what it is, its copy, and who looked at it."""
    return _page(request, _found(request, pk, number))


@require_safe
def piece_copy(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Hand out the cleaned copy, and keep who looked."""
    found = _found(request, pk, number)
    try:
        content = actions.look_at_evidence(evidence=found, by=request.user)
    except DomainError as error:
        raise Http404 from error
    name = reading.copy_name(found, found.case)
    return handed_out(content, name=name, media_type=Kind[found.copy_kind].media_type)


@require_http_methods(["GET", "POST"])
def piece_original(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Ask why somebody needs the original, and hand it out."""
    found = _found(request, pk, number)
    require(permissions.can_open_original(request.user, found.case))
    form = OriginalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            content = actions.open_original(evidence=found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return handed_out(content, name=reading.original_name(found, found.case))
    context = {"form": form, "case": found.case, "evidence": found}
    return render(request, "incidents/original.html", context)


@require_safe
def pictures(request: SignedInRequest) -> HttpResponse:
    """Say what to do about a picture that may show a child without clothes, and when we heard."""
    warnings = queries.picture_warnings_for(request.user)
    if not warnings.exists():
        raise Http404
    page = Paginator(warnings, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "incidents/pictures.html", {"page": page})


def _found(request: SignedInRequest, pk: str, number: int) -> Evidence:
    mine = Evidence.objects.visible_to(request.user).select_related(
        "case", "added_by", "removal__removal_asked_by", "removal__removed_by"
    )
    found: Evidence = get_object_or_404(mine, case_id=pk, number=number)
    return found


def _page(request: SignedInRequest, evidence: Evidence) -> HttpResponse:
    case = evidence.case
    put_away = reading.is_words_only(case)
    looks = Paginator(evidence.looks.select_related("by"), A_PAGE)
    where = {"pk": case.pk, "number": evidence.number}
    context = {
        "case": case,
        "evidence": evidence,
        "piece": reading.piece(evidence, case, put_away=put_away),
        "put_away": put_away,
        "looks": looks.get_page(request.GET.get("page")),
        "original": permissions.can_open_original(request.user, case),
        "remove": permissions.can_remove_evidence(request.user, case),
        "can_be_removed": not (evidence.state in DELETED or hasattr(evidence, "removal")),
        "remove_url": reverse("incidents:remove_evidence", kwargs=where),
        "copy_url": reverse("incidents:piece_copy", kwargs=where),
        "original_url": reverse("incidents:piece_original", kwargs=where),
    }
    return render(request, "incidents/piece.html", context)
