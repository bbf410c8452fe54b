"""The reminder of minimum ages that parents get: what is planned, and what was sent (M8)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acknowledgements import actions
from acknowledgements.age_reminders import (
    ages_of,
    count_of,
    log,
    message_about,
    parents_on_paper,
    reach,
)
from acknowledgements.models import AgeReminder, SignOffSettings
from acknowledgements.permissions import can_change_age_reminder, can_send_age_reminder
from acknowledgements.reminding_forms import AgeReminderForm
from acknowledgements.views.guards import require_board
from notifications.delivery import render as render_mail
from school.errors import DomainError
from school.models import Parenthood, Person, Service
from school.requests import SignedInRequest, posted
from school.terms import school_calendar

A_PAGE = 25
A_SHEET = 200


@require_safe
def age_reminders(request: SignedInRequest) -> HttpResponse:
    """Show what is planned, and as evidence each one sent: when, to how many, what it said."""
    require_board(request)
    sent = Paginator(log(), A_PAGE)
    return render(
        request,
        "acknowledgements/age_reminders.html",
        {
            "planned": AgeReminder.objects.to_come().order_by("send_on", "pk"),
            "page": sent.get_page(request.GET.get("page")),
            "goes_by_itself": SignOffSettings.current().reminds_of_ages,
            "services": Service.objects.with_age().count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def age_reminder(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one: before it goes, to be changed, with the e-mail as it will be; then as it went."""
    shown = _found(request, pk)
    today = timezone.localdate()
    verdict = can_change_age_reminder(request.user, shown)
    if not verdict:
        return _as_it_went(request, shown, verdict.reason)
    form = AgeReminderForm.of(shown, posted(request))
    if form.is_valid():
        try:
            actions.change_age_reminder(
                reminder=shown, **form.cleaned_data, by=request.user, on=today
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. This is what parents will read.")
            return redirect("acknowledgements:age_reminder", shown.pk)
    services = ages_of(Service.objects.with_age())
    return render(
        request,
        "acknowledgements/age_reminder.html",
        {
            "reminder": shown,
            "form": form,
            "letter": _letter(AgeReminder.objects.get(pk=pk), services),
            "reach": reach(today),
            "send": can_send_age_reminder(request.user, shown, school_calendar(), today),
        },
    )


def _as_it_went(request: SignedInRequest, shown: AgeReminder, why: str) -> HttpResponse:
    on_paper = "paper" in request.GET
    sent = shown.sent.select_related("person").filter(by_email=not on_paper)
    people = sent.order_by("person__full_name", "pk")
    return render(
        request,
        "acknowledgements/age_reminder_sent.html",
        {
            "reminder": shown,
            "why": why,
            "letter": _letter(shown, shown.services),
            "reach": count_of(shown),
            "on_paper": on_paper,
            "page": Paginator(people, A_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_POST
def plan_age_reminder(request: SignedInRequest) -> HttpResponse:
    """Plan one besides the term's."""
    require_board(request)
    planned = actions.plan_age_reminder(on=timezone.localdate(), by=request.user)
    messages.success(request, "It is planned. Look at its words and its day, or send it now.")
    return redirect("acknowledgements:age_reminder", planned.pk)


@require_POST
def cancel_age_reminder(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _found(request, pk)
    try:
        actions.cancel_age_reminder(reminder=shown, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It was called off. Nobody gets it.")
    return redirect("acknowledgements:age_reminders")


@require_POST
def send_age_reminder(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _found(request, pk)
    try:
        parents = actions.send_age_reminder(
            reminder=shown, by=request.user, on=timezone.localdate()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        whom = "1 parent or carer" if parents == 1 else f"{parents} parents and carers"
        messages.success(request, f"It is on its way, for {whom}.")
    return redirect("acknowledgements:age_reminder", shown.pk)


@require_safe
def age_letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the letter for those without e-mail: to print, once for each family named beside it."""
    shown = _found(request, pk)
    known = Parenthood.objects.asked().select_related("child__school_class")
    people = parents_on_paper(shown).by_name()
    people = people.prefetch_related(Prefetch("parenthoods", known, to_attr="ties"))
    services = shown.services if shown.begun_at else ages_of(Service.objects.with_age())
    return render(
        request,
        "acknowledgements/age_letter.html",
        {
            "reminder": shown,
            "services": services,
            "page": Paginator(people, A_SHEET).get_page(request.GET.get("page")),
        },
    )


def _found(request: SignedInRequest, pk: int) -> AgeReminder:
    require_board(request)
    return get_object_or_404(AgeReminder, pk=pk)


def _letter(reminder: AgeReminder, services: list[dict[str, object]]) -> dict[str, str]:
    """Return the e-mail as it will be or was read. Nothing of this is saved."""
    reminder.services = services
    email = render_mail(message_about(reminder, Person()))
    return {"subject": str(email.subject), "body": str(email.body)}
