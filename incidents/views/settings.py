"""How quickly the school acts on reports: for the Headteacher."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from incidents import actions
from incidents.forms.settings import CaseSettingsForm
from incidents.models import CaseSettings
from incidents.permissions import can_change_settings
from school.requests import SignedInRequest, posted


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    if not can_change_settings(request.user):
        raise Http404
    form = CaseSettingsForm(posted(request), instance=CaseSettings.current())
    if request.method == "POST" and form.is_valid():
        actions.change_settings(settings=form.save(commit=False), by=request.user)
        messages.success(request, "Saved. Reports that arrive from now on have these times.")
        return redirect("incidents:queue")
    return render(request, "incidents/settings.html", {"form": form})
