"""Where somebody confirms, as the second, that words go for good, or keeps them (I16)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from incidents import actions, queries
from incidents.models import Mask
from school.access import NotAllowed
from school.errors import DomainError
from school.requests import SignedInRequest


@never_cache
@require_safe
def removals(request: SignedInRequest) -> HttpResponse:
    """Show the words, why and who asks, and nothing of the case they stand in. Kept as a look."""
    masks = actions.read_requests(by=request.user)
    if not (masks or queries.has_queue(request.user)):
        raise Http404
    return render(request, "incidents/removals.html", {"masks": masks})


@require_POST
def confirm(request: SignedInRequest, mask_pk: int) -> HttpResponse:
    """Remove the words, or keep them hidden: by which button was pressed."""
    mask = get_object_or_404(Mask.objects.to_confirm(request.user), pk=mask_pk)
    try:
        if "keep" in request.POST:
            actions.keep_words(mask=mask, by=request.user)
            messages.success(request, "They stay hidden. Whoever asked sees that on the case.")
        else:
            removed = actions.confirm_removal(mask=mask, by=request.user)
            stay = " Where they still stand they stay hidden." if removed.words else ""
            messages.success(request, f"Removed for good, in {removed.places} places.{stay}")
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("incidents:removals")
