"""Pictures that families ask each other about, for the office: who is in them (C3).

What families answered stands on none of these pages; that is between each of them and the portal.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.actions import sharing as actions
from consents.models import SharedPicture
from consents.permissions import can_see_to_shared
from consents.photo_forms import ClassForm
from consents.share_forms import ToldSharedForm, WhoIsInItForm
from consents.share_lifecycle import ShareState
from consents.share_permissions import (
    can_match,
    can_say_yes,
    can_stop,
    can_write_down_shared,
    has_no_part,
)
from consents.share_queries import looked_for_school, without_address
from consents.views.classes import class_of
from consents.views.previews import as_preview
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest, posted

A_PAGE = 25
SHOWN = {
    "match": ("Who is in it?", ShareState.SENT),
    "asked": ("Families are asked", ShareState.ASKING),
    "down": ("Have to come down", ShareState.ENDED),
    "agreed": ("Everybody has said yes", ShareState.AGREED),
}

UNANSWERED = (ShareState.SENT, ShareState.ASKING)


@require_safe
def shared_to_match(request: SignedInRequest) -> HttpResponse:
    """List what waits for the office, or with ?show= what is asked, agreed or has to come down."""
    require(can_see_to_shared(request.user))
    show = request.GET.get("show", "match")
    show = show if show in SHOWN else "match"
    found = SharedPicture.objects.for_office(request.user).select_related("asked_by", "service")
    found = found.filter(state=SHOWN[show][1]).order_by("asked_at", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    tabs = [(key, label) for key, (label, _) in SHOWN.items()]
    shown = {"page": page, "show": show, "tabs": tabs}
    return render(request, "consents/shared_to_match.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def match_shared(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one picture; say class by class who is in it, and have the families asked.

    Whoever comes second, after the families were asked, comes back to the page and reads so.
    """
    picture = _find(request, pk)
    may_match = can_match(request.user, picture)
    asked = request.POST if request.method == "POST" else request.GET
    of = class_of(asked.get("school_class"))
    if request.method == "POST" and not may_match:
        messages.error(request, may_match.reason)
        return redirect(request.get_full_path())
    form = WhoIsInItForm(posted(request), of=of, picture=picture)
    if form.is_valid():
        try:
            actions.name_shared(
                picture=picture,
                school_class=of,
                children=form.cleaned_data["children"],
                by=request.user,
            )
            if "ask" in request.POST:
                actions.pass_on(picture=picture, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _matched(request, picture)
    shown: dict[str, Any] = {
        "picture": picture,
        "form": form,
        "school_class": of,
        "classes": ClassForm(initial={"school_class": of}),
        "named": picture.children.order_by("full_name", "pk"),
        "may_match": may_match,
        "looked": Paginator(looked_for_school(picture), A_PAGE).get_page(request.GET.get("page")),
        "may_stop": can_stop(request.user, picture),
        "may_write_down": can_write_down_shared(request.user, picture),
        "to_print_for": without_address(picture) if picture.state in UNANSWERED else [],
    }
    return render(request, "consents/match_shared.html", shown)


def _matched(request: SignedInRequest, picture: SharedPicture) -> HttpResponse:
    if "ask" in request.POST:
        messages.success(request, "The families are asked. Nobody is told who they are.")
    else:
        messages.success(request, "Kept. Choose the next class, or ask the families.")
    return redirect(request.get_full_path())


@require_http_methods(["GET", "HEAD", "POST"])
def told_shared(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what a parent said by telephone or on paper; nothing is shown of any answer.

    Where its day passed while they wrote they read so, with their own words still there. One that
    was called back or stopped is found by nobody any more.
    """
    picture = _find(request, pk)
    require(has_no_part(request.user, picture))
    verdict = can_write_down_shared(request.user, picture)
    if request.method != "POST":
        require(verdict)
    may_say_yes = can_say_yes(picture)
    form = ToldSharedForm(posted(request), picture=picture, may_say_yes=bool(may_say_yes))
    if verdict and form.is_valid():
        try:
            actions.write_down_shared(picture=picture, by=request.user, **form.told())
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Written down. An answer that they gave later still stands.")
            return redirect("consents:match_shared", pk)
    shown = {"picture": picture, "form": form, "may_say_yes": may_say_yes, "verdict": verdict}
    return render(request, "consents/told_shared.html", shown)


@require_POST
def stop_shared(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it for the school."""
    picture = _find(request, pk)
    try:
        actions.stop_shared(picture=picture, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Ended. Whoever asked is not told by whom, or why.")
    return redirect("consents:shared_to_match")


@require_safe
def office_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the small preview; each look is on record."""
    picture = _find(request, pk)
    content = actions.look_for_school(picture=picture, by=request.user)
    return as_preview(content, picture.preview_type)


def _find(request: SignedInRequest, pk: int) -> SharedPicture:
    found = SharedPicture.objects.for_office(request.user).select_related("asked_by", "service")
    return get_object_or_404(found, pk=pk)
