"""What pages and other rooms ask about cases. Everything for a person goes through `visible_to`."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from incidents.models import Case, CaseParty, CaseQuerySet, Part, Report, ReviewRequest, State
from policies.models import Clause, Version
from school.models import Person, Role

HAVE_A_QUEUE = (Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR, Role.CLERK, Role.DSL)


class Waiting(NamedTuple):
    """How many open cases are with somebody, and the day by which the first needs a step."""

    number: int
    next_due_on: date | None


def has_queue(person: Person) -> bool:
    """Tell whether there is a queue for them at all; for everybody else it does not exist."""
    return person.is_any(*HAVE_A_QUEUE) or Case.objects.visible_to(person).exists()


def queue_for(person: Person, state: str = "") -> CaseQuerySet:
    """Return the cases that are with them, most pressing first; all open ones, or of one state."""
    cases = Case.objects.visible_to(person).select_related("report").by_clock()
    return cases.filter(state=state) if state else cases.open()


def counts_by_state(person: Person) -> dict[str, int]:
    """Return how many cases are with them in each state."""
    found = Case.objects.visible_to(person).values_list("state").annotate(Count("pk")).order_by()
    return dict.fromkeys(State.values, 0) | dict(found)


def waiting_for(person: Person) -> Waiting:
    """Return what of theirs is open, for their home page."""
    sums = Case.objects.visible_to(person).open().aggregate(number=Count("pk"), due=Min("due_at"))
    due = timezone.localdate(sums["due"]) if sums["due"] else None
    return Waiting(sums["number"], due)


def reviews_for(person: Person) -> QuerySet[ReviewRequest]:
    """Return the cases that wait for somebody to look at them again, most pressing first (I14)."""
    visible = Case.objects.visible_to(person)
    waiting = ReviewRequest.objects.for_person(person).filter(case__in=visible)
    return waiting.select_related("case")


def reports_of(person: Person) -> QuerySet[Report]:
    """Return what a person reported under their own name; never what is about them (I4)."""
    about = CaseParty.objects.filter(person=person, part=Part.ALLEGED)
    return (
        Report.objects.filter(reporter=person)
        .exclude(case__in=about.values("case_id"))
        .select_related("case")
        .order_by("-received_at")
    )


def clauses_for(case: Case) -> QuerySet[Clause]:
    """Return the clauses of every policy in force on the day it happened, or was reported."""
    day = case.report.happened_on or timezone.localdate(case.received_at)
    return (
        Clause.objects.filter(section__version__in=versions_in_force(day))
        .select_related("section__version")
        .order_by("section__version__title", "section__position", "position")
    )


def versions_in_force(day: date) -> QuerySet[Version]:
    still = Q(superseded_at=None) | Q(superseded_at__date__gt=day)
    return Version.objects.public().filter(still, published_at__date__lte=day)
