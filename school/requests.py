"""What a view may take for granted about its request."""

from django.http import HttpRequest, QueryDict

from school.models import Person


class SignedInRequest(HttpRequest):
    """A request that the sign-in middleware has let through."""

    user: Person


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, filled in or not; None when only shown."""
    return request.POST if request.method == "POST" else None
