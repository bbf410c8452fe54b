"""The school's saved wording for replies: the Headteacher looks after it, all handlers use it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import actions
from incidents.forms.wording import WordingForm
from incidents.models import SavedWording
from incidents.permissions import can_manage_wording
from school.errors import DomainError
from school.requests import SignedInRequest, posted


@require_safe
def wordings(request: SignedInRequest) -> HttpResponse:
    _require_right(request)
    return render(request, "incidents/wordings.html", {"wordings": SavedWording.objects.all()})


@require_http_methods(["GET", "POST"])
def new_wording(request: SignedInRequest) -> HttpResponse:
    _require_right(request)
    return _page(request, None)


@require_http_methods(["GET", "POST"])
def wording(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change wording, or take it out of the list."""
    _require_right(request)
    found = get_object_or_404(SavedWording, pk=pk)
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_wording(wording=found, by=request.user)
        messages.success(request, "Removed. What was written with it stays as it was sent.")
        return redirect("incidents:wordings")
    return _page(request, found)


def _page(request: SignedInRequest, found: SavedWording | None) -> HttpResponse:
    form = WordingForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_wording(by=request.user, wording=found, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Handlers find it where they reply.")
            return redirect("incidents:wordings")
    return render(request, "incidents/wording.html", {"form": form, "wording": found})


def _require_right(request: SignedInRequest) -> None:
    if not can_manage_wording(request.user):
        raise Http404
