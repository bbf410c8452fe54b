"""The board person by person: what somebody was asked, a child's parents, a class."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from acknowledgements.board import counts, families, rows
from acknowledgements.board.finding import finding_of_children
from acknowledgements.board.tally import total
from acknowledgements.views.board import require_board
from school.forms import SearchForm
from school.models import Child, Person, SchoolClass
from school.requests import SignedInRequest

A_PAGE = 25
A_FEW = 12
CHILDREN_A_PAGE = 40  # a whole class
POLICIES_A_PAGE = 6  # columns that one can still read


@require_safe
def find(request: SignedInRequest) -> HttpResponse:
    """Find a person or a child by a part of the name; a dozen of each at the most."""
    require_board(request)
    search = SearchForm(request.GET)
    words = search.cleaned_data["words"] if search.is_valid() else ""
    people = Person.objects.visible_to(request.user).matching(words).by_name()
    children = Child.objects.visible_to(request.user).on_roll_or_to_come().matching(words)
    children = children.select_related("school_class").order_by("full_name", "pk")
    return render(
        request,
        "acknowledgements/board_find.html",
        {
            "words": words,
            "form": search,
            "people": people[:A_FEW] if words else [],
            "children": children[:A_FEW] if words else [],
            "a_few": A_FEW,
        },
    )


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show all that was asked of a person over all policies, and what they replied."""
    require_board(request)
    shown = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    asked = rows.seen_by(request.user).filter(person=shown)
    going_on = counts.tallies(asked.filter(round__closed_at=None), "capacity")
    ties = shown.parenthoods.select_related("child__school_class").order_by("child__full_name")
    return render(
        request,
        "acknowledgements/board_person.html",
        {
            "person": shown,
            "in_all": total(going_on.values()),
            "page": Paginator(rows.of_policies(asked), A_PAGE).get_page(request.GET.get("page")),
            "children": [tie.child for tie in ties],
            "away": rows.away_today(),
            "today": timezone.localdate(),
        },
    )


@require_safe
def family(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a child's parents, each for themselves, with what they replied to what is open."""
    require_board(request)
    shown = get_object_or_404(
        Child.objects.visible_to(request.user).select_related("school_class"), pk=pk
    )
    return render(
        request,
        "acknowledgements/board_family.html",
        {
            "child": shown,
            "family": families.family_of(shown, request.user),
            "away": rows.away_today(),
            "today": timezone.localdate(),
        },
    )


@require_safe
def classes(request: SignedInRequest) -> HttpResponse:
    """List the classes."""
    require_board(request)
    page = Paginator(SchoolClass.objects.order_by("year_group", "name"), A_PAGE)
    return render(
        request,
        "acknowledgements/board_classes.html",
        {"page": page.get_page(request.GET.get("page"))},
    )


@require_safe
def school_class(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a class: its children by the policies that parents are asked to sign now."""
    require_board(request)
    shown = get_object_or_404(SchoolClass, pk=pk)
    on_roll = Child.objects.visible_to(request.user).on_roll().filter(school_class=shown)
    children = Paginator(on_roll.order_by("full_name", "pk"), CHILDREN_A_PAGE)
    policies = Paginator(families.rounds_for_parents(), POLICIES_A_PAGE)
    page = children.get_page(request.GET.get("page"))
    rounds = policies.get_page(request.GET.get("policies"))
    sums = families.children_signed_for(shown, list(rounds), request.user)
    return render(
        request,
        "acknowledgements/board_class.html",
        {
            "school_class": shown,
            "page": page,
            "rounds": rounds,
            "grid": families.grid(list(page), list(rounds), request.user),
            "sums": sums,
            "finding": finding_of_children(
                [(one.version.title, signed, asked) for one, signed, asked in sums]
            ),
        },
    )
