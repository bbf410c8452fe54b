"""Who has signed and who has not: for the Headteacher, the deputy and the office (A9)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from acknowledgements.board import counts, rows
from acknowledgements.board.bars import Chart, chart
from acknowledgements.board.filters import FilterForm
from acknowledgements.board.finding import finding_of_classes
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
CLASSES_A_PAGE = 12


@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """Show how far each policy has come, by audience; with ?show=earlier the rounds now closed."""
    shows_earlier = request.GET.get("show") == "earlier"
    rounds = visible_rounds(request)
    seen = rows.seen_by(request.user)
    if shows_earlier:
        page = Paginator(rounds.closed().order_by("-closed_at", "pk"), A_PAGE)
        shown = page.get_page(request.GET.get("page"))
        coverage = counts.coverage_of(list(shown), seen)
        in_all = None
    else:
        # Counted once for the sums; the page shows a part of it.
        going_on = list(rounds.open().order_by("version__title", "pk"))
        coverage = counts.coverage_of(going_on, seen)
        shown = Paginator(going_on, A_PAGE).get_page(request.GET.get("page"))
        in_all = counts.together(coverage.values())
    return render(
        request,
        "acknowledgements/board.html",
        {
            "page": shown,
            "lines": [(one, coverage[one.pk]) for one in shown],
            "columns": counts.Coverage().columns,
            "in_all": in_all,
            "chart": in_all and audience_chart(in_all),
            "shows_earlier": shows_earlier,
            "has_own_child": request.user.parenthoods.exists(),
            "questions": can_answer_question(request.user),
            "declined": can_see_declined(request.user),
        },
    )


@require_safe
def board_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how a round has come on by audience and class, and exactly who, as far as asked for."""
    shown = get_object_or_404(visible_rounds(request), pk=pk)
    seen = rows.seen_by(request.user).filter(round=shown)
    form = FilterForm(request.GET)
    people = Paginator(rows.by_name(form.narrow(seen)), A_PAGE)
    coverage = counts.coverage_of([shown], seen)[shown.pk]
    classes = Paginator(counts.by_class(seen), CLASSES_A_PAGE).get_page(request.GET.get("classes"))
    by_class = [(one.name, one.tally) for one in classes]
    return render(
        request,
        "acknowledgements/board_round.html",
        {
            "round": shown,
            "coverage": coverage,
            "chart": audience_chart(coverage),
            "classes": classes,
            "classes_chart": chart("How families have replied, by class", by_class),
            "classes_finding": finding_of_classes(by_class),
            "form": form,
            "page": people.get_page(request.GET.get("page")),
            "away": rows.away_today(),
            "today": timezone.localdate(),
            "has_own_child": request.user.parenthoods.exists(),
            "chase": can_chase(request.user, shown, school_calendar(), timezone.localdate()),
        },
    )


def audience_chart(coverage: counts.Coverage) -> Chart | None:
    return chart(
        "How those who are asked have replied, by audience",
        [
            (part.name if part.is_required else "Families (invited)", part.tally)
            for part in coverage.parts
        ],
    )


@require_POST
def send_link(request: SignedInRequest, pk: int, person: int) -> HttpResponse:
    """Send a new personal link to one parent who is asked in a round."""
    shown = get_object_or_404(visible_rounds(request), pk=pk)
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


def visible_rounds(request: SignedInRequest) -> RoundQuerySet:
    require_board(request)
    return Round.objects.select_related("version__policy")


def require_board(request: SignedInRequest) -> None:
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
