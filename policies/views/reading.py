"""Policies as anybody reads them."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from policies import permissions
from policies.models import PUBLIC, Audience, Section, State, Version
from policies.pdf.making import PdfNotMade, pdf_of
from school.models import Person

PAGE = 25


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Show every policy in force."""
    versions = Version.objects.published().select_related("policy").order_by("title", "pk")
    page = Paginator(versions, PAGE).get_page(request.GET.get("page"))
    person = request.user
    sees_reviews = isinstance(person, Person) and bool(permissions.can_see_reviews(person))
    shown = {"page": page, "sees_reviews": sees_reviews}
    return render(request, "policies/library.html", shown)


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


@login_not_required
@require_safe
def pdf(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Hand out a version, or one audience's part of it, as a PDF that everybody can read."""
    version = get_object_or_404(
        Version.objects.visible_to(request.user).with_text(), policy__slug=slug, number=number
    )
    audience, sections = _part(request, version)
    if not sections:
        return redirect(f"{version.get_absolute_url()}?for={audience}" if audience else version)
    try:
        made = pdf_of(version, sections, audience)
    except PdfNotMade as error:
        messages.warning(request, str(error))
        return redirect(version)
    part = f"-{audience.replace('_', '-')}" if audience else ""
    return FileResponse(
        BytesIO(made),
        filename=f"{slug}-version-{number}{part}.pdf",
        content_type="application/pdf",
    )


@login_not_required
@require_safe
def for_pupils(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the policy in force asks of pupils, in large plain sentences for a class (M8)."""
    return _class_page(request, get_object_or_404(Version.objects.published(), policy__slug=slug))


@login_not_required
@require_safe
def version_for_pupils(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the same of one version: how a draft will look, or what was shown in the past."""
    versions = Version.objects.visible_to(request.user)
    return _class_page(request, get_object_or_404(versions, policy__slug=slug, number=number))


def _class_page(request: HttpRequest, version: Version) -> HttpResponse:
    sentences = version.pupil_sentences
    if not sentences:
        raise Http404("This version says nothing to pupils.")
    shown = {
        "version": version,
        "sentences": sentences,
        "is_in_force": version.state == State.PUBLISHED,
    }
    return render(request, "policies/for_pupils.html", shown)


def _part(request: HttpRequest, version: Version) -> tuple[str, list[Section]]:
    """Return the audience that the address asks for, or "", and the sections that speak to it."""
    audience = request.GET.get("for", "")
    audience = audience if audience in Audience.values else ""
    return audience, [s for s in version.sections.all() if not audience or s.speaks_to(audience)]


def _reading(request: HttpRequest, version: Version) -> dict[str, Any]:
    """Return what a reader sees, narrowed to one audience where the address asks for it."""
    audience, sections = _part(request, version)
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
