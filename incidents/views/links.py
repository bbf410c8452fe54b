"""What is answered to a likely link that the page of a case offers (I15)."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from incidents import actions
from incidents.models import Case
from school.access import NotAllowed
from school.errors import DomainError
from school.requests import SignedInRequest


@require_POST
def tell_apart(request: SignedInRequest, pk: str) -> HttpResponse:
    """Say that another case is not related: it is not offered again."""
    visible = Case.objects.visible_to(request.user)
    case = get_object_or_404(visible, pk=pk)
    other = get_object_or_404(visible, pk=_key(request.POST.get("other", "")))
    try:
        actions.tell_apart(case=case, by=request.user, other=other)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Case {other.reference} is not offered here any more.")
    return redirect(case)


def _key(typed: str) -> UUID:
    with suppress(ValueError):
        return UUID(typed)
    raise Http404
