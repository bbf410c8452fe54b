"""Looking people up, adding them, and giving and ending their roles."""

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
from school.forms import (
    AddPersonForm,
    EndOwnHeadshipForm,
    EndRoleForm,
    PersonForm,
    RoleForm,
    SearchForm,
)
from school.models import Parenthood, Person, Role, RoleAssignment
from school.permissions import (
    can_add_people,
    can_change_calendar,
    can_change_person,
    can_change_school,
    can_end_role,
    can_import_people,
    can_look_after_families,
    can_note_leave_of,
    can_note_left,
    can_print_link,
    can_see_people,
    may_hold_link,
    roles_given_by,
)
from school.requests import SignedInRequest

A_PAGE = 25


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """List whom the asker looks after, with their roles today, their children, and who has no
    e-mail address."""
    require(can_see_people(request.user))
    search = SearchForm(request.GET)
    words = search.cleaned_data["words"] if search.is_valid() else ""
    shown = Person.objects.visible_to(request.user).matching(words).by_name()
    if no_email := "no_email" in request.GET:
        shown = shown.filter(email=None, is_active=True)
    shown = shown.prefetch_related(
        Prefetch("assignments", RoleAssignment.objects.in_force(), to_attr="roles_today"),
        Prefetch(
            "parenthoods",
            Parenthood.objects.select_related("child__school_class"),
            to_attr="ties",
        ),
    )
    return render(
        request,
        "school/people.html",
        {
            "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
            "words": words,
            "no_email": no_email,
            "can_add": can_add_people(request.user),
            "can_import": can_import_people(request.user),
            "families": can_look_after_families(request.user),
            "calendar": can_change_calendar(request.user),
            "settings": can_change_school(request.user),
        },
    )


def find_person(request: SignedInRequest, pk: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one person: their roles with their days, and for the office their children."""
    shown = find_person(request, pk)
    families = can_look_after_families(request.user)
    assignments = shown.assignments.order_by("-starts_on", "pk")
    note_leave = can_note_leave_of(request.user, shown)
    ties = shown.parenthoods.select_related("child__school_class") if families else []
    own = set(Parenthood.objects.filter(person=request.user).values_list("child_id", flat=True))
    return render(
        request,
        "school/person.html",
        {
            "person": shown,
            "assignments": [(each, can_end_role(request.user, each)) for each in assignments],
            "ties": [(tie, tie.child_id not in own) for tie in ties],
            "families": families,
            "note_leave": note_leave,
            "leave": shown.leave.all() if note_leave else [],
            "may_hold_link": may_hold_link(shown) and can_print_link(request.user, shown),
            "can_add": can_add_people(request.user),
            "can_change": can_change_person(request.user, shown),
            "can_note_left": can_note_left(request.user, shown),
            "today": timezone.localdate(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: SignedInRequest) -> HttpResponse:
    require(can_add_people(request.user))
    form = AddPersonForm(request.POST or None, given=roles_given_by(request.user))
    if form.is_valid():
        try:
            added = actions.add_person(**form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                f"{added} is on the list. Whatever waits for that role is asked of them from its "
                "first day.",
            )
            return redirect_to(request, added)
    return render(request, "school/add_person.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = find_person(request, pk)
    require(can_change_person(request.user, shown))
    form = PersonForm.of(shown, request.POST or None)
    if form.is_valid():
        is_elsewhere = form.cleaned_data["email"].lower() != (shown.email or "")
        try:
            actions.change_person(person=shown, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _saved(shown, is_elsewhere))
            return redirect("school:person", shown.pk)
    return render(request, "school/change_person.html", {"form": form, "person": shown})


def _saved(person: Person, is_elsewhere: bool) -> str:
    if is_elsewhere and may_hold_link(person):
        return (
            "Saved. Messages go to the address shown here, and a link that went to another has "
            "ended. If something waits for them, a new link is on its way."
        )
    return "Saved. From now on messages go to the address shown here."


@require_http_methods(["GET", "HEAD", "POST"])
def add_role(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = find_person(request, pk)
    require(can_add_people(request.user))
    form = RoleForm(request.POST or None, given=roles_given_by(request.user))
    if form.is_valid():
        try:
            given = actions.add_role(person=shown, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{shown}: {given.get_role_display()}, from the day given.")
            return redirect_to(request, shown)
    return render(request, "school/add_role.html", {"form": form, "person": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the last day of a role; the Headteacher's own headship asks twice."""
    visible = Person.objects.visible_to(request.user)
    found = RoleAssignment.objects.filter(person__in=visible).select_related("person")
    assignment = get_object_or_404(found, pk=pk)
    require(can_end_role(request.user, assignment))
    own_headship = assignment.role == Role.HEADTEACHER and assignment.person == request.user
    form_class = EndOwnHeadshipForm if own_headship else EndRoleForm
    form = form_class(request.POST or None)
    if form.is_valid():
        try:
            actions.end_role(
                assignment=assignment, ends_on=form.cleaned_data["ends_on"], by=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"The last day of {assignment.person} in this role is set.")
            return redirect_to(request, assignment.person)
    return render(request, "school/end_role.html", {"form": form, "assignment": assignment})


def redirect_to(request: SignedInRequest, shown: Person) -> HttpResponse:
    """Go to a person's page, or to the list where that person is not on the asker's."""
    if Person.objects.visible_to(request.user).filter(pk=shown.pk).exists():
        return redirect("school:person", shown.pk)
    return redirect("school:people" if can_see_people(request.user) else "home")
