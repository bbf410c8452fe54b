"""A parent's way in by personal link: no account, no password, nothing to remember (A4).

The link's address is opened once: its secret moves into the session, so that it stays out of the
addresses of the pages that follow. The session then says which link it came by and nothing more;
it does not sign anybody in.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import actions, queries
from acknowledgements.actions.messages import hash_of
from acknowledgements.models import Capacity, Request
from acknowledgements.permissions import may_hold_link
from acknowledgements.sitting import sitting_of
from acknowledgements.views.place import BY_LINK, key_of
from acknowledgements.views.put_by import put_by
from acknowledgements.views.reading import read_and_answer
from school.models import Person, PersonalLink

IN_SESSION = "personal_link"
RENEWABLE = ("run out", "replaced")


@login_not_required
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember in the session which link was opened, and go on without its secret.

    Nothing is signed or used up by it, so a mail program that looks ahead does no harm.
    """
    found = PersonalLink.objects.filter(token_hash=hash_of(token)).first()
    if found is None:
        return render(request, "acknowledgements/link_unknown.html", status=404)
    request.session.cycle_key()
    request.session[IN_SESSION] = found.pk
    request.session.set_expiry(0)  # closing the browser closes it: the device may be shared
    return redirect("acknowledgements:link_home")


@login_not_required
@require_safe
def link_home(request: HttpRequest) -> HttpResponse:
    """Show the holder of a link what waits, with which children, and what they signed."""
    held = _held(request)
    if held is None or _ended(held):
        return _does_not_open(request, held)
    asked = queries.questions_of(held.person).filter(request__capacity=Capacity.PARENT)
    return render(
        request,
        "acknowledgements/link_home.html",
        {
            "person": held.person,
            "until": held.expires_at,
            "sitting": sitting_of(held.person, capacity=Capacity.PARENT),
            "prefix": BY_LINK.prefix,
            "questions": asked[:10],
            "signed": queries.signed_by(held.person).filter(capacity=Capacity.PARENT),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_sign(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Let a parent read and answer for all their children at once."""
    held = _held(request)
    if held is None or _ended(held):
        if request.method == "POST":
            if step == "keep":
                return HttpResponse(status=401)  # the page says that it could not be sent just now
            put_by(request, key_of(pk))
        return _does_not_open(request, held)
    own = Request.objects.of(held.person).filter(capacity=Capacity.PARENT)
    asked = get_object_or_404(own.for_reading(), pk=pk)
    return read_and_answer(request, asked=asked, way=BY_LINK, step=step)


@login_not_required
@require_POST
def link_renew(request: HttpRequest) -> HttpResponse:
    """Send a new link in place of one that has ended, to the address that the school has."""
    held = _held(request)
    if held is not None and _ended(held) in RENEWABLE and held.person.email:
        actions.send_personal_link(person=held.person, by=held.person)
        messages.success(
            request, "A new link is on its way to the e-mail address that the school has for you."
        )
    return redirect("acknowledgements:link_home")


def holder(request: HttpRequest) -> Person | None:
    """Return for whom the link stands that this session came by, while it works."""
    held = _held(request)
    return held.person if held is not None and not _ended(held) else None


def _held(request: HttpRequest) -> PersonalLink | None:
    """Return the link that this session came by, if any."""
    if (key := request.session.get(IN_SESSION)) is None:
        return None
    return PersonalLink.objects.select_related("person").filter(pk=key).first()


def _ended(held: PersonalLink) -> str:
    """Return why a link no longer works, or "" while it does."""
    if not may_hold_link(held.person):
        return "switched off"
    if held.revoked_at is not None:
        return "replaced"
    return "run out" if held.expires_at <= timezone.now() else ""


def _does_not_open(request: HttpRequest, held: PersonalLink | None) -> HttpResponse:
    if held is None:
        return render(request, "acknowledgements/link_unknown.html", status=404)
    why = _ended(held)
    can_renew = why in RENEWABLE and bool(held.person.email)
    return render(
        request,
        "acknowledgements/link_ended.html",
        {"why": why, "can_renew": can_renew},
        status=410,
    )
