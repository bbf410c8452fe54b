"""What changed between two versions of a policy."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from policies import differences
from policies.forms.comparing import ChooseForm
from policies.models import Version


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """Show what changed from one version to a newer one, to whoever may read both."""
    if older > newer:
        return redirect("policies:compare", slug, newer, older)
    versions = Version.objects.visible_to(request.user).with_text()
    found = versions.filter(policy__slug=slug, number__in=[older, newer]).order_by("number")
    if len(found) != 2:
        raise Http404("There are no two such versions that you may read.")
    before, after = found
    return render(
        request,
        "policies/compare.html",
        {
            "older": before,
            "newer": after,
            "policy": after.policy,
            "comparison": differences.between(older=before, newer=after),
            "choose": _choice(request, slug, initial={"older": older, "newer": newer}),
        },
    )


@login_not_required
@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a reader choose two versions of a policy, and lead to what changed between them."""
    form = _choice(request, slug, data=request.GET or None)
    if len(form.versions) < 2:
        raise Http404("There are no two versions that you may read.")
    if form.is_valid():
        return redirect("policies:compare", slug, *form.in_order())
    return render(
        request,
        "policies/choose_comparison.html",
        {"choose": form, "policy": form.versions[0].policy},
    )


def _choice(request: HttpRequest, slug: str, **given: Any) -> ChooseForm:
    """Return the form with every version of a policy that this person may read."""
    versions = Version.objects.visible_to(request.user).filter(policy__slug=slug)
    return ChooseForm(versions=versions.select_related("policy").order_by("-number"), **given)
