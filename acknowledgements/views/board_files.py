"""Taking the board away: as CSV, as XLSX, and on paper for an inspector.

Each file holds what the filter shows. That somebody took it is on record (S5), without a name.
"""

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from acknowledgements import actions
from acknowledgements.board import counts, rows, sheets
from acknowledgements.board.filters import FilterForm
from acknowledgements.models import RequestQuerySet, Round
from acknowledgements.views.board import visible_rounds
from audit.models import Event
from policies.models import Version
from school.requests import SignedInRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def csv(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Send what the filter shows as CSV, while it is being read."""
    exported = get_object_or_404(visible_rounds(request), pk=pk)
    if (shown := _taken(request, exported, "csv")) is None:
        return _back_to_the_filter(request, exported)
    written = sheets.as_csv(sheets.lines(shown, rows.away_today()))
    name = _file_name(exported, "csv")
    return StreamingHttpResponse(
        written,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def xlsx(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Send what the filter shows as a spreadsheet."""
    exported = get_object_or_404(visible_rounds(request), pk=pk)
    if (shown := _taken(request, exported, "xlsx")) is None:
        return _back_to_the_filter(request, exported)
    file = sheets.as_xlsx(sheets.lines(shown, rows.away_today()))
    return FileResponse(
        file, as_attachment=True, filename=_file_name(exported, "xlsx"), content_type=XLSX
    )


def _taken(request: SignedInRequest, exported: Round, form: str) -> RequestQuerySet | None:
    """Return the rows to send, put on record; None where the filter makes no sense."""
    chosen = FilterForm(request.GET)
    if not chosen.is_valid():
        return None
    shown = chosen.narrow(rows.seen_by(request.user).filter(round=exported))
    if request.method == "GET":
        actions.note_export(
            exported=exported,
            form=form,
            narrowed=chosen.facts,
            rows=shown.count(),
            by=request.user,
        )
    return shown


def _back_to_the_filter(request: SignedInRequest, exported: Round) -> HttpResponse:
    """Go where the filter says what is wrong with it: a file must not hold more than was meant."""
    page = reverse("acknowledgements:board_round", args=[exported.pk])
    return redirect(f"{page}?{request.GET.urlencode()}")


def _file_name(exported: Round, ending: str) -> str:
    version = exported.version
    day = timezone.localdate()
    return f"{version.policy.slug}-version-{version.number}-{day:%Y-%m-%d}.{ending}"


@require_safe
def print_round(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one version on a page to print: counts, dates, the text's hash, how proof works."""
    shown = get_object_or_404(visible_rounds(request), pk=pk)
    coverage = counts.coverage_of([shown], rows.seen_by(request.user))
    return render(
        request,
        "acknowledgements/board_print.html",
        {"lines": [(shown, coverage[shown.pk])], "only": shown} | _as_at(),
    )


@require_safe
def print_all(request: SignedInRequest) -> HttpResponse:
    """Show all that is being signed now on pages to print: a summary, then a page a version."""
    going_on = list(visible_rounds(request).open().order_by("version__title", "pk"))
    coverage = counts.coverage_of(going_on, rows.seen_by(request.user))
    asked_of = {one.version_id for one in going_on}
    others = Version.objects.published().exclude(pk__in=asked_of)
    return render(
        request,
        "acknowledgements/board_print.html",
        {
            "lines": [(one, coverage[one.pk]) for one in going_on],
            "in_all": counts.together(coverage.values()),
            "others": others.order_by("title", "pk"),
            "only": None,
        }
        | _as_at(),
    )


def _as_at() -> dict[str, object]:
    """Return when it is printed, and how the chain of events ended on the day before.

    Its end at this moment moves with everything that anybody does: read again and again it would
    tell the Headteacher that somebody deals with a case that they may not know of (I4).
    """
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    before_today = Event.objects.filter(at__lt=midnight).order_by("-sequence")
    return {"now": now, "chain": before_today.first()}
