"""Children, and the parents and carers who are asked for them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from school import actions
from school.access import require
from school.errors import DomainError
from school.forms import ChildForm, NewChildForm, ParentForm, ParentFormSet, SearchForm, TieForm
from school.models import Child, Parenthood
from school.permissions import can_change_family, can_change_parent, can_look_after_families
from school.requests import SignedInRequest

A_PAGE = 25
TIES = Prefetch(
    "parenthoods",
    Parenthood.objects.select_related("person").order_by("person__full_name"),
    to_attr="ties",
)


@require_safe
def children(request: SignedInRequest) -> HttpResponse:
    """List the children with us or about to join, with their parents."""
    require(can_look_after_families(request.user))
    search = SearchForm(request.GET)
    words = search.cleaned_data["words"] if search.is_valid() else ""
    shown = Child.objects.visible_to(request.user).on_roll_or_to_come().matching(words)
    shown = shown.select_related("school_class").prefetch_related(TIES)
    page = Paginator(shown.order_by("full_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "school/children.html",
        {"page": page, "words": words, "today": timezone.localdate()},
    )


def find_child(request: SignedInRequest, pk: int) -> Child:
    return get_object_or_404(Child.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a child's parents, and change the child's class and days."""
    shown = find_child(request, pk)
    form = ChildForm.of(shown, request.POST or None)
    if form.is_valid():
        try:
            actions.change_child(child=shown, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Parents are asked by these days from now on.")
            return redirect("school:child", shown.pk)
    ties = shown.parenthoods.select_related("person").order_by("person__full_name")
    return render(
        request,
        "school/child.html",
        {
            "child": shown,
            "form": form,
            "ties": ties,
            "can_change_family": can_change_family(request.user, shown),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request: SignedInRequest) -> HttpResponse:
    """Add a child with one to four parents or carers; somebody known is found by address."""
    require(can_look_after_families(request.user))
    form = NewChildForm(request.POST or None, prefix="child")
    parents = ParentFormSet(request.POST or None, prefix="parents")
    if request.method == "POST" and form.is_valid() and parents.is_valid():
        written = [each.parent() for each in parents if each.has_changed()]
        try:
            added = actions.add_child(**form.cleaned_data, parents=written, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                f"{added} is on the list. Each parent with responsibility is asked from the day "
                "the child joins.",
            )
            return redirect("school:child", added.pk)
    return render(request, "school/add_child.html", {"form": form, "parents": parents})


@require_http_methods(["GET", "HEAD", "POST"])
def add_parent(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = find_child(request, pk)
    require(can_change_family(request.user, shown))
    form = ParentForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_parent(child=shown, parent=form.parent(), by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added. They are asked like any parent from now on.")
            return redirect("school:child", shown.pk)
    return render(request, "school/add_parent.html", {"form": form, "child": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def change_parent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what ties a parent to a child: responsibility, restriction."""
    visible = Child.objects.visible_to(request.user)
    found = Parenthood.objects.filter(child__in=visible).select_related("child", "person")
    tie = get_object_or_404(found, pk=pk)
    require(can_change_parent(request.user, tie))
    form = TieForm.of(tie, request.POST or None)
    if form.is_valid():
        actions.change_parent(tie=tie, **form.cleaned_data, by=request.user)
        messages.success(request, f"Saved for {tie.person}. It holds from now on.")
        return redirect("school:child", tie.child_id)
    return render(request, "school/change_parent.html", {"form": form, "tie": tie})
