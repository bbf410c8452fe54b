"""A parent's answers about pictures of their children: signed in, or by personal link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from consents import actions, queries
from consents.forms import PicturesForm, can_go_together
from consents.permissions import has_pictures_page
from school.errors import DomainError
from school.models import Person, PersonalLink
from school.requests import SignedInRequest
from school.views.by_link import by_link

EACH = "each"


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: SignedInRequest) -> HttpResponse:
    """Ask the parent who is signed in."""
    if not has_pictures_page(request.user):
        raise Http404
    return _ask(request, request.user, home=reverse("home"), by_link=False)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def link_pictures(request: HttpRequest, held: PersonalLink) -> HttpResponse:
    """Ask the parent who holds the link."""
    return _ask(request, held.person, home=reverse("family"), by_link=True)


def _ask(request: HttpRequest, person: Person, *, home: str, by_link: bool) -> HttpResponse:
    """Show the questions with the parent's own answers, keep what they choose, and go home.

    What the other parent answered is not looked at here, and cannot be seen.
    """
    children = list(queries.children_of(person))
    own = queries.own_answers(person)
    is_sent = request.method == "POST"
    fits_all = can_go_together(children, own)
    asks_each = EACH in (request.POST if is_sent else request.GET)
    together = len(children) > 1 and not asks_each and (is_sent or fits_all)
    form = PicturesForm(
        request.POST if is_sent else None, children=children, own=own, together=together
    )
    if form.is_valid() and _keeps(request, form, person):
        return redirect(home)
    return render(
        request,
        "consents/pictures.html",
        {
            "form": form,
            "children": children,
            "together": together,
            "can_go_together": fits_all,
            "home": home,
            "by_link": by_link,
            "shared": reverse("consents:link_shared" if by_link else "consents:shared"),
        },
    )


def _keeps(request: HttpRequest, form: PicturesForm, person: Person) -> bool:
    """Keep the answers and say thank you; or put into the form why that is not possible."""
    try:
        new = actions.answer_for_children(answers=form.answers(), by=person)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    if new:
        messages.success(
            request, "Thank you. Your answers about pictures are kept, and hold from now on."
        )
    else:
        messages.info(request, "Nothing was changed: your answers stand as they were.")
    return True
