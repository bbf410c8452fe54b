"""The list of cases: narrowed, kept, worked through; nothing about a case in its address."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from incidents import actions, deadlines, desk, queries
from incidents.actions.links import NOT_WITH_YOU
from incidents.codes import tidy_reference
from incidents.desk import Clock, Wanted, Whose
from incidents.forms.queue import NarrowForm, SaveListForm
from incidents.models import Case, SavedList, State
from incidents.permissions import can_change_settings, can_manage_wording, can_see_patterns
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest

A_PAGE = 25


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """List the cases that are with somebody, most pressing first; for others there is no list."""
    person = _with_a_queue(request)
    wanted, now = Wanted.read(request.GET), timezone.now()
    everything = desk.places(person, Wanted(), now)
    found = desk.places(person, wanted, now) if wanted.choices() else everything
    page = Paginator(found[: desk.MOST], A_PAGE).get_page(request.GET.get("page"))
    lists = SavedList.objects.filter(person=person)
    context = {
        "page": page,
        "rows": _rows(person, desk.in_order(person, [place.pk for place in page]), now),
        "are_more": len(found) > desk.MOST,
        "most": desk.MOST,
        "form": NarrowForm(wanted),
        "chosen": wanted.choices(),
        "sums": _sums(desk.sums(everything, person, now), wanted),
        "lists": [{"list": one, "url": address(one.choices)} for one in lists],
        "settings": can_change_settings(person),
        "patterns": can_see_patterns(person),
        "was_warned": queries.picture_warnings_for(person).exists(),
        "removals": queries.removals_for(person),
        "wording": can_manage_wording(person),
        "reviews": queries.reviews_for(person)[:A_PAGE],
    }
    return render(request, "incidents/queue.html", context)


@require_POST
def find(request: SignedInRequest) -> HttpResponse:
    """Go to a case by its reference, which is sent and never part of an address."""
    person = _with_a_queue(request)
    typed = tidy_reference(request.POST.get("reference", ""))
    if case := Case.objects.visible_to(person).filter(reference=typed).first():
        return redirect(case)
    messages.error(request, NOT_WITH_YOU)
    return redirect("incidents:queue")


@require_POST
def take_on_together(request: SignedInRequest) -> HttpResponse:
    """Take on what was ticked, and come back to the same list.

    Only this is done for several at once. To close or decide needs words for each; and a report
    counts as read when somebody has opened it, not when it was ticked.
    """
    person = _with_a_queue(request)
    wanted = Wanted.read(request.POST)
    ticked = _ticked(request)
    cases = Case.objects.visible_to(person).filter(pk__in=ticked).order_by("pk")
    if not ticked:
        messages.error(request, "Tick the cases that you want to take on.")
    elif taken := actions.take_on_together(cases=list(cases), by=person):
        what = "1 case" if taken == 1 else f"{taken} cases"
        messages.success(request, f"You are on {what} now. The others who handle them see it.")
    else:
        messages.info(request, "Somebody is on each of these already, or they are closed.")
    return HttpResponseRedirect(address(wanted.choices()))


@require_POST
def save_list(request: SignedInRequest) -> HttpResponse:
    """Keep this way of narrowing the list under a name."""
    person, wanted = _with_a_queue(request), Wanted.read(request.POST)
    form = SaveListForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(form.errors["name"].as_data()[0].messages[0])
        actions.save_list(by=person, name=form.cleaned_data["name"], wanted=wanted)
        messages.success(request, "Kept. You find it above the list.")
    except DomainError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(address(wanted.choices()))


@require_POST
def remove_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget one of one's own."""
    actions.remove_list(by=_with_a_queue(request), pk=pk)
    messages.success(request, "Removed. The cases are where they were.")
    return redirect("incidents:queue")


def address(choices: dict[str, str]) -> str:
    """Return the address of the list, narrowed like this."""
    here = reverse("incidents:queue")
    return f"{here}?{urlencode(choices)}" if choices else here


def _with_a_queue(request: SignedInRequest) -> Person:
    if not queries.has_queue(request.user):
        raise Http404
    return request.user


def _ticked(request: SignedInRequest) -> list[UUID]:
    ticked = []
    for typed in request.POST.getlist("case")[:A_PAGE]:
        with suppress(ValueError):
            ticked.append(UUID(typed))
    return ticked


def _rows(person: Person, cases: list[Case], now: datetime) -> list[dict[str, Any]]:
    when, people = deadlines.Wording(now), queries.on_it(cases)
    handled = set(
        Case.objects.handled_by(person)
        .filter(pk__in=[case.pk for case in cases])
        .values_list("pk", flat=True)
    )

    def is_free(case: Case) -> bool:
        return case.pk in handled and case.pk not in people and case.state != State.CLOSED

    return [
        {
            "case": case,
            "due": when.of(case.due_at, in_hours=case.child_at_risk),
            "on_it": people.get(case.pk),
            "is_mine": people.get(case.pk) == person,
            "can_take_on": is_free(case),
        }
        for case in cases
    ]


def _sums(sums: desk.Sums, wanted: Wanted) -> list[dict[str, Any]]:
    """Return the counts above the list; each leads to what it counts."""
    offered = [
        ("Open", sums.open, Wanted()),
        ("Late", sums.late, Wanted(clock=Clock.LATE)),
        ("Due today", sums.today, Wanted(clock=Clock.TODAY)),
        ("I am on", sums.mine, Wanted(whose=Whose.MINE)),
        ("Nobody is on", sums.nobody, Wanted(whose=Whose.NOBODY)),
    ]
    return [
        {
            "label": label,
            "count": count,
            "are_more": sums.are_more,
            "url": address(leads_to.choices()),
            "is_here": wanted == leads_to,
        }
        for label, count, leads_to in offered
    ]
