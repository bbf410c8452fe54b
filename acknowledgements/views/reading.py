"""The page on which a version is read and signed; and what it becomes afterwards."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from acknowledgements import actions, queries
from acknowledgements.audience import audience_of
from acknowledgements.forms import SignForm
from acknowledgements.models import Capacity, Request
from policies.models import Audience, State
from school.errors import DomainError


def read_and_sign(
    request: HttpRequest, *, asked: Request, home: str, afterwards: str
) -> HttpResponse:
    """Show the text with the form after it, take the signature, and go on to `afterwards`.

    The signer is whom the request asks: the view has made sure that it is they who are here. Where
    there is nothing to sign, the page says why. `home` is the way back to what waits.
    """
    context = {"asked": asked, "version": asked.round.version, "home": home}
    form = SignForm(request.POST) if request.method == "POST" else SignForm()
    if form.is_valid() and _signs(request, asked, form):
        return redirect(afterwards)
    if hasattr(asked, "acknowledgement"):
        return render(request, "acknowledgements/signed.html", context)
    if not _is_live(asked):
        return render(request, "acknowledgements/not_asked.html", context)
    return render(request, "acknowledgements/sign.html", context | _to_read(asked) | {"form": form})


def _signs(request: HttpRequest, asked: Request, form: SignForm) -> bool:
    """Sign, and say thank you; or put into the form why that is not possible."""
    try:
        actions.sign_for_family(
            request=asked, typed_name=form.cleaned_data["typed_name"], by=asked.person
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Thank you. You have signed {asked.round.version.title}.")
    return True


def _to_read(asked: Request) -> dict[str, Any]:
    together = (
        Request.objects.outstanding()
        .of(asked.person)
        .filter(round=asked.round, capacity=asked.capacity)
    )
    audience = audience_of(asked.capacity)
    version = asked.round.version
    prefetch_related_objects([version], "sections__clauses")
    return {
        "to_sign": queries.to_sign(together.select_related("round__version", "child"))[0],
        "sections": version.sections.all(),
        "since_signed": queries.since_signed(asked),
        "audience": audience,
        "audience_name": Audience(audience).label.lower(),
        "is_parent": asked.capacity == Capacity.PARENT,
    }


def _is_live(asked: Request) -> bool:
    in_force = asked.round.version.state == State.PUBLISHED and asked.round.closed_at is None
    return in_force and asked.stopped_at is None
