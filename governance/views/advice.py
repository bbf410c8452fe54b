"""Legal advice, for those who are named on it and nobody else (G3)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_safe,
)

from governance import actions, queries
from governance.forms.advice import AddForm, NameForm, ReleaseForm, SeekForm
from governance.lifecycle import Advice, Deed, may_do
from governance.models import AdviceFile, LegalAdvice, Referral
from governance.permissions import can_do, can_see_advice
from incidents.views.handing_out import handed_out
from school.access import NotAllowed, require
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted
from uploads import Kind

A_PAGE = 25


@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """List the legal advice that somebody is named on."""
    require(can_see_advice(request.user))
    named = LegalAdvice.objects.visible_to(request.user).select_related("referral__case")
    page = Paginator(named, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/advice_list.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seek(request: SignedInRequest, pk: str) -> HttpResponse:
    """Record that legal advice is sought about a case that was put before governors."""
    visible = Referral.objects.visible_to(request.user).select_related("case")
    referral: Referral = get_object_or_404(visible, pk=pk)
    others = sorted(queries.readers_of(referral) - {request.user}, key=str)
    begins = {"decided_on": timezone.localdate()}
    form = SeekForm(posted(request), others=others, initial=begins)
    if form.is_valid():
        written = {"deciders": [], **form.cleaned_data}
        try:
            advice = actions.seek_advice(referral=referral, by=request.user, **written)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Recorded. Only those named on it can see it.")
            return redirect("governance:advice", advice.pk)
    context = {"referral": referral, "form": form}
    return render(request, "governance/seek_advice.html", context)


@never_cache
@require_safe
def advice(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show legal advice to somebody named on it; each look is on record, and shown here."""
    found = _named(request, pk)
    actions.note_reading_advice(advice=found, by=request.user)
    looks = Paginator(queries.looks_at(found, queries.ADVICE_LOOKS), A_PAGE)
    page = looks.get_page(request.GET.get("page"))
    context = {
        "advice": found,
        "case": found.referral.case,
        "deciders": found.deciders.by_name(),
        "words": found.words.select_related("added_by"),
        "files": found.files.select_related("added_by"),
        "readers": queries.readers_of_advice(found),
        "can": {deed.name: can_do(deed, request.user, found) for deed in Deed},
        "page": page,
        "looks": queries.who_looked(page),
    }
    return render(request, "governance/advice.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: str) -> HttpResponse:
    """Add what the adviser said or wrote; where it was released meanwhile, the words stay here."""
    found = _named(request, pk)
    verdict = can_do(Deed.ADD, request.user, found)
    if request.method != "POST":
        require(verdict)
    form = AddForm(posted(request), request.FILES or None)
    if verdict and form.is_valid():
        try:
            actions.add_to_advice(advice=found, by=request.user, **form.cleaned_data)
        except NotAllowed:
            verdict = can_do(Deed.ADD, request.user, _named(request, pk))
            if verdict:
                raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added. Only those named can read it.")
            return redirect("governance:advice", found.pk)
    context = {"advice": found, "form": form, "verdict": verdict}
    return render(request, "governance/add_to_advice.html", context)


@never_cache
@require_GET
def file(request: SignedInRequest, pk: str, number: int) -> HttpResponse:
    """Hand out the safe copy of a file of the advice, and keep who looked."""
    found = _named(request, pk)
    wanted: AdviceFile = get_object_or_404(found.files.select_related("advice"), number=number)
    content = actions.look_at_advice_file(file=wanted, by=request.user)
    kind = Kind[wanted.copy_kind]
    return handed_out(
        content, name=f"legal-advice-{number}{kind.ending}", media_type=kind.media_type
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: SignedInRequest, pk: str) -> HttpResponse:
    """Show who can read the advice; a POST names one more."""
    found = _named(request, pk)
    people = queries.who_can_be_named(found)
    form = NameForm(posted(request), people=people)
    if form.is_valid():
        try:
            actions.name_reader(advice=found, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['person']} can read it from now on.")
            return redirect("governance:advice_readers", found.pk)
    context = {
        "advice": found,
        "form": form,
        "people": people,
        "readers": queries.readers_of_advice(found),
    }
    return render(request, "governance/advice_readers.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_naming(request: SignedInRequest, pk: str, person: int) -> HttpResponse:
    """Say once what ending it for somebody who was named means; a POST ends it at once."""
    found = _named(request, pk)
    ever_named = found.readers.filter(person=person).values("person")  # some more than once
    named: Any = get_object_or_404(Person, pk__in=ever_named)
    if request.method != "POST":
        return render(request, "governance/end_naming.html", {"advice": found, "person": named})
    try:
        actions.end_naming(advice=found, person=named, by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("governance:advice_readers", found.pk)
    messages.success(request, f"{named} cannot read it any more.")
    if named == request.user:
        return redirect("governance:advice_list")
    return redirect("governance:advice_readers", found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, pk: str) -> HttpResponse:
    """Say once what releasing means, and do it; or keep back again what was released.

    Whoever comes second reads what happened meanwhile, and still has what they wrote.
    """
    found = _named(request, pk)
    if request.method == "POST" and "keep_back" in request.POST:
        return _keep_back(request, found)
    verdict = can_do(Deed.RELEASE, request.user, found)
    if request.method != "POST":
        require(verdict)
    form = ReleaseForm(posted(request))
    if verdict and form.is_valid():
        try:
            actions.release_advice(advice=found, by=request.user, **form.cleaned_data)
        except NotAllowed:
            found = _named(request, pk)
            verdict = can_do(Deed.RELEASE, request.user, found)
            if verdict:
                raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Released. It goes with the file of the case from now on.")
            return redirect("governance:advice", found.pk)
    context = {"advice": found, "form": form, "verdict": verdict, "reason": _happened(found)}
    return render(request, "governance/release_advice.html", context)


def _happened(advice: LegalAdvice) -> str:
    """Return, for somebody who would release it, what somebody else did before them."""
    if advice.released_at is None:
        return may_do(Deed.RELEASE, advice.state).reason
    return f"{advice.released_by} released this advice on {date_format(advice.released_at)}."


def _keep_back(request: SignedInRequest, advice: LegalAdvice) -> HttpResponse:
    try:
        actions.keep_advice_back(advice=advice, by=request.user)
    except NotAllowed:
        # Read once more: whoever is not named on it any more gets nothing at all.
        if _named(request, str(advice.pk)).state != Advice.RECEIVED:
            raise
        messages.info(request, "Somebody kept it back before you. It is in no file made from now.")
    else:
        messages.success(request, "Kept back. Files of the case that are made now do not hold it.")
    return redirect("governance:advice", advice.pk)


def _named(request: SignedInRequest, pk: str) -> LegalAdvice:
    """Return advice for whoever is named on it: for anybody else it is not there."""
    named = LegalAdvice.objects.visible_to(request.user).select_related("referral__case")
    found: LegalAdvice = get_object_or_404(named, pk=pk)
    return found
