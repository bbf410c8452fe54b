"""Who has signed and who has not: for the Headteacher, the deputy and the office (A9)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from acknowledgements import queries
from acknowledgements.models import Round, RoundQuerySet
from acknowledgements.permissions import (
    can_answer_question,
    can_chase,
    can_see_board,
    can_see_declined,
)
from notifications.links import send_personal_link
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest
from school.terms import school_calendar

A_PAGE = 25


@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """List the rounds, the open ones first, each with its counts by capacity."""
    rounds = _visible_rounds(request).order_by(F("closed_at").asc(nulls_first=True), "-opened_at")
    page = Paginator(rounds, A_PAGE).get_page(request.GET.get("page"))
    counted = queries.coverage_of(list(page))
    return render(
        request,
        "acknowledgements/board.html",
        {
            "page": page,
            "rows": [(one, counted[one.pk]) for one in page],
            "questions": can_answer_question(request.user),
            "declined": can_see_declined(request.user),
        },
    )


@require_safe
def board_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who in a round has not replied, or with ?show=signed who has signed."""
    shown = get_object_or_404(_visible_rounds(request), pk=pk)
    shows_signed = request.GET.get("show") == "signed"
    people = queries.who_has(shown) if shows_signed else queries.who_has_not(shown)
    return render(
        request,
        "acknowledgements/board_round.html",
        {
            "round": shown,
            "coverage": queries.coverage_of([shown])[shown.pk],
            "shows_signed": shows_signed,
            "page": Paginator(people, A_PAGE).get_page(request.GET.get("page")),
            "chase": can_chase(request.user, shown, school_calendar(), timezone.localdate()),
        },
    )


@require_POST
def send_link(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Send a new personal link to one parent who is asked in a round."""
    shown = get_object_or_404(_visible_rounds(request), pk=pk)
    asked = get_object_or_404(
        Person.objects.filter(signing_requests__round=shown).distinct(), pk=person
    )
    try:
        was_sent = send_personal_link(person=asked, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        _say_whether_sent(request, asked, was_sent)
    return redirect("acknowledgements:board_round", pk=shown.pk)


def _visible_rounds(request: SignedInRequest) -> RoundQuerySet:
    _require_board(request)
    return Round.objects.select_related("version__policy")


def _require_board(request: SignedInRequest) -> None:
    """Answer 404 to those who may not know that there is a board (S3)."""
    if not can_see_board(request.user):
        raise Http404


def _say_whether_sent(request: SignedInRequest, person: Person, was_sent: bool) -> None:
    if was_sent:
        messages.success(request, f"A new link is on its way to {person.full_name}.")
        return
    messages.warning(
        request,
        f"We have no e-mail address for {person.full_name}, so no link could be sent. Add one, or "
        "ask them to come to the office.",
    )
