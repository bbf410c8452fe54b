"""Putting in a list of people: choose a file, see what it would change, say yes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from school import actions, people_import
from school.access import require
from school.errors import BadFile, DomainError
from school.forms import PeopleFileForm
from school.models import PeopleImport
from school.people_plan import Plan
from school.permissions import can_import_people
from school.requests import SignedInRequest

A_PAGE = 25
FAULTS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: SignedInRequest) -> HttpResponse:
    require(can_import_people(request.user))
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than allowed tells a file that is too big without reading it all.
            upload = actions.preview_people(
                content=file.read(people_import.LARGEST + 1), file_name=file.name, by=request.user
            )
        except BadFile as error:
            form.add_error("file", str(error))
        else:
            return redirect("school:import_preview", upload.pk)
    return render(
        request, "school/import_people.html", {"form": form, "columns": people_import.COLUMNS}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a list would change, or what is wrong with it; a POST puts it in."""
    upload = get_object_or_404(PeopleImport.objects.visible_to(request.user), pk=pk)
    require(can_import_people(request.user))
    problem = ""
    if request.method == "POST":
        try:
            actions.apply_people_import(upload=upload, by=request.user)
        except DomainError as error:
            problem = str(error)
        else:
            messages.success(
                request, "The list was put in. Those who are new are asked what waits for them."
            )
            return redirect("school:people")
    if upload.applied_at:
        return render(request, "school/import_applied.html", {"upload": upload})
    plan = actions.plan_of(upload.content, by=request.user)
    return render(
        request,
        "school/import_preview.html",
        {
            "upload": upload,
            "plan": plan,
            "totals": totals(plan),
            "links": plan.links(timezone.localdate()),
            "for_a_colleague": plan.for_a_colleague[:FAULTS_SHOWN],
            "faults": plan.faults[:FAULTS_SHOWN],
            "more_faults": max(0, len(plan.faults) - FAULTS_SHOWN),
            "page": Paginator(plan.steps, A_PAGE).get_page(request.GET.get("page")),
            "problem": problem,
        },
    )


def totals(plan: Plan) -> list[tuple[str, int]]:
    """Return what would be written, in words, leaving out what is nought."""
    words = {
        "people": "new people",
        "roles": "roles given",
        "ended_roles": "roles that get a last day",
        "classes": "new classes",
        "children": "new children",
        "moved_children": "children who change class",
        "parents": "parents or carers tied to a child",
        "changed_parents": "ties between parent and child that change",
    }
    return [(words[name], count) for name, count in plan.counts().items() if count]
