"""The office's page about those who join, and sending a link again from it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notifications.links import send_personal_link
from school.access import require
from school.errors import DomainError
from school.models import Person
from school.permissions import can_look_after_families
from school.requests import SignedInRequest
from stmarys_portal.family.forms import JoiningForm
from stmarys_portal.family.joining import joined_lately, joining_soon, rows_of

A_PAGE = 25


@require_safe
def joining(request: SignedInRequest) -> HttpResponse:
    """Show the children who join soon, or with ?show=lately those who just have."""
    require(can_look_after_families(request.user))
    today = timezone.localdate()
    form = JoiningForm(request.GET)
    school_class = form.cleaned_data["school_class"] if form.is_valid() else None
    soon, lately = joining_soon(today, school_class), joined_lately(today, school_class)
    shows_lately = request.GET.get("show") == "lately"
    page = Paginator(lately if shows_lately else soon, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "family/joining.html",
        {
            "form": form,
            "page": page,
            "rows": rows_of(list(page), today),
            "shows_lately": shows_lately,
            "counts": (soon.count(), lately.count()),
        },
    )


@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a parent a new link, for all their children; the ones before stop working."""
    require(can_look_after_families(request.user))
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    try:
        was_sent = send_personal_link(person=person, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if was_sent:
            messages.success(request, f"A new link is on its way to {person.full_name}.")
        else:
            messages.warning(
                request,
                f"We have no e-mail address for {person.full_name}. Print a link to hand over, or "
                "add an address on their page.",
            )
    return redirect(f"{reverse('joining')}?{request.GET.urlencode()}")
