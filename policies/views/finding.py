"""What an address points at, or 404 for whoever need not know of it."""

from django.shortcuts import get_object_or_404

from policies.models import Version
from school.requests import SignedInRequest


def version_in_hand(request: SignedInRequest, slug: str, number: int) -> Version:
    """Return a version that this person works on, or 404: others need not know of it."""
    return get_object_or_404(
        Version.objects.worked_on_by(request.user).with_text(), policy__slug=slug, number=number
    )
