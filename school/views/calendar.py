"""Term dates and closure days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school import actions
from school.access import require
from school.errors import DomainError
from school.forms import ClosureForm, TermForm
from school.models import ClosureDay, Term
from school.permissions import can_change_calendar
from school.requests import SignedInRequest


@require_safe
def calendar(request: SignedInRequest) -> HttpResponse:
    require(can_change_calendar(request.user))
    return render(
        request,
        "school/calendar.html",
        {"terms": Term.objects.all(), "closures": ClosureDay.objects.all()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: SignedInRequest) -> HttpResponse:
    require(can_change_calendar(request.user))
    form = TermForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_term(**form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The term is in the calendar.")
            return redirect("school:calendar")
    return render(request, "school/add_term.html", {"form": form})


@require_POST
def remove_term(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_change_calendar(request.user))
    actions.remove_term(term=get_object_or_404(Term, pk=pk), by=request.user)
    messages.success(request, "The term was taken out of the calendar.")
    return redirect("school:calendar")


@require_http_methods(["GET", "HEAD", "POST"])
def add_closure(request: SignedInRequest) -> HttpResponse:
    require(can_change_calendar(request.user))
    form = ClosureForm(request.POST or None)
    if form.is_valid():
        actions.add_closure(**form.cleaned_data, by=request.user)
        messages.success(request, "The day is in the calendar. It no longer counts for deadlines.")
        return redirect("school:calendar")
    return render(request, "school/add_closure.html", {"form": form})


@require_POST
def remove_closure(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_change_calendar(request.user))
    actions.remove_closure(closure=get_object_or_404(ClosureDay, pk=pk), by=request.user)
    messages.success(request, "The day was taken out. It counts as a school day again.")
    return redirect("school:calendar")
