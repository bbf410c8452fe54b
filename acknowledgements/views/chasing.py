"""Reminding by hand: who would get it and what they would read, then one press (M2, A9)."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from acknowledgements import actions, previews
from acknowledgements.models import Round
from acknowledgements.permissions import can_chase, can_chase_all
from acknowledgements.reach import to_chase, to_remind, unreachable
from acknowledgements.views.guards import require_board
from school.access import Verdict
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest
from school.terms import school_calendar

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def chase(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show whom a press would remind of one round; a POST is the press."""
    require_board(request)
    chased = get_object_or_404(Round.objects.select_related("version__policy"), pk=pk)
    today = timezone.localdate()
    if request.method == "POST":
        try:
            _say(request, actions.chase(chased=chased, by=request.user, on=today))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("acknowledgements:board_round", pk=chased.pk)
    return _preview(request, chased, can_chase(request.user, chased, school_calendar(), today))


@require_http_methods(["GET", "HEAD", "POST"])
def chase_all(request: SignedInRequest) -> HttpResponse:
    """Show whom a press would remind of all that waits for them; a POST is the press."""
    require_board(request)
    today = timezone.localdate()
    if request.method == "POST":
        try:
            _say(request, actions.chase_all(by=request.user, on=today))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("acknowledgements:chase_all")
    open_rounds = list(Round.objects.open())
    return _preview(
        request, None, can_chase_all(request.user, open_rounds, school_calendar(), today)
    )


def _preview(request: SignedInRequest, chased: Round | None, verdict: Verdict) -> HttpResponse:
    today = timezone.localdate()
    round_id = chased.pk if chased else None
    people = to_chase(today, round_id).by_name()
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "acknowledgements/chase.html",
        {
            "round": chased,
            "verdict": verdict,
            "page": page,
            "rows": _rows(list(page.object_list), chased),
            "letters": previews.letters(),
            "unreachable": unreachable(today, round_id),
        },
    )


def _rows(people: Sequence[Person], chased: Round | None) -> list[previews.Row]:
    """Return a page of people with what waits for them, in one round or in all. One query."""
    waiting = to_remind(timezone.localdate(), [one.pk for one in people]).for_reading()
    if chased is not None:
        waiting = waiting.filter(round=chased)
    return previews.rows_of(people, waiting)


def _say(request: SignedInRequest, people: int) -> None:
    if people == 0:
        messages.warning(request, "There was nobody to remind by e-mail today.")
        return
    whom = "1 person" if people == 1 else f"{people} people"
    messages.success(request, f"A reminder is on its way to {whom}.")
