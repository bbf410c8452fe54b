"""Who may know that a page is there (S3)."""

from django.http import Http404

from acknowledgements.permissions import can_see_board
from school.requests import SignedInRequest


def require_board(request: SignedInRequest) -> None:
    """Answer 404 to those who may not know who has signed and who is reminded."""
    if not can_see_board(request.user):
        raise Http404
