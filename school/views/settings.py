"""The school's own details."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from school import actions
from school.access import require
from school.forms import SchoolForm
from school.models import School
from school.permissions import can_change_school
from school.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    require(can_change_school(request.user))
    form = SchoolForm(request.POST or None, instance=School.current())
    if form.is_valid():
        actions.change_school(school=form.save(commit=False), by=request.user)
        messages.success(request, "Saved. Every page shows it from now on.")
        return redirect("school:settings")
    return render(request, "school/settings.html", {"form": form})
