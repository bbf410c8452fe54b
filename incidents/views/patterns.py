"""What comes up again over the terms (I15), and other low-level concerns about somebody (I8)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from incidents import queries
from incidents.models import Case
from incidents.patterns import By, cases_for, cases_with, pattern
from incidents.permissions import can_handle, can_see_patterns
from school.access import require
from school.requests import SignedInRequest

A_PAGE = 25


@require_safe
def patterns(request: SignedInRequest) -> HttpResponse:
    """Show one table of what comes up again; for all but the Headteacher and deputy there is none.

    That somebody looked is kept by nobody: it holds no more than the cases they can open.
    """
    if not can_see_patterns(request.user):
        raise Http404
    asked = request.GET.get("by", "")
    by = By(asked) if asked in set(By) else By.SERVICE
    here = reverse("incidents:patterns")
    tabs = [{"by": each, "url": f"{here}?by={each}", "is_here": each == by} for each in By]
    shown = pattern(request.user, by, request.GET.get("page"))
    return render(request, "incidents/patterns.html", {"pattern": shown, "tabs": tabs})


@require_safe
def others(request: SignedInRequest, pk: str) -> HttpResponse:
    """List all other low-level concerns about the same person, for whoever takes the steps."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    require(can_handle(request.user, case))
    concerns = queries.other_low_level(request.user, case).select_related("low_level_concern")
    page = Paginator(concerns, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "incidents/others.html", {"case": case, "page": page})


@require_safe
def again(request: SignedInRequest, pk: str, by: str, place: int) -> HttpResponse:
    """List all cases of one row of the table: those of somebody who is in this case."""
    if not can_see_patterns(request.user) or by not in {each for each in By if each.is_person}:
        raise Http404
    case = get_object_or_404(cases_for(request.user), pk=pk)
    found = cases_with(request.user, case, By(by), place)
    if found is None:
        raise Http404
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"case": case, "by": By(by), "page": page}
    return render(request, "incidents/again.html", context)
