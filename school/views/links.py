"""A personal link on paper, for a parent whom no e-mail reaches."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from school import actions
from school.access import require
from school.errors import DomainError
from school.models import PersonalLink
from school.permissions import can_print_link, may_hold_link
from school.qr import qr_code
from school.requests import SignedInRequest
from school.views.people import find_person


@require_http_methods(["GET", "HEAD", "POST"])
def print_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what will happen; a POST makes the link and shows its letter, once.

    The letter is the answer to the press itself: its secret is kept nowhere, so it cannot be shown
    a second time.
    """
    person = find_person(request, pk)
    require(can_print_link(request.user, person))
    may_hold, problem = may_hold_link(person), ""
    if request.method == "POST":
        try:
            path = actions.print_link(person=person, by=request.user)
        except DomainError as error:
            problem = str(error)
        else:
            address = f"{settings.PORTAL_URL}{path}"
            link = PersonalLink.objects.filter(person=person).latest("pk")
            return render(
                request,
                "school/link_letter.html",
                {"person": person, "link": link, "address": address, "qr": qr_code(address)},
            )
    usable = PersonalLink.objects.usable(timezone.now()).filter(person=person)
    return render(
        request,
        "school/print_link.html",
        {
            "person": person,
            "may_hold": may_hold,
            "problem": problem,
            "replaces_one": usable.exists(),
        },
    )
