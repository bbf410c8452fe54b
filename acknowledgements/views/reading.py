"""The way of reading and answering, page by page: the same signed in and by personal link.

First the whole text, then for staff their own section point by point, then the sentence to sign.
A question or a no has a page of its own, open at any time. Each page works without JavaScript.
"""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import urlencode

from acknowledgements import actions, queries
from acknowledgements.audience import audience_of
from acknowledgements.models import Acknowledgement, Occasion, Reply, Request
from acknowledgements.views.place import Place, Way, key_of, show, typed_in
from acknowledgements.views.put_by import take_out
from acknowledgements.views.replying import agree, ask, decline
from policies.models import Audience, State
from school.errors import DomainError, WrongState


def read_and_answer(request: HttpRequest, *, asked: Request, way: Way, step: str) -> HttpResponse:
    """Show one step of reading and answering, and take what is sent from it.

    The signer is whom the request asks: the view has made sure that it is they who are here. Where
    there is nothing to sign any more, the page says why.
    """
    if step == "keep":
        return keep(request, asked)
    place = Place(asked, way)
    says_more = request.method == "POST" and step in ("ask", "decline")
    if asked.reply == Reply.SIGNED and not says_more:
        return _signed(request, place, step)
    if not _is_live(asked):
        return show(request, "acknowledgements/not_asked.html", place)
    if request.method != "POST":
        _bring_back(request, place)
    return PAGES[step](request, place)


def keep(request: HttpRequest, asked: Request) -> HttpResponse:
    """Keep what is ticked and typed, as the page sends it; answers with no content."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        actions.keep_reading(request=asked, typed=typed_in(request.POST), by=asked.person)
    except WrongState:
        return HttpResponse(status=410)
    return HttpResponse(status=204)


def read(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the whole text, with what changed since they signed; take that its end was reached."""
    if request.method == "POST":
        return _reaches_end(request, place)
    if answered := _just_answered(request, place):
        return show(request, answered, place)
    asked, version = place.asked, place.asked.round.version
    if place.reading is None and request.method == "GET":
        actions.open_text(request=asked, by=asked.person)
    audience = audience_of(asked.capacity)
    prefetch_related_objects([version], "sections__clauses")
    return show(
        request,
        "acknowledgements/sign.html",
        place,
        sections=version.sections.all(),
        since_signed=queries.since_signed(asked),
        signed_before=_signed_before(asked),
        why=_why(asked),
        audience=audience,
        audience_name=Audience(audience).label.lower(),
    )


def _reaches_end(request: HttpRequest, place: Place) -> HttpResponse:
    try:
        actions.reach_end(request=place.asked, by=place.asked.person)
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect(place.to("sign"))
    return redirect(place.to("points" if place.sections else "agree"))


def _just_answered(request: HttpRequest, place: Place) -> str:
    """Return the page that says what happens after an answer that was given a moment ago."""
    answered = request.GET.get("answered")
    if answered == "ask" and place.has_question_waiting:
        return "acknowledgements/asked.html"
    if answered == "decline" and place.asked.reply == Reply.DECLINED:
        return "acknowledgements/declined_now.html"
    return ""


def _signed_before(asked: Request) -> Acknowledgement | None:
    """Return their signature of this very text, where a confirmation asks for one more."""
    is_once_more = asked.round.occasion == Occasion.CONFIRMATION
    return queries.signed_before(asked) if is_once_more else None


def _why(asked: Request) -> str:
    """Return why people are asked: as the round says, or as whoever published the version said."""
    version = asked.round.version
    return asked.round.why or (version.must_be_signed_why if version.must_be_signed else "")


def points(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the section for staff as boxes to tick, one for each point, and keep the ticks."""
    if not place.has_read:
        return redirect(place.to("sign"))
    if not place.sections:
        return redirect(place.to("agree"))
    if request.method != "POST":
        return show(request, "acknowledgements/points.html", place)
    try:
        place.keep(request.POST)
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect(place.to("sign"))
    press = request.POST.get("press", "")
    if press.startswith("ask:"):
        return redirect(f"{place.to('ask')}?{urlencode({'point': press.removeprefix('ask:')})}")
    if press == "later":
        messages.success(request, "Your ticks are kept. Come back whenever it suits you.")
        return redirect(place.way.home)
    if place.open_points:
        return show(request, "acknowledgements/points.html", place, some_are_open=True)
    return redirect(place.to("agree"))


def _signed(request: HttpRequest, place: Place, step: str) -> HttpResponse:
    if step != "sign" or request.method == "POST":
        return redirect(place.to("sign"))
    return show(request, "acknowledgements/signed.html", place)


def _bring_back(request: HttpRequest, place: Place) -> None:
    """Put back what was sent from here when nobody was signed in any more."""
    if (sent := take_out(request, key_of(place.asked.pk))) is None:
        return
    try:
        place.keep(sent)
    except DomainError:
        return
    messages.info(
        request,
        "You had been signed out when you pressed the button. What you typed and ticked is still "
        "here: please press it once more.",
    )


def _is_live(asked: Request) -> bool:
    in_force = asked.round.version.state == State.PUBLISHED and asked.round.closed_at is None
    return in_force and asked.stopped_at is None


PAGES: dict[str, Callable[[HttpRequest, Place], HttpResponse]] = {
    "sign": read,
    "points": points,
    "agree": agree,
    "ask": ask,
    "decline": decline,
}
