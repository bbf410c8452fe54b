"""How a draft came to be, and what of it can be had back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from policies import actions, permissions
from policies.forms.history import BringBackForm
from policies.history import A_PAGE, Story
from policies.models import State
from policies.views.finding import version_in_hand
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest


@require_safe
def history(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show who changed what in a version, save by save, newest first."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_see_history(request.user, version))
    story = Story(version)
    page = Paginator(story.groups, A_PAGE).get_page(request.GET.get("page"))
    can_bring_back = version.state == State.DRAFT and permissions.can_manage(request.user)
    return render(
        request,
        "policies/history.html",
        {
            "version": version,
            "page": page,
            "saves": story.told(list(page)),
            "can_bring_back": bool(can_bring_back),
        },
    )


@require_POST
def bring_back(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Bring earlier words, or a point or section that was taken out, back into a draft."""
    version = version_in_hand(request, slug, number)
    require(permissions.can_manage(request.user))
    form = BringBackForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError("Choose on this page what is to come back.")
        row = form.cleaned_data["row"]
        if form.cleaned_data["kind"] == "clause":
            clause = actions.bring_back_clause(version=version, row=row, by=request.user)
            done = f"Brought back: point {clause.number} in section {clause.section.number}."
        else:
            section = actions.bring_back_section(version=version, row=row, by=request.user)
            done = f"Brought back: section {section.number}, with its points."
        messages.success(request, done)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("policies:history", slug, number)
