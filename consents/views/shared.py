"""Pictures with other families' children, for parents: signed in, or by personal link (C3).

What others said stands on none of these pages: neither for whoever asks, beyond that all of them
said yes or not all did, nor for whoever is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from consents.actions import sharing as actions
from consents.actions.sharing.asking import LASTS
from consents.models import NeverAsk, SharedAnswer, SharedPicture
from consents.permissions import has_pictures_page
from consents.share_forms import AnswerSharedForm, AskFamiliesForm
from consents.share_lifecycle import Seen
from consents.share_permissions import can_ask_families, can_call_back, can_say_yes
from consents.share_queries import own_children_in
from consents.views.previews import as_preview
from school.access import NotAllowed
from school.errors import DomainError
from school.models import Person, PersonalLink
from school.requests import SignedInRequest, posted
from school.views.by_link import by_link

A_PAGE = 25
PAGES = (
    "shared",
    "ask_to_share",
    "shared_picture",
    "answer_shared",
    "shared_preview",
    "never_ask",
)
READ = ("GET", "HEAD")
HELD = "picture-not-sent"  # in the session: the key of the picture of a form that was refused
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Visit:
    """Who has come, and by which way: how the addresses of these pages are called on it."""

    person: Person
    prefix: str
    home: str

    @property
    def to(self) -> dict[str, str]:
        return {page: f"consents:{self.prefix}{page}" for page in PAGES}

    def shown(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        return render(
            request,
            template,
            {"to": self.to, "home": self.home, "by_link": bool(self.prefix), **more},
        )


def both_ways(*methods: str) -> Callable[[View], tuple[View, View]]:
    """Make of one view two: for whoever is signed in, and for whoever holds a personal link."""

    def ways(view: View) -> tuple[View, View]:
        @wraps(view)
        def signed_in(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_pictures_page(request.user):
                raise Http404
            return view(request, Visit(request.user, "", "home"), *args, **kwargs)

        @by_link
        @wraps(view)
        def linked(
            request: HttpRequest, held: PersonalLink, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            return view(request, Visit(held.person, "link_", "family"), *args, **kwargs)

        only = require_http_methods(list(methods))
        return only(signed_in), only(linked)

    return ways


@both_ways(*READ)
def _shared(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what a parent is asked, what they asked themselves, and what they have answered."""
    person = visit.person
    pictures = SharedPicture.objects.select_related("service", "asked_by")
    questions = list(pictures.to_answer(person).order_by("answer_by", "pk"))
    answered = pictures.answered_by(person)
    page = Paginator(answered, A_PAGE).get_page(request.GET.get("page"))
    last = _last_said(person, [picture.pk for picture in page])
    return visit.shown(
        request,
        "consents/shared.html",
        questions=_with_children(questions, person),
        asked=pictures.of(person)[:A_PAGE],
        page=page,
        answered=[(picture, last[picture.pk]) for picture in page],
        may_ask=can_ask_families(person),
        never=NeverAsk.objects.filter(person=person).first(),
    )


@both_ways(*READ, "POST")
def _ask_to_share(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take the picture, the place and who is in it; a refused form keeps the picture."""
    person = visit.person
    may_ask = can_ask_families(person)
    held = actions.held_picture(pk=request.session.get(HELD), by=person)
    form = AskFamiliesForm(posted(request), request.FILES or None, held=held)
    if may_ask and form.is_valid() and (upload := form.upload()):
        try:
            picture = actions.ask_families(wanted=form.wanted(), upload=upload, by=person)
        except NotAllowed as error:
            messages.error(request, str(error))
            return redirect(visit.to["shared"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            actions.forget_held(by=person)
            messages.success(request, "Sent to the school office. Please do not post it yet.")
            return redirect(visit.to["shared_picture"], picture.pk)
    if may_ask and form.is_bound and (chosen := form.cleaned_data.get("picture")):
        held = actions.hold_picture(upload=chosen, by=person)
        request.session[HELD] = str(held.pk)
        form.hold(held)
    return visit.shown(
        request,
        "consents/ask_to_share.html",
        form=form,
        may_ask=may_ask,
        lasts=LASTS,
        person=person,
    )


@both_ways(*READ, "POST")
def _shared_picture(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show whoever asked how it stands; take it back, or hear that it came down."""
    own = SharedPicture.objects.of(visit.person).select_related("service")
    picture = get_object_or_404(own, pk=pk)
    if request.method == "POST":
        try:
            if picture.seen == Seen.TAKE_DOWN:
                actions.take_down_shared(picture=picture, by=visit.person)
                messages.success(request, "Thank you. It is noted that the picture is down.")
            else:
                actions.call_back_shared(picture=picture, by=visit.person)
                messages.success(request, "Called back. Please do not post the picture.")
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(visit.to["shared_picture"], pk)
    may_call_back = can_call_back(visit.person, picture)
    return visit.shown(
        request, "consents/shared_picture.html", picture=picture, may_call_back=may_call_back
    )


@both_ways(*READ, "POST")
def _answer_shared(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Ask a parent about one picture in one place; later let them take a yes back."""
    found = SharedPicture.objects.for_family(visit.person).select_related("service", "asked_by")
    picture = get_object_or_404(found, pk=pk)
    last = _last_said(visit.person, [pk]).get(pk)
    may_say_yes = can_say_yes(picture)
    said = last.is_yes if last else None
    form = AnswerSharedForm(posted(request), may_say_yes=bool(may_say_yes), last=said)
    if form.is_valid():
        try:
            actions.answer_shared(picture=picture, is_yes=form.is_yes, by=visit.person)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            answer = "yes" if form.is_yes else "no"
            messages.success(request, f"Thank you. You said {answer}, and nobody is told who did.")
            return redirect(visit.to["shared"])
    return visit.shown(
        request,
        "consents/answer_shared.html",
        form=form,
        picture=picture,
        last=last,
        may_say_yes=may_say_yes,
        children=own_children_in([picture], visit.person)[pk],
    )


@both_ways(*READ)
def _shared_preview(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Hand out the small preview, to whoever asked and to those who are asked.

    Each look of those who are asked is on record.
    """
    person = visit.person
    seen = SharedPicture.objects.of(person) | SharedPicture.objects.for_family(person)
    picture = get_object_or_404(seen, pk=pk)
    content = actions.look_as_family(picture=picture, by=person)
    return as_preview(content, picture.preview_type)


@both_ways("POST")
def _never_ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask this parent no more, or again."""
    if "again" in request.POST:
        actions.ask_me_again(by=visit.person)
        messages.success(request, "We ask you again from now on.")
    else:
        actions.never_ask_me(by=visit.person)
        messages.success(request, "We do not ask you any more. It counts as a no each time.")
    return redirect(visit.to["shared"])


def _last_said(person: Person, pictures: list[int]) -> dict[int, SharedAnswer]:
    answers = SharedAnswer.objects.filter(person=person, picture__in=pictures)
    answers = answers.order_by("given_at", "pk")
    return {answer.picture_id: answer for answer in answers}


def _with_children(pictures: list[SharedPicture], person: Person) -> list[tuple[Any, Any]]:
    children = own_children_in(pictures, person)
    return [(picture, children[picture.pk]) for picture in pictures]


shared, link_shared = _shared
ask_to_share, link_ask_to_share = _ask_to_share
shared_picture, link_shared_picture = _shared_picture
answer_shared, link_answer_shared = _answer_shared
shared_preview, link_shared_preview = _shared_preview
never_ask, link_never_ask = _never_ask
