"""A parent's way in by personal link: no account, no password, nothing to remember (A4)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST, require_safe

from acknowledgements import queries as sign_offs
from acknowledgements.models import Capacity
from acknowledgements.sitting import sitting_of
from acknowledgements.views.place import BY_LINK
from consents.models import SharedPicture
from consents.queries import children_of, how_far
from notifications.links import send_personal_link
from school import links
from school.models import PersonalLink
from school.views.by_link import by_link, unknown_link
from stmarys_portal.family.things import things_of

QUESTIONS_SHOWN = 10


@login_not_required
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remember in the session which link was opened, and go on without its secret."""
    if not links.remember(request, token):
        return unknown_link(request)
    return redirect("family")


@require_safe
@by_link
def family(request: HttpRequest, held: PersonalLink) -> HttpResponse:
    """Show the holder of a link what waits and what is done, for all their children at once."""
    links.note_opened(held)
    person = held.person
    asked = sign_offs.questions_of(person).filter(request__capacity=Capacity.PARENT)
    pictures = how_far([person.pk])[person.pk].values()
    children = list(children_of(person))
    return render(
        request,
        "family/family.html",
        {
            "person": person,
            "until": held.expires_at,
            "things": things_of([person.pk])[person.pk],
            "sitting": sitting_of(person, capacity=Capacity.PARENT),
            "prefix": BY_LINK.prefix,
            "questions": asked[:QUESTIONS_SHOWN],
            "pictures_open": sum(answered.of - answered.given for answered in pictures),
            "pictures_begun": any(answered.given for answered in pictures),
            "asked_by_families": SharedPicture.objects.to_answer(person).count(),
            "children": children,
            "children_in_words": get_text_list([child.full_name for child in children], "and"),
            "signed": sign_offs.signed_by(person).filter(capacity=Capacity.PARENT),
        },
    )


@login_not_required
@require_POST
def renew_link(request: HttpRequest) -> HttpResponse:
    """Send a new link in place of one that has ended, to the address that the school has."""
    held = links.held_by(request)
    if held is not None and links.why_ended(held) in links.RENEWABLE and held.person.email:
        send_personal_link(person=held.person, by=held.person)
        messages.success(
            request, "A new link is on its way to the e-mail address that the school has for you."
        )
    return redirect("family")


@login_not_required
@require_POST
def close_link(request: HttpRequest) -> HttpResponse:
    """Close the page on a device that others use too; the link itself goes on working."""
    links.forget(request)
    messages.success(request, "Your page is closed on this device. Your link brings it back.")
    return redirect("home")
