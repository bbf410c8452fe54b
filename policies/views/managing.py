"""All policies at a glance, for those who look after them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies import permissions, steps
from policies.models import Policy
from school.access import require
from school.requests import SignedInRequest

PAGE = 25


@require_safe
def manage(request: SignedInRequest) -> HttpResponse:
    """List every policy, where it stands and whom it waits for."""
    require(permissions.can_manage(request.user))
    policies = Policy.objects.with_living_versions()
    page = Paginator(policies, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"policy": policy, "versions": [(v, steps.waiting_for(v)) for v in policy.living]}
        for policy in page
    ]
    return render(request, "policies/manage.html", {"page": page, "rows": rows})
