"""What a reporter was promised, in plain words (I10, M5).

They read when somebody has read it, and by when we decide. They do not read of nudges, nor of who
handles it: what goes on inside the school may give away who is concerned.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from incidents.clocks import Clock
from incidents.models import Case, CaseClock, CaseSettings, Kind, State
from school.models import School


def read_within() -> str:
    """Return what anybody who reports is promised first: within how long somebody reads it."""
    days = CaseSettings.current().read_days
    return "within one school day" if days == 1 else f"within {days} school days"


def answer_within() -> str:
    """Return within how long a question, worry or complaint is answered (M14)."""
    days = CaseSettings.current().answer_days
    return "within one school day" if days == 1 else f"within {days} school days"


def urgent_read_within() -> str:
    """Return within how long somebody reads a report where a child may be in danger."""
    hours = CaseSettings.current().urgent_read_hours
    return "within one hour" if hours == 1 else f"within {hours} hours"


def promises(case: Case, now: datetime) -> list[str]:
    """Return a sentence for each promise that still says something."""
    if case.state == State.CLOSED:
        return []
    if not case.handlers().exists():
        return [_nobody_is_there()]
    kept = {clock.clock: clock for clock in case.clocks.all()}
    said = [
        _reading(kept[Clock.READ], now) if Clock.READ in kept else "",
        _deciding(kept[Clock.DECIDE], case, now) if Clock.DECIDE in kept else "",
    ]
    return [sentence for sentence in said if sentence]


def _nobody_is_there() -> str:
    """Say whom to turn to where nobody whom it may be given to is in post (I3)."""
    lado = School.current().lado_contact
    how = f": {lado}" if lado else ""
    return (
        "Nobody who may read this is at the school just now. It is kept, and whoever comes next "
        "reads it. If it cannot wait, please contact the local authority’s designated officer "
        f"(LADO){how}. If a child is in danger, call 999."
    )


def _reading(clock: CaseClock, now: datetime) -> str:
    if clock.met_at:
        return f"Somebody read it on {_day(clock.met_at)}."
    if clock.due_at < now:
        return "We are sorry: we meant to have read it by now. A colleague has been reminded."
    return f"Somebody reads it by {_when(clock)}."


def _deciding(clock: CaseClock, case: Case, now: datetime) -> str:
    deed = "answer you" if case.kind == Kind.CONCERN else "tell you what we decided"
    if case.state == State.WITH_GOVERNORS:
        return "Our governors are helping us with it, so it takes longer than usual."
    if clock.due_at < now:
        return f"We are sorry: we meant to {deed} by now. It is not forgotten."
    return f"We mean to {deed} by {_when(clock)}."


def _when(clock: CaseClock) -> str:
    if clock.in_hours:
        due = timezone.localtime(clock.due_at)
        return f"{date_format(due, 'TIME_FORMAT')} on {_day(due)}"
    return _day(clock.due_at)


def _day(moment: datetime) -> str:
    return date_format(timezone.localdate(moment), "DATE_FORMAT")
