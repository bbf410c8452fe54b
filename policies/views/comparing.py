"""What changed between two versions of a policy."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from policies import differences
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
        },
    )
