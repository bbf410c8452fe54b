"""What pages and other rooms ask about cases. Everything for a person goes through `visible_to`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents import desk
from incidents.models import (
    Case,
    CaseClaim,
    CaseLink,
    CaseLinkQuerySet,
    CaseParty,
    CaseQuerySet,
    EvidenceRemoval,
    Mask,
    Part,
    PictureWarning,
    Report,
    ReviewRequest,
)
from incidents.models.case import RESTING
from policies.coverage import policy_for
from policies.models import Clause, Version
from school.models import Person, Role

ANTI_BULLYING = "anti-bullying"  # in the list of policies that schools are expected to have
HAVE_A_QUEUE = (Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR, Role.CLERK, Role.DSL)


class Waiting(NamedTuple):
    """How many open cases are with somebody, and the day by which the first needs a step.

    Counted as far as the list of cases goes; `are_more` says that there are some beyond.
    """

    number: int
    are_more: bool
    next_due_on: date | None


def has_queue(person: Person) -> bool:
    """Tell whether there is a queue for them at all; for everybody else it does not exist."""
    return person.is_any(*HAVE_A_QUEUE) or Case.objects.visible_to(person).exists()


def on_it(cases: Sequence[Case]) -> dict[UUID, Person]:
    """Return who is on each of these cases."""
    claims = CaseClaim.objects.in_force().filter(case__in=[case.pk for case in cases])
    return {claim.case_id: claim.person for claim in claims.select_related("person")}


def links_of(person: Person, case: Case) -> CaseLinkQuerySet:
    """Return the links of a case of which this person sees both ends (I15)."""
    links = CaseLink.objects.visible_to(person).of(case).in_force()
    return links.select_related("first", "second", "linked_by")


def waiting_for(person: Person, *roles: str) -> Waiting:
    """Return what of theirs is open, for their home page; with roles, what comes to them by those.

    It is the list of cases that is counted, so both say the same, however many there are.
    """
    now = timezone.now()
    found = desk.places(person, desk.Wanted(), now, *roles)
    sums = desk.sums(found, person, now)
    runs = bool(found) and found[0].queue_at < RESTING
    due = timezone.localdate(found[0].queue_at) if runs else None
    return Waiting(sums.open, sums.are_more, due)


def reviews_for(person: Person) -> QuerySet[ReviewRequest]:
    """Return the cases that wait for somebody to look at them again, most pressing first (I14)."""
    visible = Case.objects.visible_to(person)
    waiting = ReviewRequest.objects.for_person(person).filter(case__in=visible)
    return waiting.select_related("case")


def picture_warnings_for(person: Person) -> QuerySet[PictureWarning]:
    """Return when somebody, writing to us, warned of a picture, as told to this person (I11)."""
    return PictureWarning.objects.filter(person=person)


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
    return (
        Clause.objects.filter(section__version__in=versions_in_force(day_of(case)))
        .select_related("section__version")
        .order_by("section__version__title", "section__position", "position")
    )


def day_of(case: Case) -> date:
    """Return the day on which it happened, or else was reported."""
    return case.report.happened_on or timezone.localdate(case.received_at)


def procedure_clauses(case: Case) -> QuerySet[Clause]:
    """Return the clauses of the anti-bullying policy in force on the day: none without one."""
    policy = policy_for(ANTI_BULLYING)
    version = versions_in_force(day_of(case)).filter(policy=policy).order_by("-number").first()
    return (
        Clause.objects.filter(section__version=version)
        .select_related("section__version")
        .order_by("section__position", "position")
    )


def other_low_level(person: Person, case: Case) -> CaseQuerySet:
    """Return the other low-level concerns about the same person, for whoever handles them (I8).

    Only what this person handles, and only about people whom somebody confirmed, here and there.
    """
    named = CaseParty.objects.filter(part=Part.ALLEGED, confirmed_at__isnull=False)
    here = named.filter(case=case, person__isnull=False).values("person_id")
    about_them = named.filter(person__in=here).values("case_id")
    theirs = Case.objects.handled_by(person).low_level().filter(pk__in=about_them)
    return theirs.exclude(pk=case.pk).order_by("-received_at")


def removals_for(person: Person, *roles: str) -> int:
    """Return how much waits for somebody to confirm that it goes for good, in these roles or all.

    Words and pieces of evidence alike.
    """
    words, evidence = Mask.objects.to_confirm(person), EvidenceRemoval.objects.to_confirm(person)
    if roles:
        words = words.filter(confirmed_by_role__in=roles)
        evidence = evidence.filter(confirmed_by_role__in=roles)
    return words.count() + evidence.count()


def versions_in_force(day: date) -> QuerySet[Version]:
    still = Q(superseded_at=None) | Q(superseded_at__date__gt=day)
    return Version.objects.public().filter(still, published_at__date__lte=day)
