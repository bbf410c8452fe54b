"""The first page: three doors for anybody, and "what needs me" for somebody signed in."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from consents.permissions import has_pictures_page
from school.models import Person
from school.roles import EMPLOYED
from stmarys_portal import home as gathered


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Person):
        return render(request, "home.html")
    context = {
        "parts": gathered.parts_for(request.user),
        "has_pictures_page": has_pictures_page(request.user),
        "works_here": request.user.is_any(*EMPLOYED),
        "has_reported": gathered.has_reported(request.user),
    }
    return render(request, "home_signed_in.html", context)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read; files that are too large with what to do about them."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)
