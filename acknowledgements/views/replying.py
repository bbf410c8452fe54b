"""The pages of an answer: to sign, to ask first, or to say no (A3, A10)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from acknowledgements import actions
from acknowledgements.forms import DeclineForm, QuestionForm, SignForm
from acknowledgements.models import Reply
from acknowledgements.views.place import Place, show
from policies.models import Clause
from school.errors import DomainError
from school.requests import posted


def agree(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the sentence and take the signature, of those who have read and confirmed."""
    if not place.has_read:
        return redirect(place.to("sign"))
    if place.open_points:
        return redirect(place.to("points"))
    person = place.asked.person
    form = SignForm(
        posted(request),
        known_as=person.full_name,
        initial={"typed_name": place.typed("typed_name")},
    )
    asks = form.is_valid() and form.asks_about_name()
    if form.is_valid() and not asks and _signs(request, place, form):
        return redirect(place.to("sign"))
    if request.method == "POST":
        _keep(request, place)
    return show(request, "acknowledgements/agree.html", place, form=form, asks=asks)


def _signs(request: HttpRequest, place: Place, form: SignForm) -> bool:
    """Sign, and say thank you; or put into the form why that is not possible."""
    try:
        actions.sign_for_family(
            request=place.asked, typed_name=form.cleaned_data["typed_name"], by=place.asked.person
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Thank you. You have signed {place.asked.round.version.title}.")
    return True


def ask(request: HttpRequest, place: Place) -> HttpResponse:
    """Take a question to the school, about one point or the whole text."""
    point = _point(request, place)
    form = QuestionForm(posted(request), initial={"question": place.typed("question")})
    if form.is_valid():
        try:
            actions.ask(
                request=place.asked,
                words=form.cleaned_data["question"],
                point=point.number if point else "",
                by=place.asked.person,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{place.to('sign')}?answered=ask")
    if request.method == "POST":
        _keep(request, place)
    return show(request, "acknowledgements/ask.html", place, form=form, point=point)


def _point(request: HttpRequest, place: Place) -> Clause | None:
    """Return the clause that a question is about, if it names one of this version."""
    number = request.GET.get("point", "")
    clauses = Clause.objects.filter(section__version=place.asked.round.version_id)
    return clauses.filter(number=number).first() if number.isprintable() else None


def decline(request: HttpRequest, place: Place) -> HttpResponse:
    """Take a no, with the reason if somebody gives one."""
    if place.asked.reply == Reply.DECLINED:
        return redirect(f"{place.to('sign')}?answered=decline")
    form = DeclineForm(
        posted(request),
        is_required=place.asked.is_required,
        initial={"reason": place.typed("reason")},
    )
    if form.is_valid():
        try:
            actions.decline(
                request=place.asked, why=form.cleaned_data["reason"], by=place.asked.person
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{place.to('sign')}?answered=decline")
    if request.method == "POST":
        _keep(request, place)
    return show(request, "acknowledgements/decline.html", place, form=form)


def _keep(request: HttpRequest, place: Place) -> None:
    """Keep what a form that could not be taken held, so far as anything still can be kept."""
    try:
        place.keep(request.POST)
    except DomainError:
        return
