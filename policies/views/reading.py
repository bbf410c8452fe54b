"""Policies as anybody reads them."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from policies.models import PUBLIC, Audience, State, Version

PAGE = 25


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show every policy in force."""
    versions = Version.objects.published().select_related("policy").order_by("title", "pk")
    page = Paginator(versions, PAGE).get_page(request.GET.get("page"))
    return render(request, "policies/library.html", {"page": page})


@login_not_required
@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the version in force of one policy."""
    version = get_object_or_404(Version.objects.published().with_text(), policy__slug=slug)
    return render(request, "policies/policy.html", _reading(request, version))


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one version: for anybody once it was published, before that for those at work on it."""
    version = get_object_or_404(
        Version.objects.visible_to(request.user).with_text(), policy__slug=slug, number=number
    )
    return render(request, "policies/version.html", _reading(request, version))


def _reading(request: HttpRequest, version: Version) -> dict[str, Any]:
    """Return what a reader sees, narrowed to one audience where the address asks for it."""
    audience = request.GET.get("for", "")
    audience = audience if audience in Audience.values else ""
    sections = [s for s in version.sections.all() if not audience or s.speaks_to(audience)]
    others = list(version.policy.versions.public().exclude(pk=version.pk))
    return {
        "policy": version.policy,
        "version": version,
        "sections": sections,
        "audience": audience,
        "audience_label": Audience(audience).label if audience else "",
        "parts": [(a.value, a.label) for a in Audience if a in version.audiences],
        "is_in_force": version.state == State.PUBLISHED,
        "is_public": version.state in PUBLIC,
        "has_newer_in_force": any(other.state == State.PUBLISHED for other in others),
        "others": others,
    }
