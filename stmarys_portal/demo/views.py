"""Pages that exist only in the demonstration: the mailbox, and signing in with one press."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from school.models import Person
from stmarys_portal.demo import mailbox as mail
from stmarys_portal.demo.cast import ADDRESSES

View = Callable[..., HttpResponse]


def demonstration_only(view: View) -> View:
    """Answer 404 unless this is the demonstration: outside it the page does not exist."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PORTAL_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demonstration_only
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show what the portal has sent, newest first."""
    letters = mail.letters(settings.PORTAL_DATA / "mail")
    return render(request, "demo/mailbox.html", {"letters": letters})


@demonstration_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented people; nobody else can be signed in this way."""
    address = request.POST.get("address", "")
    if address not in ADDRESSES:
        raise Http404
    person = get_object_or_404(Person, email=address, is_active=True)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")
