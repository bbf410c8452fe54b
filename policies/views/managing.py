"""All policies at a glance, for those who look after them."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies import permissions, steps
from policies.coverage import lacking
from policies.models import IN_WORK, Policy, PolicyQuerySet, State, Version
from policies.review_calendar import SOON
from school.access import require
from school.requests import SignedInRequest

PAGE = 25


def _overdue() -> Q:
    return Q(state=State.PUBLISHED, next_review_on__lt=timezone.localdate())


def _due_soon() -> Q:
    today = timezone.localdate()
    return Q(state=State.PUBLISHED, next_review_on__range=(today, today + SOON))


def _in_work() -> Q:
    return Q(state__in=IN_WORK)


# What the list can be narrowed to: in words, and which versions make a policy one of these.
NARROWED: dict[str, tuple[str, Callable[[], Q]]] = {
    "overdue": ("Overdue", _overdue),
    "due": ("Due within three months", _due_soon),
    "work": ("In work", _in_work),
}


@require_safe
def manage(request: SignedInRequest) -> HttpResponse:
    """List every policy, or those overdue, due soon or in work, and whom each waits for."""
    require(permissions.can_manage(request.user))
    show = request.GET.get("show", "")
    policies = _narrowed(show).with_living_versions()
    page = Paginator(policies, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"policy": policy, "versions": [(v, steps.waiting_for(v)) for v in policy.living]}
        for policy in page
    ]
    shown = {
        "page": page,
        "rows": rows,
        "lacking": lacking(),
        "show": show if show in NARROWED else "",
        "choices": [(value, label) for value, (label, _) in NARROWED.items()],
    }
    return render(request, "policies/manage.html", shown)


def _narrowed(show: str) -> PolicyQuerySet:
    if show not in NARROWED:
        return Policy.objects.all()
    _, wanted = NARROWED[show]
    return Policy.objects.filter(pk__in=Version.objects.filter(wanted()).values("policy"))
