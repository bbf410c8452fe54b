"""Slips: printing them for those who sign on paper, and entering what came back (A7)."""

from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import actions
from acknowledgements.actions.paper import signed_with, waiting_with
from acknowledgements.models import Reply, Request, RequestQuerySet, Round, Slip
from acknowledgements.paper import codes
from acknowledgements.paper.batches import Batch, Place, Whom, places, still_asked
from acknowledgements.paper.forms import SlipCodeForm, SlipForm, SlipsForm, Ticked
from acknowledgements.paper.making import slips_pdf as make_slips
from acknowledgements.permissions import can_record_for, can_record_paper
from acknowledgements.points import points_to_confirm
from policies.pdf.making import PdfNotMade
from school.access import NotAllowed
from school.errors import DomainError
from school.forms import SearchForm
from school.requests import SignedInRequest, posted

A_PAGE = 25
A_FILE = 300  # slips in one PDF: made in a few seconds, and as much as one wants to staple
DATE_KEPT = "paper_dated_on"


def require_paper(request: SignedInRequest) -> None:
    """Answer 404 to those who may not know who is asked (S3)."""
    if not can_record_paper(request.user):
        raise Http404


# --- printing -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose whose slips to print; a POST gives them their codes."""
    asked = _open_round(request, pk)
    person = _one_person(request)
    form = SlipsForm(posted(request) if person is None else None)
    if person is not None or form.is_valid():
        batch = Batch(Whom.PERSON, person=person) if person is not None else form.batch()
        try:
            actions.prepare_slips(asked=asked, batch=batch, by=request.user)
        except NotAllowed:
            raise
        except DomainError as error:
            if person is not None:
                messages.warning(request, str(error))
                return redirect("acknowledgements:board_round", asked.pk)
            form.add_error(None, str(error))
        else:
            ready = reverse("acknowledgements:slips_ready", args=[asked.pk])
            return redirect(f"{ready}?{_query(batch)}")
    return render(request, "acknowledgements/slips.html", {"round": asked, "form": form})


@require_safe
def slips_ready(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how many slips there are, and the files that hold them."""
    asked = _open_round(request, pk)
    batch = _batch(request)
    found = _with_codes(asked, batch)
    files = [
        {
            "first": start + 1,
            "last": min(start + A_FILE, len(found)),
            "query": f"{_query(batch)}&part={start // A_FILE + 1}",
        }
        for start in range(0, len(found), A_FILE)
    ]
    return render(
        request,
        "acknowledgements/slips_ready.html",
        {"round": asked, "files": files, "number": len(found)},
    )


@require_safe
def slips_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Hand out the slips of a batch that have their codes, so many in one file."""
    asked = _open_round(request, pk)
    batch = _batch(request)
    part = int(given) if (given := request.GET.get("part", "1")).isdecimal() else 0
    found = _with_codes(asked, batch)[(part - 1) * A_FILE : part * A_FILE] if part > 0 else []
    if not found:
        raise Http404("No slips with these names are ready.")
    try:
        made = make_slips(asked, found)
    except PdfNotMade as error:
        messages.warning(request, str(error))
        return redirect(f"{reverse('acknowledgements:slips_ready', args=[pk])}?{_query(batch)}")
    return FileResponse(
        BytesIO(made),
        filename=f"slips-{asked.version.policy.slug}-{part}.pdf",
        content_type="application/pdf",
    )


def _open_round(request: SignedInRequest, pk: int) -> Round:
    require_paper(request)
    return get_object_or_404(Round.objects.open().select_related("version__policy"), pk=pk)


def _one_person(request: HttpRequest) -> int | None:
    """Return whose slip alone a button beside a name asks for."""
    given = request.POST.get("person", "")
    return int(given) if given.isdecimal() else None


def _batch(request: HttpRequest) -> Batch:
    given = request.GET
    whom = given.get("whom", Whom.NO_EMAIL)
    if whom not in set(Whom):
        raise Http404
    keys = {
        name: int(given[name])
        for name in ("school_class", "person")
        if given.get(name, "").isdecimal()
    }
    return Batch(Whom(whom), **keys)


def _query(batch: Batch) -> str:
    narrowed = {"school_class": batch.school_class, "person": batch.person}
    return urlencode({"whom": batch.whom} | {k: v for k, v in narrowed.items() if v is not None})


def _with_codes(asked: Round, batch: Batch) -> list[tuple[Place, str]]:
    """Return the slips of a batch that have a code; who was asked since has none yet."""
    found = dict(Slip.objects.filter(request__round=asked).values_list("request_id", "code"))
    return [(p, found[p.first]) for p in places(asked, batch) if p.first in found]


# --- entering what came back ----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def enter_slip(request: SignedInRequest) -> HttpResponse:
    """Find a request by its slip's code, or by the person's name in a round that is open."""
    require_paper(request)
    form = SlipCodeForm(posted(request))
    if form.is_valid():
        code = codes.tidy(form.cleaned_data["code"])
        slip = Slip.objects.filter(code=code).first()
        if slip is not None:
            return redirect("acknowledgements:record_slip", slip.request_id)
        form.add_error("code", _why_not_found(code))
    search = SearchForm(request.GET)
    words = search.cleaned_data["words"].strip() if search.is_valid() else ""
    found = _by_name(words)
    return render(
        request,
        "acknowledgements/enter_slip.html",
        {
            "form": form,
            "words": words,
            "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        },
    )


def _why_not_found(code: str) -> str:
    if codes.is_whole(code):
        return "We have no slip with this code. Is it from another school, or from long ago?"
    return (
        "This is not a slip’s code: one of its signs was misread, or one is missing. Compare it "
        "with the slip, sign by sign."
    )


def _by_name(words: str) -> RequestQuerySet:
    """Return what waits for people of this name: for each person, round and capacity the first."""
    found = still_asked(Request.objects.live().exclude(reply=Reply.SIGNED))
    for word in words.split():
        found = found.filter(person__full_name__icontains=word)
    if not words:
        found = found.none()
    first = found.order_by().values("round", "person", "capacity").annotate(first=Min("pk"))
    rows = Request.objects.filter(pk__in=first.values("first"))
    return rows.select_related("person", "round__version", "child").order_by(
        "person__full_name", "pk"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record_slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who is asked for what, and take down what stands on their slip."""
    require_paper(request)
    asked = get_object_or_404(Request.objects.for_reading(), pk=pk)
    waiting = waiting_with(asked)
    points = points_to_confirm(asked.round.version, asked.capacity)
    form = SlipForm(
        posted(request),
        request.FILES or None,
        points=points,
        initial={
            "dated_on": request.session.get(DATE_KEPT),
            "typed_name": asked.person.full_name,
        },
    )
    if form.is_valid():
        try:
            _record(request, asked, form)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("acknowledgements:enter_slip")
    return render(
        request,
        "acknowledgements/record_slip.html",
        {
            "asked": asked,
            "version": asked.round.version,
            "children": [one.child for one in waiting if one.child],
            "waiting": waiting,
            "signed": signed_with(asked),
            "may": can_record_for(request.user, asked.person),
            "form": form,
        },
    )


def _record(request: SignedInRequest, asked: Request, form: SlipForm) -> None:
    said, name = form.cleaned_data, asked.person.full_name
    if said["ticked"] == Ticked.DECLINED:
        actions.record_declined_slip(
            request=asked,
            why=said["words"],
            dated_on=said["dated_on"],
            upload=said["scan"],
            by=request.user,
        )
        messages.success(request, f"Recorded: {name} would rather not sign. The next one?")
    elif said["ticked"] == Ticked.QUESTION:
        actions.record_question_on_slip(
            request=asked,
            words=said["words"],
            dated_on=said["dated_on"],
            upload=said["scan"],
            by=request.user,
        )
        messages.success(
            request, f"Recorded: {name} has a question. Whoever answers it was told. The next one?"
        )
    else:
        _record_signature(request, asked, form)
    if said["dated_on"]:
        request.session[DATE_KEPT] = said["dated_on"].isoformat()


def _record_signature(request: SignedInRequest, asked: Request, form: SlipForm) -> None:
    said, name = form.cleaned_data, asked.person.full_name
    was_waiting = bool(waiting_with(asked))
    actions.record_signed_slip(
        request=asked,
        typed_name=said["typed_name"],
        dated_on=said["dated_on"],
        upload=said["scan"],
        by=request.user,
    )
    if was_waiting:
        messages.success(request, f"Recorded: {name} has signed. The next one?")
    else:
        messages.info(request, f"{name} had signed before. Nothing was doubled.")
