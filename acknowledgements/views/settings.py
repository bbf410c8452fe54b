"""How the school asks and reminds: the Headteacher sets it, and sees first what that changes."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from acknowledgements import actions, previews
from acknowledgements.models import AgeReminder, Round, SignOffSettings
from acknowledgements.outlook import IN_SIGHT, forecast, outlook
from acknowledgements.permissions import can_change_settings
from acknowledgements.reminding_forms import SettingsForm
from acknowledgements.views.guards import require_board
from school.access import require
from school.errors import DomainError
from school.models import Person
from school.requests import SignedInRequest, posted


@dataclass(frozen=True)
class Change:
    """One thing that is about to be different."""

    what: str
    before: str
    after: str


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Change how the school asks: fill in, see what it does to what is running, then save."""
    require_board(request)
    require(can_change_settings(request.user))
    kept = SignOffSettings.current()
    form = SettingsForm.of(kept, posted(request))
    if "again" not in request.POST and form.is_valid():
        if "sure" in request.POST and _is_saved(request, form):
            return redirect("acknowledgements:reminders")
        if not form.errors:
            return render(request, "acknowledgements/check_settings.html", _check(form, kept))
    return render(request, "acknowledgements/settings.html", {"form": form})


def _is_saved(request: SignedInRequest, form: SettingsForm) -> bool:
    try:
        actions.change_settings(**form.cleaned_data, by=request.user)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "Saved. Reminders go by this from now on.")
    return True


def _check(form: SettingsForm, kept: SignOffSettings) -> dict[str, Any]:
    """Return what would change, and what that does to the rounds that are open."""
    wanted, today = form.cleaned_data, timezone.localdate()
    before = outlook(today, cadence=kept.cadence).as_shown()
    planned = AgeReminder.objects.to_come().filter(prepared_by=None)
    return {
        "form": form,
        "changes": _changes(kept, wanted),
        "rounds": Round.objects.open().count(),
        "new_cadence": kept.cadence != wanted["cadence"],
        "before": forecast(before, today + IN_SIGHT),
        "after": forecast(before.by(wanted["cadence"]), today + IN_SIGHT),
        "asked_today_by": before.calendar.add_school_days(today, wanted["due_school_days"]),
        "called_off": None if wanted["reminds_of_ages"] else planned.first(),
    }


def _changes(kept: SignOffSettings, wanted: dict[str, Any]) -> list[Change]:
    def name(person: Person | None) -> str:
        return person.full_name if person else "The Headteacher"

    pairs = [
        ("Reminders", previews.in_words(kept.cadence), previews.in_words(wanted["cadence"])),
        ("School days to sign in", kept.due_school_days, wanted["due_school_days"]),
        ("Who answers questions", name(kept.questions_to), name(wanted["questions_to"])),
        (
            "Remind parents of minimum ages each term",
            "yes" if kept.reminds_of_ages else "no",
            "yes" if wanted["reminds_of_ages"] else "no",
        ),
    ]
    return [
        Change(what, str(before), str(after)) for what, before, after in pairs if before != after
    ]
