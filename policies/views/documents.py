"""From a document to a draft: what was understood of it is looked at before anything is kept."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from policies import actions, permissions
from policies.forms.documents import KeepForm, UploadForm
from policies.importing.correcting import misfits, place_of
from policies.models import PolicyUpload, labels_of
from policies.views.answering import answering
from school.access import require
from school.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    """Take a document and go on to what was understood of it."""
    require(permissions.can_manage(request.user))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        document = form.cleaned_data["document"]
        with answering(form):
            held = actions.upload_document(
                content=document.read(), name=document.name, by=request.user
            )
            return redirect("policies:preview", held.pk)
    return render(request, "policies/upload.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was understood of an upload; a yes keeps it as a draft."""
    require(permissions.can_manage(request.user))
    held = get_object_or_404(PolicyUpload, pk=pk, uploaded_by=request.user)
    if held.kept_as:
        return redirect(held.kept_as.get_work_url())
    reading = actions.reading_of(held)
    imported = reading.policy
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        title=imported.title,
        title_slug=actions.slug_for(imported.title),
        initial={"turn": reading.turn},
    )
    if form.is_valid():
        with answering(form):
            version = actions.keep_upload(
                upload=held,
                by=request.user,
                slug=form.cleaned_data["slug"],
                turn=form.cleaned_data["turn"],
            )
            messages.success(request, "Kept as a draft. Say next what it is and whom it is for.")
            return redirect(version.get_work_url())
    if isinstance(form.data, QueryDict) and form.is_bound:
        # Whoever reads that the text moved on sees it as it is now, and may press again.
        form.data = form.data.copy()
        form.data["turn"] = str(reading.turn)
    return render(
        request,
        "policies/preview.html",
        {
            "upload": held,
            "imported": imported,
            "dates": {
                name: day and date.fromisoformat(day) for name, day in imported.dates.items()
            },
            "sections": [(s, labels_of(s.audiences)) for s in imported.sections],
            "reading": reading,
            "to_look_at": [
                (place, passage, place in reading.looked_at, place_of(imported, passage))
                for place, passage in enumerate(imported.unsure)
            ],
            "too_long": misfits(imported),
            "form": form,
        },
    )
