"""Termly reports: those that are published, and the draft of one to come, for who prepares it."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.history import bars
from governance.models import CountedTerm, TermlyReport
from governance.permissions import can_prepare_reports, can_read_reports
from governance.report.actions import publish_report
from governance.report.content import fingerprint, report_of
from governance.report.paper import as_pdf
from policies.pdf.making import PdfNotMade
from school.access import NotAllowed, require
from school.errors import DomainError
from school.requests import SignedInRequest

A_PAGE = 12


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """List the terms with a report, and for those who prepare them the terms without."""
    require(can_read_reports(request.user))
    terms = CountedTerm.objects.order_by("-first_on")
    prepares = can_prepare_reports(request.user)
    if not prepares:
        terms = terms.filter(report__isnull=False)
    page = Paginator(terms, A_PAGE).get_page(request.GET.get("page"))
    published = TermlyReport.objects.filter(term__in=list(page)).defer("content", "pdf")
    by_term = {report.term_id: report for report in published.select_related("published_by")}
    rows = [(term, by_term.get(term.pk)) for term in page]
    shown = {"page": page, "rows": rows, "prepares": bool(prepares)}
    return render(request, "governance/reports.html", shown)


@require_safe
def report(request: SignedInRequest, term: int) -> HttpResponse:
    """Show the report of a term as it was published, or as it would be today."""
    counted, published = _report_of(request, term)
    content = published.content if published else report_of(counted)
    shown = {
        "term": counted,
        "report": published,
        "content": content,
        "sections": [(_with_cells(one), _chart(one)) for one in content["sections"]],
        "read": "" if published else fingerprint(content),
    }
    return render(request, "governance/report.html", shown)


@require_safe
def report_pdf(request: SignedInRequest, term: int) -> HttpResponseBase:
    """Hand out the PDF that was published, or one of the draft that says so on each page."""
    counted, published = _report_of(request, term)
    if published:
        pdf = bytes(published.pdf)
    else:
        try:
            pdf = as_pdf(report_of(counted), on=timezone.localdate(), mark="Draft, not published")
        except PdfNotMade as error:
            messages.warning(request, str(error))
            return redirect("governance:report", term)
    name = f"report-to-governors-{counted.last_on}{'' if published else '-draft'}.pdf"
    return FileResponse(BytesIO(pdf), filename=name, content_type="application/pdf")


@require_POST
def publish(request: SignedInRequest, term: int) -> HttpResponse:
    require(can_prepare_reports(request.user))
    counted = get_object_or_404(CountedTerm, pk=term)
    try:
        publish_report(term=counted, read=request.POST.get("read", ""), by=request.user)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Published. The governors are told that they can read it.")
    return redirect("governance:report", term)


def _report_of(request: SignedInRequest, term: int) -> tuple[CountedTerm, TermlyReport | None]:
    """Return a term and its report; a term without one is there only for those who prepare it."""
    require(can_read_reports(request.user))
    counted = get_object_or_404(CountedTerm, pk=term)
    published = TermlyReport.objects.filter(term=counted).select_related("published_by").first()
    if published is None and not can_prepare_reports(request.user):
        raise Http404("No report of this term is published.")
    return counted, published


def _chart(section: dict[str, Any]) -> bars.Chart | None:
    labels = [row[0] for row in section["rows"]]
    parts = zip(labels, section["begins"], strict=False)
    return bars.chart(section["heading"], list(parts))


def _with_cells(section: dict[str, Any]) -> dict[str, Any]:
    """Return a section with each cell beside its column's name, which a phone shows there."""
    names = section["columns"]
    return section | {"cells": [list(zip(names, row, strict=True)) for row in section["rows"]]}
