"""The reminders to come, before they run: the month, and what exactly goes on one day."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from acknowledgements import previews
from acknowledgements.models import ReminderRun, SignOffSettings
from acknowledgements.outlook import IN_SIGHT, forecast, outlook, people_of, sent_on
from acknowledgements.permissions import can_change_settings
from acknowledgements.reach import unreachable
from acknowledgements.reminder_calendar import month_of
from acknowledgements.views.guards import require_board
from school.requests import SignedInRequest
from school.terms import days_off

A_PAGE = 25
MONTHS_AHEAD = 12


@require_safe
def reminders(request: SignedInRequest) -> HttpResponse:
    """Show a month of reminders: sent, to come, and the days on which none goes and why."""
    require_board(request)
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    kept = SignOffSettings.current()
    seen = outlook(today, cadence=kept.cadence).as_shown()
    month = month_of(first, seen)
    latest = _months_on(today.replace(day=1), MONTHS_AHEAD)
    return render(
        request,
        "acknowledgements/reminders.html",
        {
            "month": month,
            "next": forecast(seen, today + IN_SIGHT),
            "is_this_month": first == today.replace(day=1),
            "has_next": month.after <= latest,
            "settings": kept,
            "cadence": previews.in_words(kept.cadence),
            "unreachable": unreachable(today),
            "can_change": can_change_settings(request.user),
            "weekdays": WEEKDAYS,
        },
    )


@require_safe
def reminders_of(request: SignedInRequest, day: str) -> HttpResponse:
    """Show who gets a reminder on one day, of what, and the e-mail as it will be."""
    require_board(request)
    on, today = _day(day), timezone.localdate()
    if not today <= on <= _months_on(today, MONTHS_AHEAD):
        raise Http404("Reminders are shown from today, a year ahead.")
    seen = outlook(today).as_shown()
    waiting = seen.ahead(on).get(on, [])
    page = Paginator(previews.by_name(people_of(waiting)), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "acknowledgements/reminders_of.html",
        {
            "on": on,
            "is_today": on == today,
            "off": days_off(on, on, seen.calendar).get(on, ""),
            "sent": sent_on(on, on).get(on, 0),
            "is_done": ReminderRun.objects.by_cadence()
            .filter(on=on, finished_at__isnull=False)
            .exists(),
            "page": page,
            "rows": previews.rows(list(page.object_list), waiting),
            "letters": previews.letters(),
        },
    )


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _month(written: str, today: date) -> date:
    """Return the first day of the month that an address asks for, or of this month."""
    first = today.replace(day=1)
    try:
        asked = date.fromisoformat(f"{written}-01")
    except ValueError:
        return first
    return min(max(asked, _months_on(first, -MONTHS_AHEAD)), _months_on(first, MONTHS_AHEAD))


def _months_on(day: date, months: int) -> date:
    """Return the first day of the month so many months from that of a day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404("That is no day.") from None
