"""Keeping the clocks of cases: starting and meeting them, and what follows when one runs out."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit import chain
from incidents import clocks, escalation, permissions, placing
from incidents.actions import handover
from incidents.clocks import Clock
from incidents.models import Case, CaseClock, CaseSettings, State
from incidents.routing import ROLE_NAMES
from notifications import outbox
from school.access import require
from school.calendar import SchoolCalendar
from school.models import Person, PersonQuerySet
from school.terms import school_calendar

RESTS = (State.CLOSED, State.WITH_GOVERNORS)


def start(case: Case) -> None:
    """Start the clocks of a case that was just received. The case itself is not saved."""
    CaseClock.objects.bulk_create([_fresh(case, clock, case.received_at) for clock in Clock])
    note_next_due(case)


def meet(case: Case, *met: Clock) -> None:
    """Note that these were met now, those of them that still ran. The case itself is not saved.

    Once nothing of it is late any more, whoever it went up to has no more part in it.
    """
    now = timezone.now()
    case.clocks.filter(clock__in=met, met_at=None).update(met_at=now)
    if not case.clocks.filter(met_at=None, due_at__lte=now).exists():
        case.escalated_role = ""
    note_next_due(case)


def run_to_decision(case: Case, *, since: datetime) -> None:
    """Let the clock of the decision run from a moment, such as when the case was opened again.

    It is never earlier than it was. The case itself is not saved.
    """
    clock = _fresh(case, Clock.DECIDE, since)
    known = case.clocks.filter(clock=Clock.DECIDE, met_at=None).first()
    if known is not None and not clock.in_hours:
        clock.due_at = max(clock.due_at, known.due_at)
    case.clocks.filter(clock=Clock.DECIDE).delete()
    clock.save()
    note_next_due(case)


def hasten(case: Case, *, since: datetime) -> None:
    """Run in hours what still runs in school days: a child may be at risk. Nothing gets later."""
    for running in case.clocks.filter(met_at=None, hours=None):
        urgent = _fresh(case, Clock(running.clock), since)
        urgent.pk, urgent.due_at = running.pk, min(urgent.due_at, running.due_at)
        urgent.save()
    note_next_due(case)


def note_next_due(case: Case) -> None:
    """Set when the next step of a case is due; it is saved by whoever calls."""
    resting = case.state in RESTS
    running = () if resting else case.clocks.filter(met_at=None).values_list("due_at", flat=True)
    case.due_at = clocks.next_due(running)


def _fresh(case: Case, clock: Clock, since: datetime) -> CaseClock:
    settings = CaseSettings.current()
    allowance = settings.allowance(clock, kind=case.kind, urgent=case.child_at_risk)
    return CaseClock(
        case=case,
        clock=clock,
        counts_from=since,
        school_days=allowance.school_days,
        hours=allowance.hours,
        due_at=clocks.due_at(timezone.localtime(since), allowance, school_calendar()),
    )


@transaction.atomic
def open_case(*, case: Case, by: Person) -> None:
    """Keep on record that somebody looked at a case (M3); a handler's first look is its reading.

    Whoever it went up to keeps it when they read it first: otherwise it would be gone before they
    could do anything about it.
    """
    case = handover.locked(case)
    require(permissions.can_read(by, case))
    chain.record("incidents.case.viewed", by=by, on=case)
    unread = case.clocks.filter(clock=Clock.READ, met_at=None)
    if unread.exists() and permissions.can_handle(by, case):
        went_up_to = case.escalated_role if case.gone_up_to().contains(by) else ""
        meet(case, Clock.READ)
        case.escalated_role = case.escalated_role or went_up_to
        case.save()


def keep_clocks(*, now: datetime | None = None) -> int:
    """Nudge and pass up what ran out; return in how many cases. Run every few minutes by beat.

    Safe to run again, and by several workers: each case is looked at under its lock.
    """
    now = now or timezone.now()
    late = CaseClock.objects.running().filter(due_at__lte=now, went_up_at=None)
    cases = Case.objects.filter(pk__in=late.values("case_id")).only("pk")
    calendar = school_calendar()
    return sum(_keep(case, now, calendar) for case in cases.iterator())


@transaction.atomic
def _keep(case: Case, now: datetime, calendar: SchoolCalendar) -> bool:
    case = handover.locked(case)
    late = list(case.clocks.running().filter(due_at__lte=now, went_up_at=None))
    to_nudge = [clock for clock in late if _wants_a_nudge(clock, now, calendar)]
    going_up = [clock for clock in late if now >= _goes_up_at(clock, calendar)]
    role = _goes_up_to(case) if going_up else None
    if role is not None:
        _pass_up(case, going_up, role, now)
    elif to_nudge:
        _nudge(case, to_nudge, now)
    return bool(to_nudge or role)


def _wants_a_nudge(clock: CaseClock, now: datetime, calendar: SchoolCalendar) -> bool:
    """Tell whether to nudge now: once, and where it cannot go up again each school day."""
    if clock.nudged_at is None:
        return True
    today = timezone.localdate(now)
    was_today = timezone.localdate(clock.nudged_at) == today
    return not was_today and (clock.in_hours or calendar.is_school_day(today))


def _goes_up_at(clock: CaseClock, calendar: SchoolCalendar) -> datetime:
    due = timezone.localtime(clock.due_at)
    return clocks.goes_up_at(due, in_hours=clock.in_hours, calendar=calendar)


def _nudge(case: Case, late: Iterable[CaseClock], now: datetime) -> None:
    _note(late, nudged_at=now)
    event = chain.record("incidents.clock.ran_out", on=case, clocks=[c.clock for c in late])
    handover.add_entry(case, by=None, title="Reminded", words=f"{_what(late)} was due.")
    _write_to(case.handlers(), case, once=f"clock-nudge:{event.sequence}")


def _pass_up(case: Case, late: Iterable[CaseClock], role: str, now: datetime) -> None:
    _note(late, nudged_at=now, went_up_at=now)
    case.escalated_role = role
    case.save()
    event = chain.record(
        "incidents.case.went_up", on=case, clocks=[c.clock for c in late], role=role
    )
    words = f"{_what(late)} was not done in time, so the {ROLE_NAMES[role]} can act on it as well."
    handover.add_entry(case, by=None, title="Passed up", words=words)
    people = case.gone_up_to() | case.handlers()
    _write_to(people, case, once=f"clock-up:{event.sequence}")


def _goes_up_to(case: Case) -> str | None:
    """Return the role it goes up to: one that somebody holds who has no part in the case."""
    return escalation.goes_up_to(
        case.handling_role,
        subject_roles=placing.facts_of(case).subject_roles,
        free=placing.free_to_take_up(case),
    )


def _what(late: Iterable[CaseClock]) -> str:
    """Return what is late, as the beginning of a sentence; the last of several."""
    words = {Clock.READ: "Reading it", Clock.TRIAGE: "The first look", Clock.DECIDE: "The decision"}
    return words[Clock([clock.clock for clock in late][-1])]


def _note(late: Iterable[CaseClock], **when: datetime) -> None:
    CaseClock.objects.filter(pk__in=[clock.pk for clock in late]).update(**when)


def _write_to(people: PersonQuerySet, case: Case, *, once: str) -> None:
    for person in people.distinct():
        outbox.enqueue(
            to=person,
            template="case_late",
            context={"path": case.get_absolute_url()},
            once=f"{once}:{person.pk}",
        )


@transaction.atomic
def fit_to_calendar() -> int:
    """Move what runs in school days to a calendar that was changed; return how many moved.

    Later, never earlier: what a reporter was promised under the old calendar is not cut short.
    """
    calendar, moved = school_calendar(), []
    running = CaseClock.objects.filter(met_at=None, hours=None)
    # The case before its clocks, as whoever works on it does.
    held = Case.objects.select_for_update().filter(pk__in=running.values("case"))
    cases = {case.pk: case for case in held.order_by("pk")}
    for clock in running.select_for_update().filter(case__in=cases).order_by("pk"):
        since = timezone.localtime(clock.counts_from)
        due = clocks.moved_by_calendar(clock.due_at, since, clock.allowance, calendar)
        if due != clock.due_at:
            clock.due_at = due
            moved.append(clock)
    CaseClock.objects.bulk_update(moved, ["due_at"], batch_size=500)
    for case in [cases[key] for key in sorted({clock.case_id for clock in moved})]:
        note_next_due(case)
        case.save(update_fields=["due_at"])
    return len(moved)


@transaction.atomic
def change_settings(*, settings: CaseSettings, by: Person) -> CaseSettings:
    """Keep how quickly this school acts. Clocks that run already keep what was promised."""
    require(permissions.can_change_settings(by))
    settings.pk = 1
    settings.save()
    chain.record("incidents.settings.changed", by=by, on=settings, promised=settings.promised())
    return settings
