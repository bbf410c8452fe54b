"""Apps and websites and how old one must be: for everybody to read, and for the office to keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school import actions
from school.access import require
from school.forms import ServiceForm
from school.models import Service
from school.permissions import can_keep_services
from school.requests import SignedInRequest

A_PAGE = 50
KEPT_FOR = 10 * 60


@login_not_required
@require_safe
def ages(request: HttpRequest) -> HttpResponse:
    """Show which service is for which age, in letters that a class can read from the carpet (M8).

    Read without signing in it is the same for everybody, and may be kept for some minutes.
    """
    services = list(Service.objects.with_age())
    checked = [one.age_checked_on for one in services if one.age_checked_on]
    shown = {"services": services, "checked_on": min(checked, default=None)}
    response = render(request, "school/ages.html", shown)
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def services(request: SignedInRequest) -> HttpResponse:
    """List every service with its age and the day on which somebody last looked it up."""
    require(can_keep_services(request.user))
    known = Service.objects.with_age()
    return render(
        request,
        "school/services.html",
        {
            "page": Paginator(Service.objects.all(), A_PAGE).get_page(request.GET.get("page")),
            "oldest_check": known.aggregate(day=Min("age_checked_on"))["day"],
            "with_age": known.count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_service(request: SignedInRequest) -> HttpResponse:
    require(can_keep_services(request.user))
    return _edited(request, Service())


@require_http_methods(["GET", "HEAD", "POST"])
def change_service(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_keep_services(request.user))
    return _edited(request, get_object_or_404(Service, pk=pk))


def _edited(request: SignedInRequest, service: Service) -> HttpResponse:
    name = service.name
    form = ServiceForm(request.POST or None, instance=service)
    if form.is_valid():
        saved = actions.save_service(service=form.save(commit=False), by=request.user)
        messages.success(request, f"Saved. Families read it so from now on: {saved}.")
        return redirect("school:services")
    return render(request, "school/service.html", {"form": form, "name": name})


@require_POST
def check_services(request: SignedInRequest) -> HttpResponse:
    """Note that one service was looked up today, or, where none is named, all with an age."""
    require(can_keep_services(request.user))
    looked_up = Service.objects.with_age()
    if (chosen := request.POST.get("service", "")).isdecimal():
        looked_up = looked_up.filter(pk=int(chosen))
    checked = actions.check_services(services=list(looked_up), by=request.user)
    what = "1 age was" if checked == 1 else f"{checked} ages were"
    messages.success(request, f"Noted: {what} looked up today.")
    return redirect("school:services")
