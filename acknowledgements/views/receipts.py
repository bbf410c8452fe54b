"""Receipts: handed to the signer, and checked by anybody (A8)."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import checking, receipts
from acknowledgements.models import Capacity, Method
from acknowledgements.paper.forms import CheckForm
from acknowledgements.paper.making import receipt_pdf
from acknowledgements.permissions import can_see_receipt
from policies.models import PUBLIC
from policies.pdf.making import PdfNotMade
from school import links
from school.guessing import TooManyTries
from school.models import Person
from school.requests import posted


@login_not_required
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a receipt to its signer, by account or link, and to those who see the board."""
    person = request.user if isinstance(request.user, Person) else None
    by_link = links.holder(request)
    if person is None and by_link is None:
        return redirect_to_login(request.get_full_path())
    signed = get_object_or_404(checking.with_all(), pk=pk)
    own_by_link = by_link == signed.person and signed.capacity == Capacity.PARENT
    if not own_by_link and not (person and can_see_receipt(person, signed)):
        raise Http404
    checked = checking.check_one(signed)
    if not checked.valid:
        return render(request, "acknowledgements/receipt_refused.html", status=409)
    try:
        made = receipt_pdf(signed)
    except PdfNotMade as error:
        messages.warning(request, str(error))
        return redirect("acknowledgements:checked_receipt", signed.receipt_code)
    return FileResponse(
        BytesIO(made),
        filename=f"receipt-{signed.version.policy.slug}-{signed.version.number}.pdf",
        content_type="application/pdf",
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_receipt(request: HttpRequest) -> HttpResponse:
    """Ask anybody for a receipt's code."""
    form = CheckForm(posted(request))
    if form.is_valid():
        code = receipts.tidy(form.cleaned_data["code"])
        if receipts.is_whole(code):
            return redirect("acknowledgements:checked_receipt", code)
        form.add_error(
            "code", "A receipt’s code has 25 letters and figures. Compare it with the receipt."
        )
    return render(request, "acknowledgements/check_receipt.html", {"form": form})


@login_not_required
@require_safe
def checked_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a receipt is valid: of its holder nothing but initials, of a bad one nothing."""
    shown: dict[str, Any] = {
        "code": receipts.in_groups(receipts.tidy(code)[: receipts.CODE_LETTERS])
    }
    try:
        checked = checking.check_as_anybody(code)
    except TooManyTries as error:
        page = "acknowledgements/checked_receipt.html"
        return render(request, page, shown | {"wait": str(error)}, status=429)
    if checked is not None and checked.valid:
        signed = checked.signed
        shown |= {
            "signed": signed,
            "initials": receipts.initials(signed.typed_name),
            "on_paper": signed.method != Method.ONLINE,
            "is_public": signed.version.state in PUBLIC,
        }
    status = 404 if checked is None else 200
    return render(
        request,
        "acknowledgements/checked_receipt.html",
        shown | {"checked": checked},
        status=status,
    )
