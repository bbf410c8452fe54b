"""Making policies known: the log, what has not been yet, and what the school's website embeds."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from policies import actions, permissions
from policies.forms.publicity import PublicityForm, StrikeForm
from policies.models import Audience, Policy, Publicity, Version
from policies.publicity import CHANNELS, known
from policies.views.answering import answering
from school.access import require
from school.models import School
from school.permissions import can_change_school
from school.requests import SignedInRequest, posted

PAGE = 25
MOST_EMBEDDED = 200


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """List every policy in force with how it was made known, and through what not yet."""
    require(permissions.can_manage(request.user))
    versions = Version.objects.published().select_related("policy").order_by("title", "pk")
    page = Paginator(versions, PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": known(page),
        "channels": CHANNELS,
        "embed": settings.PORTAL_URL + reverse("policies:embed"),
        "can_change_school": can_change_school(request.user),
        "feed": settings.PORTAL_URL + reverse("policies:feed"),
    }
    return render(request, "policies/publicity.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def of_policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show when and where a policy was made known, and take another entry."""
    require(permissions.can_manage(request.user))
    policy = get_object_or_404(Policy, slug=slug)
    version = policy.current()
    form = PublicityForm(posted(request), channel=request.GET.get("channel", ""))
    if version is not None and form.is_valid():
        with answering(form):
            actions.publicise(version=version, by=request.user, **form.cleaned_data)
            messages.success(request, f"Recorded for {version}.")
            return redirect("policies:publicity_of", slug)
    entries = Publicity.objects.filter(version__policy=policy)
    entries = entries.select_related("version", "recorded_by", "struck_by")
    shown = {
        "policy": policy,
        "version": version,
        "known": known([version])[0] if version else None,
        "form": form,
        "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "policies/publicity_of.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Strike out an entry that was a mistake."""
    require(permissions.can_manage(request.user))
    entries = Publicity.objects.select_related("version__policy")
    entry = get_object_or_404(entries, pk=pk, version__policy__slug=slug)
    form = StrikeForm(posted(request))
    if form.is_valid():
        with answering(form):
            actions.strike_publicity(entry=entry, by=request.user, **form.cleaned_data)
            messages.success(request, "Struck out. It stays to be read and counts no more.")
            return redirect("policies:publicity_of", slug)
    return render(request, "policies/strike_publicity.html", {"entry": entry, "form": form})


@require_safe
def newsletter(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show a piece about the policy in force, ready to be pasted into a newsletter."""
    require(permissions.can_manage(request.user))
    version = get_object_or_404(
        Version.objects.published().select_related("policy"), policy__slug=slug
    )
    piece = {
        "version": version,
        "address": settings.PORTAL_URL + version.policy.get_absolute_url(),
        "is_for_parents": Audience.PARENTS_CARERS in version.audiences,
    }
    shown = {
        "version": version,
        "words": render_to_string("policies/_newsletter.txt", piece).strip(),
        "html": render_to_string("policies/_newsletter.html", piece).strip(),
    }
    return render(request, "policies/newsletter.html", shown)


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
@xframe_options_exempt
def embed(request: HttpRequest) -> HttpResponseBase:
    """Show the policies in force as a small page that the school's website may frame."""
    framed_by = [SELF, *School.current().website_origins()]
    return csp_replace({"frame-ancestors": framed_by})(_embedded)(request)


def _embedded(request: HttpRequest) -> HttpResponse:
    versions = Version.objects.published().select_related("policy").order_by("title", "pk")
    shown = {"versions": versions[:MOST_EMBEDDED], "portal": settings.PORTAL_URL}
    return render(request, "policies/embed.html", shown)
