"""What lets a view be opened by personal link: the link stands for the person, and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from school import links


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the link by which this session came, or say instead why none opens."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = links.held_by(request)
        if held is None or links.why_ended(held):
            return does_not_open(request)
        return view(request, held, *args, **kwargs)

    return guarded


def unknown_link(request: HttpRequest) -> HttpResponse:
    return render(request, "school/link_unknown.html", status=404)


def does_not_open(request: HttpRequest) -> HttpResponse:
    """Say why the link by which this session came opens nothing now, or that there is none."""
    held = links.held_by(request)
    if held is None:
        return unknown_link(request)
    why = links.why_ended(held)
    can_renew = why in links.RENEWABLE and bool(held.person.email)
    return render(
        request, "school/link_ended.html", {"why": why, "can_renew": can_renew}, status=410
    )
