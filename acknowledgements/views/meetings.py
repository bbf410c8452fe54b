"""Meetings: a sheet to print beforehand, and everybody who signed on it entered at once (A7)."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from acknowledgements import actions
from acknowledgements.actions.meetings import AT_MEETINGS
from acknowledgements.models import (
    Acknowledgement,
    Capacity,
    Meeting,
    Reply,
    Request,
    RequestQuerySet,
    Round,
)
from acknowledgements.paper.forms import MeetingForm, SheetForm
from acknowledgements.paper.making import sheet_pdf
from acknowledgements.permissions import can_record_for
from acknowledgements.views.paper import require_paper
from policies.pdf.making import PdfNotMade
from school.access import NotAllowed
from school.errors import DomainError
from school.requests import SignedInRequest, posted

A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: SignedInRequest) -> HttpResponse:
    """List the meetings, and note another."""
    require_paper(request)
    form = MeetingForm(posted(request))
    if form.is_valid():
        held = actions.hold_meeting(**form.cleaned_data, by=request.user)
        return redirect("acknowledgements:meeting", held.pk)
    listed = Meeting.objects.annotate(signed=Count("acknowledgements")).order_by("-held_on", "-pk")
    return render(
        request,
        "acknowledgements/meetings.html",
        {"form": form, "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page"))},
    )


@require_safe
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what can be signed at a meeting, and what was."""
    require_paper(request)
    held = get_object_or_404(Meeting, pk=pk)
    asked = (
        Request.objects.live()
        .filter(capacity__in=AT_MEETINGS)
        .exclude(reply=Reply.SIGNED)
        .values("round", "round__version__title", "round__version__number", "capacity")
        .annotate(number=Count("pk"))
        .order_by("round__version__title", "round", "capacity")
    )
    sheets = [
        {
            "round": row["round"],
            "policy": f"{row['round__version__title']}, version {row['round__version__number']}",
            "capacity": Capacity(row["capacity"]),
            "number": row["number"],
        }
        for row in asked
    ]
    signed = Acknowledgement.objects.filter(meeting=held).select_related("version", "person")
    page = Paginator(signed.order_by("person__full_name", "pk"), A_PAGE)
    return render(
        request,
        "acknowledgements/meeting.html",
        {"meeting": held, "sheets": sheets, "page": page.get_page(request.GET.get("page"))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record_sheet(request: SignedInRequest, pk: int, round_pk: int, capacity: str) -> HttpResponse:
    """Tick those who signed on the sheet; one press enters them all."""
    held, asked, signs_as = _sheet(request, pk, round_pk, capacity)
    people = _asked_in(asked, signs_as)
    waiting = [one.person for one in people if one.reply != Reply.SIGNED]
    signed = [one.person for one in people if one.reply == Reply.SIGNED]
    may = [person for person in waiting if can_record_for(request.user, person)]
    form = SheetForm(
        posted(request),
        request.FILES or None,
        people=[(person.pk, person.full_name) for person in may],
        signed=[person.pk for person in signed],
    )
    if form.is_valid():
        try:
            done = actions.record_meeting_sheet(
                meeting=held,
                asked=asked,
                capacity=signs_as,
                signers=form.cleaned_data["signers"],
                upload=form.cleaned_data["scan"],
                by=request.user,
            )
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _recorded(done.new, done.already))
            return redirect("acknowledgements:meeting", held.pk)
    return render(
        request,
        "acknowledgements/record_sheet.html",
        {
            "meeting": held,
            "round": asked,
            "capacity": signs_as,
            "is_to_come": held.held_on > timezone.localdate(),
            "own_is_waiting": len(may) < len(waiting),
            "waiting": may,
            "signed": signed,
            "form": form,
        },
    )


@require_safe
def print_sheet(
    request: SignedInRequest, pk: int, round_pk: int, capacity: str
) -> HttpResponseBase:
    """Hand out the sheet with everybody who is asked and has not signed."""
    held, asked, signs_as = _sheet(request, pk, round_pk, capacity)
    waiting = _asked_in(asked, signs_as).exclude(reply=Reply.SIGNED)
    try:
        made = sheet_pdf(held, asked, signs_as, [one.person.full_name for one in waiting])
    except PdfNotMade as error:
        messages.warning(request, str(error))
        return redirect("acknowledgements:meeting", held.pk)
    return FileResponse(
        BytesIO(made),
        filename=f"sheet-{asked.version.policy.slug}-{signs_as}.pdf",
        content_type="application/pdf",
    )


def _sheet(
    request: SignedInRequest, pk: int, round_pk: int, capacity: str
) -> tuple[Meeting, Round, Capacity]:
    require_paper(request)
    if capacity not in AT_MEETINGS:
        raise Http404
    rounds = Round.objects.open().select_related("version__policy")
    held = get_object_or_404(Meeting, pk=pk)
    return held, get_object_or_404(rounds, pk=round_pk), Capacity(capacity)


def _asked_in(asked: Round, capacity: Capacity) -> RequestQuerySet:
    live = Request.objects.live().filter(round=asked, capacity=capacity)
    return live.select_related("person").order_by("person__full_name", "pk")


def _recorded(new: int, already: int) -> str:
    if not new:
        return "All whom you ticked had signed before. Nothing is doubled."
    said = f"{new} {'person has' if new == 1 else 'people have'} signed at this meeting now."
    if already:
        said += f" {already} had signed before and {'is' if already == 1 else 'are'} not doubled."
    return said
