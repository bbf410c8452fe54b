"""When policies are looked at next."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import permissions
from policies.review_calendar import as_icalendar, by_month, counts, reviews
from school.access import require
from school.requests import SignedInRequest

PAGE = 50


@require_safe
def reviews_page(request: SignedInRequest) -> HttpResponse:
    """Show every review to come, month by month, and those whose day has passed."""
    require(permissions.can_see_reviews(request.user))
    page = Paginator(reviews(), PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "months": by_month(page),
        "counts": counts(),
        "can_manage": permissions.can_manage(request.user),
    }
    return render(request, "policies/reviews.html", shown)


@login_not_required
@require_safe
def reviews_feed(request: HttpRequest) -> HttpResponse:
    """Serve the same days to calendar programs, which do not sign in; each is public anyway."""
    return HttpResponse(
        as_icalendar(reviews()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="policy-reviews.ics"'},
    )
