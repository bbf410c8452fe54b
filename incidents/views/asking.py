"""What the pages of a report on its way share: its interview, and which page comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from incidents import drafts
from incidents.forms.files import listed
from incidents.interview import Interview, Question
from incidents.models import HeldFile
from school.models import Person

TOO_MANY_REQUESTS = 429


def interview_of(request: HttpRequest, draft: drafts.Draft) -> Interview:
    """Return the interview so far; which files were added is read from what is held."""
    held = listed(HeldFile.objects.of(draft.mark)) if draft.has_files else ""
    return Interview(
        draft.answers | {"held": held},
        seen=draft.seen,
        person=person_of(request),
        in_danger=draft.child_in_danger,
    )


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def go_on(interview: Interview) -> HttpResponse:
    return redirect(address_of(interview.next_open()))


def address_of(asked: Question | None) -> str:
    """Return where a question is asked; after the last, where the answers are checked."""
    if asked is None:
        return reverse("incidents:check")
    return reverse("incidents:question", args=[asked.name])
