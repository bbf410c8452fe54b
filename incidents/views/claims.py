"""Taking a case on, and putting it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from incidents import actions
from incidents.actions.claims import NOBODY
from incidents.models import Case
from school.access import NotAllowed
from school.errors import DomainError
from school.requests import SignedInRequest


@require_POST
def take_on(request: SignedInRequest, pk: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    try:
        actions.take_on(case=case, by=request.user, seen=request.POST.get("seen", NOBODY))
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "You are on this case. The others who handle it see that.")
    return redirect(case)


@require_POST
def put_back(request: SignedInRequest, pk: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    try:
        actions.put_back(case=case, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "You put it back: nobody is on it now.")
    return redirect(case)
