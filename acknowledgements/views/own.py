"""What a signed-in person has to sign, and has signed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import queries
from acknowledgements.models import Request
from acknowledgements.views.reading import read_and_sign
from school.requests import SignedInRequest

A_PAGE = 25


@require_safe
def my_sign_offs(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, and what they signed."""
    signed = Paginator(queries.signed_by(request.user), A_PAGE)
    return render(
        request,
        "acknowledgements/my_sign_offs.html",
        {
            "waiting": queries.to_sign(queries.outstanding_for(request.user)),
            "signed": signed.get_page(request.GET.get("page")),
        },
    )


@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the whole text to the person who is asked, and take their signature."""
    own = Request.objects.of(request.user).for_reading()
    asked = get_object_or_404(own, pk=pk)
    return read_and_sign(
        request,
        asked=asked,
        home=reverse("acknowledgements:my_sign_offs"),
        afterwards=reverse("acknowledgements:sign", args=[asked.pk]),
    )
