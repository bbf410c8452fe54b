"""An inspector's file: what is in it, putting it together, taking it away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from governance.inspection.actions import ask_for_inspection, take_inspection_away
from governance.inspection.forms import LookedAtForm
from governance.inspection.packing import contents
from governance.inspection.searching import search
from governance.models import Inspection
from governance.permissions import can_make_inspection
from packing.working import with_those_who_took
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest, posted

A_PAGE = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inspections(request: SignedInRequest) -> HttpResponse:
    """Say what is in it; have it put together; show how far it is, and those made before.

    What in it may name somebody is shown first, and stays behind unless it was looked at.
    """
    require(can_make_inspection(request.user))
    form = LookedAtForm(posted(request), found=search())
    if form.is_valid():
        ask_for_inspection(by=request.user, looked_at=form.cleaned_data["looked_at"])
        messages.success(request, "It is being put together. You can leave and come back.")
        return redirect("governance:inspections")
    listed = Inspection.objects.select_related("asked_by")
    page = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "contents": contents(),
        "form": form,
        "page": page,
        "rows": with_those_who_took(list(page), "governance.inspection.taken"),
        "is_under_way": listed.to_make().exists(),
    }
    return render(request, "governance/inspections.html", shown)


@never_cache
@require_GET
def take(request: SignedInRequest, pk: str) -> HttpResponseBase:
    """Hand out an inspector's file, and keep that it was taken."""
    require(can_make_inspection(request.user))
    made = get_object_or_404(Inspection, pk=pk)
    try:
        content = take_inspection_away(made=made, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("governance:inspections")
    name = f"evidence-for-an-inspection-{timezone.localdate(made.made_at)}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
