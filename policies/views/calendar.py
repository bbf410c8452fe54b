"""When policies are looked at next."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from policies import actions, permissions
from policies.models import CalendarAddress
from policies.review_calendar import as_icalendar, by_month, counts, reviews
from school.access import require
from school.requests import SignedInRequest

PAGE = 50
SHOWN_ONCE = "calendar_secret"


@require_safe
def reviews_page(request: SignedInRequest) -> HttpResponse:
    """Show every review to come, month by month, and those whose day has passed."""
    require(permissions.can_see_reviews(request.user))
    page = Paginator(reviews(), PAGE).get_page(request.GET.get("page"))
    secret = request.session.pop(SHOWN_ONCE, "")
    shown = {
        "page": page,
        "months": by_month(page),
        "counts": counts(),
        "can_manage": permissions.can_manage(request.user),
        "address": CalendarAddress.objects.filter(person=request.user).first(),
        "new_address": _in_full(secret) if secret else "",
    }
    return render(request, "policies/reviews.html", shown)


@require_POST
def make_address(request: SignedInRequest) -> HttpResponse:
    """Give the reader an address for their calendar program, and show it once."""
    request.session[SHOWN_ONCE] = actions.make_calendar_address(by=request.user)
    return redirect(reverse("policies:reviews") + "#calendar")


@require_POST
def end_address(request: SignedInRequest) -> HttpResponse:
    """Stop the reader's address."""
    require(permissions.can_see_reviews(request.user))
    actions.end_calendar_address(by=request.user)
    messages.success(request, "Stopped: the address shows nothing to anybody any more.")
    return redirect("policies:reviews")


@require_safe
def reviews_file(request: SignedInRequest) -> HttpResponse:
    """Hand out the days of the reviews as they are today."""
    require(permissions.can_see_reviews(request.user))
    return _calendar()


@login_not_required
@require_safe
def reviews_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Serve the same to a calendar program, which cannot sign in but knows a secret."""
    if actions.holder_of(secret) is None:
        raise Http404
    return _calendar()


def _calendar() -> HttpResponse:
    return HttpResponse(
        as_icalendar(reviews()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="policy-reviews.ics"'},
    )


def _in_full(secret: str) -> str:
    return settings.PORTAL_URL + reverse("policies:reviews_feed", args=[secret])
