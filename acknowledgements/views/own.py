"""What a signed-in person has to sign, and has signed."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import queries
from acknowledgements.models import Request
from acknowledgements.sitting import sitting_of
from acknowledgements.views.place import SIGNED_IN, key_of
from acknowledgements.views.put_by import put_by
from acknowledgements.views.reading import read_and_answer
from school.models import Person
from school.requests import SignedInRequest

A_PAGE = 25
QUESTIONS = 10


@require_safe
def my_sign_offs(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person, what they asked or said no to, and what they signed."""
    signed = Paginator(queries.signed_by(request.user), A_PAGE)
    return render(
        request,
        "acknowledgements/my_sign_offs.html",
        {
            "sitting": sitting_of(request.user),
            "prefix": SIGNED_IN.prefix,
            "questions": queries.questions_of(request.user)[:QUESTIONS],
            "signed": signed.get_page(request.GET.get("page")),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Let the person who is asked read and answer; what is sent when signed out is put by."""
    if not isinstance(request.user, Person):
        if request.method == "POST" and step != "keep":
            put_by(request, key_of(pk))
        return redirect_to_login(request.get_full_path())
    own = Request.objects.of(request.user).for_reading()
    asked = get_object_or_404(own, pk=pk)
    return read_and_answer(request, asked=asked, way=SIGNED_IN, step=step)
