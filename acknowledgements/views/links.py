"""Signing by personal link: no account, no password, nothing to remember (A4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from acknowledgements.models import Capacity, Request
from acknowledgements.views.reading import read_and_sign
from school.models import PersonalLink
from school.views.by_link import by_link


@require_http_methods(["GET", "POST"])
@by_link
def link_sign(request: HttpRequest, held: PersonalLink, pk: int) -> HttpResponse:
    """Show a parent the text, and sign it for all their children at once."""
    own = Request.objects.of(held.person).filter(capacity=Capacity.PARENT)
    asked = get_object_or_404(own.for_reading(), pk=pk)
    home = reverse("family")
    return read_and_sign(request, asked=asked, home=home, afterwards=home)
