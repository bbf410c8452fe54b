"""Noting that somebody has left, and letting them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from school import actions
from school.access import require
from school.errors import DomainError
from school.forms import LeftForm
from school.permissions import can_note_left
from school.requests import SignedInRequest
from school.views.people import find_person


@require_http_methods(["GET", "HEAD", "POST"])
def note_left(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what ends when somebody leaves, and ask why once; a POST does it."""
    shown = find_person(request, pk)
    require(can_note_left(request.user, shown))
    if not shown.is_active:
        messages.info(request, f"That {shown} has left is noted already.")
        return redirect("school:person", shown.pk)
    form = LeftForm(request.POST or None)
    if form.is_valid():
        try:
            actions.note_left(person=shown, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{shown} has left: they cannot sign in, and nothing is asked of them."
            )
            return redirect("school:person", shown.pk)
    return render(
        request,
        "school/note_left.html",
        {
            "form": form,
            "person": shown,
            "roles": shown.assignments.in_force(),
            "children": [tie.child for tie in shown.parenthoods.asked().select_related("child")],
        },
    )


@require_POST
def let_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody back who had left."""
    shown = find_person(request, pk)
    actions.let_back(person=shown, by=request.user)
    messages.success(request, f"{shown} can sign in again. Give a role if they have one.")
    return redirect("school:person", shown.pk)
