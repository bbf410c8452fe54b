"""Signing by personal link: no account, no password, nothing to remember (A4)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from acknowledgements.models import Capacity, Request
from acknowledgements.views.place import BY_LINK, key_of
from acknowledgements.views.put_by import put_by
from acknowledgements.views.reading import read_and_answer
from school import links
from school.views.by_link import does_not_open


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_sign(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Let a parent read and answer for all their children at once."""
    person = links.holder(request)
    if person is None:
        if request.method == "POST":
            if step == "keep":
                return HttpResponse(status=401)  # the page says that it could not be sent just now
            put_by(request, key_of(pk))
        return does_not_open(request)
    own = Request.objects.of(person).filter(capacity=Capacity.PARENT)
    asked = get_object_or_404(own.for_reading(), pk=pk)
    return read_and_answer(request, asked=asked, way=BY_LINK, step=step)
