"""The breach history on a page, as a file, and to print: the same to everybody who may read it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.history import bars, sheet
from governance.history.forms import HistoryForm
from governance.history.showing import History, Table, breach_history, every_term
from governance.permissions import can_see_history
from school.access import require
from school.requests import SignedInRequest


@require_safe
def history(request: SignedInRequest) -> HttpResponse:
    """Show six terms in sum, and one of the tables, with charts and their findings."""
    require(can_see_history(request.user))
    terms = every_term()
    form = HistoryForm(request.GET, terms=terms)
    shown = breach_history(terms, form.term)
    table = shown.table(form.cut) if shown.counted else None
    return render(
        request,
        "governance/history.html",
        {
            "form": form,
            "history": shown,
            "over_terms": _over_terms(shown),
            "tables": [(table, _of_latest(table))] if table else [],
        },
    )


@require_safe
def history_print(request: SignedInRequest) -> HttpResponse:
    """Show every table of six terms, as pages to print."""
    require(can_see_history(request.user))
    terms = every_term()
    form = HistoryForm(request.GET, terms=terms)
    shown = breach_history(terms, form.term)
    return render(
        request,
        "governance/history_print.html",
        {
            "history": shown,
            "over_terms": _over_terms(shown),
            "tables": [(table, _of_latest(table)) for table in shown.tables()],
        },
    )


@require_safe
def history_csv(request: SignedInRequest) -> HttpResponse:
    """Send every table of every term as CSV, in the same steps."""
    require(can_see_history(request.user))
    return HttpResponse(
        sheet.as_csv(History(tuple(every_term()))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="breach-history.csv"'},
    )


def _over_terms(shown: History) -> bars.Chart | None:
    return bars.chart(
        "Breaches reported, term by term",
        [(line.term.name, line.begins) for line in shown.terms],
    )


def _of_latest(table: Table) -> bars.Chart | None:
    return bars.chart(f"{table.cut.title}, {table.terms[-1]}", table.latest)
