"""What an address points at, or 404 for whoever need not know of it."""

from django.shortcuts import get_object_or_404

from policies.models import Section, Version
from school.requests import SignedInRequest


def version_in_hand(request: SignedInRequest, slug: str, number: int) -> Version:
    """Return a version that this person works on, or 404: others need not know of it."""
    return get_object_or_404(
        Version.objects.worked_on_by(request.user).with_text(), policy__slug=slug, number=number
    )


def section_of(version: Version, pk: int) -> Section | None:
    """Return one section of a version with its clauses, or None where it is not there any more."""
    sections = Section.objects.select_related("version__policy").prefetch_related("clauses")
    return sections.filter(pk=pk, version=version).first()
