"""Noting that somebody is on long leave, and when they are back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from school import actions
from school.access import require
from school.errors import DomainError
from school.forms import EndLeaveForm, LeaveForm, RemoveLeaveForm
from school.models import Leave, Person
from school.permissions import can_note_leave, can_note_leave_of
from school.requests import SignedInRequest
from school.views.people import find_person


@require_http_methods(["GET", "HEAD", "POST"])
def add_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    _require_sight(request)
    shown = find_person(request, pk)
    require(can_note_leave_of(request.user, shown))
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        try:
            actions.note_leave(person=shown, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Noted. While {shown} is away nothing is sent to them.")
            return redirect("school:person", shown.pk)
    return render(request, "school/add_leave.html", {"form": form, "person": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def end_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the last day away."""
    leave = _find_leave(request, pk)
    initial = {"ends_on": leave.ends_on} if leave.ends_on else None
    form = EndLeaveForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.end_leave(leave=leave, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The last day that {leave.person} is away is set.")
            return redirect("school:person", leave.person_id)
    return render(request, "school/end_leave.html", {"form": form, "leave": leave})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away leave that was noted by mistake, saying what was wrong with it."""
    if (person := _whose_was_taken_away(request, pk)) is not None:
        messages.info(request, "That leave was taken away before. There is nothing more to do.")
        return redirect("school:person", person.pk)
    leave = _find_leave(request, pk)
    form = RemoveLeaveForm(request.POST or None)
    if form.is_valid():
        actions.remove_leave(leave=leave, **form.cleaned_data, by=request.user)
        messages.success(
            request, f"Taken away. What waits for {leave.person} is sent to them as usual."
        )
        return redirect("school:person", leave.person_id)
    return render(request, "school/remove_leave.html", {"form": form, "leave": leave})


def _find_leave(request: SignedInRequest, pk: int) -> Leave:
    _require_sight(request)
    visible = Leave.objects.filter(person__in=Person.objects.visible_to(request.user))
    leave = get_object_or_404(visible.select_related("person"), pk=pk)
    require(can_note_leave_of(request.user, leave.person))
    return leave


def _whose_was_taken_away(request: SignedInRequest, pk: int) -> Person | None:
    """Return whose leave this was, if it was taken away: by a second press, or in another tab."""
    _require_sight(request)
    gone = Leave.history.filter(id=pk, history_type="-").values("person_id")
    return Person.objects.visible_to(request.user).filter(pk__in=gone).first()


def _require_sight(request: SignedInRequest) -> None:
    """Answer 404 to those who may not know that anybody's leave is noted."""
    if not can_note_leave(request.user):
        raise Http404
