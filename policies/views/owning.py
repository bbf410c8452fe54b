"""What holds for a policy through all its versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from policies import actions, permissions
from policies.forms.owning import OwnershipForm
from policies.models import Policy
from policies.views.answering import answering
from school.access import require
from school.requests import SignedInRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say who answers for a policy and how often it is looked at."""
    require(permissions.can_manage(request.user))
    policy = get_object_or_404(Policy.objects.select_related("owner"), slug=slug)
    form = OwnershipForm(posted(request), policy=policy)
    if form.is_valid():
        with answering(form):
            actions.settle_ownership(policy=policy, by=request.user, **form.cleaned_data)
            messages.success(request, f"Saved for “{policy.title}”.")
            return redirect("policies:manage")
    return render(request, "policies/own.html", {"policy": policy, "form": form})
