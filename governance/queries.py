"""Who among the governors may be asked about a case, and who is left for a later panel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from audit.models import Event
from governance.conflicts import TERM_ENDS_SOON, Availability, Conflict, Tie, conflict
from governance.lifecycle import Stage
from governance.models import AdviceReader, LegalAdvice, Referral, ReferralMember
from governance.models.referral import left_early
from incidents.models import Case, CaseParty, Part, Report
from school.access import YES, Verdict, no
from school.models import Leave, Parenthood, Person, PersonQuerySet, Role, RoleAssignment
from school.roles import EMPLOYED

GOVERNORS = (Role.GOVERNOR, Role.CHAIR)
LOOKS = ("governance.referral.viewed", "governance.referral.file_viewed")
ADVICE_LOOKS = ("governance.advice.viewed", "governance.advice.file_viewed")
# Ties to a case that are no reason against reading legal advice about it.
NO_HARM = (Tie.STAFF, Tie.HANDLER, Tie.ON_LEAVE, Tie.ASKED, Tie.TERM_ENDS)
PARTS = {Part.ALLEGED: Tie.SUBJECT, Part.TARGET: Tie.TARGET, Part.WITNESS: Tie.WITNESS}


@dataclass(frozen=True)
class Candidate:
    """A governor, and what ties them to one case, if anything."""

    person: Person
    conflict: Conflict | None
    is_chair: bool = False
    works_here: bool = False

    @property
    def verdict(self) -> Verdict:
        """Say whether they may be asked about the case."""
        if self.conflict is None or self.conflict.may_be_asked:
            return YES
        return no(self.conflict.sentence)

    @property
    def is_free(self) -> bool:
        """Tell whether they could sit on a later panel."""
        return self.conflict is None

    @property
    def standing(self) -> str:
        return self.conflict.sentence if self.conflict else "is free, and was not asked so far."


def candidates(case: Case) -> list[Candidate]:
    """Return today's governors, each with the conflict of interest that they have, if any."""
    chairs = set(Person.objects.holding(Role.CHAIR).values_list("pk", flat=True))
    governors = Person.objects.holding(*GOVERNORS).by_name()
    return _standing(case, governors, chairs)


def standing_of(case: Case, people: PersonQuerySet) -> list[Candidate]:
    """Return these people, each with what ties them to a case."""
    return _standing(case, people, set())


def _standing(case: Case, people: PersonQuerySet, chairs: set[int]) -> list[Candidate]:
    ties = _ties(case)
    return [
        Candidate(
            each,
            conflict(ties.get(each.pk, ())),
            is_chair=each.pk in chairs,
            works_here=Tie.STAFF in ties.get(each.pk, ()),
        )
        for each in people
    ]


def _ties(case: Case) -> dict[int, set[Tie]]:
    """Return what ties people to a case, by the key of the person."""
    found: dict[int, set[Tie]] = defaultdict(set)

    def tied(tie: Tie, people: Iterable[int]) -> None:
        for person in people:
            found[person].add(tie)

    parties = CaseParty.objects.filter(case=case)
    for part, person in parties.filter(person__isnull=False).values_list("part", "person_id"):
        found[person].add(PARTS.get(Part(part), Tie.REPORTER))
    in_force = RoleAssignment.objects.in_force()
    tied(Tie.REPORTER, _reporters(case))
    tied(Tie.FAMILY, _families(list(found)))
    tied(Tie.STEPPED_BACK, _keys(case.recusals.all()))
    children = parties.filter(child__isnull=False).values("child_id")
    tied(Tie.PARENT, _keys(Parenthood.objects.filter(child__in=children)))
    tied(Tie.STAFF, _keys(in_force.filter(role__in=EMPLOYED)))
    tied(Tie.HANDLER, _keys(in_force.filter(role=case.handling_role)))
    tied(Tie.ON_LEAVE, _keys(Leave.objects.in_force()))
    shared = ReferralMember.objects.filter(referral__case=case).exclude(referral__state=Stage.DRAFT)
    tied(Tie.ASKED, _keys(shared))
    tied(Tie.TERM_ENDS, _whose_term_ends())
    return found


def _keys(rows: "QuerySet[Any]") -> list[int]:
    return list(rows.values_list("person_id", flat=True))


def _reporters(case: Case) -> list[int]:
    """Return whoever told us, by account or by the address that they gave with their name."""
    told = Report.objects.filter(case=case)
    by_account = told.exclude(reporter=None).values_list("reporter_id", flat=True)
    addresses = told.exclude(reporter_email="").exclude(reporter_name="")
    spelt = addresses.annotate(address=Lower("reporter_email")).values("address")
    mine = Person.objects.annotate(address=Lower("email")).filter(address__in=spelt)
    return [*by_account, *mine.values_list("pk", flat=True)]


def _families(concerned: list[int]) -> list[int]:
    """Return those who share a child with somebody in the case: it is all that is known of kin."""
    children = Parenthood.objects.filter(person__in=concerned).values("child_id")
    related = Parenthood.objects.filter(child__in=children).exclude(person__in=concerned)
    return list(related.values_list("person_id", flat=True))


def _whose_term_ends() -> list[int]:
    """Return those whose last role as a governor ends before a panel could be needed."""
    going_on = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate() + TERM_ENDS_SOON)
    governing = RoleAssignment.objects.in_force().filter(role__in=GOVERNORS)
    staying = governing.filter(going_on).values("person_id")
    return _keys(governing.exclude(person__in=staying))


def availability(found: Iterable[Candidate], chosen: Iterable[Person] = ()) -> Availability:
    """Return how many governors are free for a later panel, before and after asking some."""
    known = list(found)
    free = {each.person for each in known if each.is_free}
    return Availability(len(known), len(free), len(free & set(chosen)))


def readers_of(referral: Referral) -> set[Person]:
    """Return the governors who can read a referral today."""
    members = referral.members.filter(ended_at=None).select_related("person")
    visible = Referral.objects.filter(pk=referral.pk)
    return {m.person for m in members if visible.visible_to(m.person).exists()}


def readers_of_advice(advice: LegalAdvice) -> list[AdviceReader]:
    """Return those named on legal advice who can read it today, each with who named them.

    Who is named and cannot is left out without a word: why not may be about them.
    """
    named = advice.readers.in_force().select_related("person", "named_by").order_by("named_at")
    visible = LegalAdvice.objects.filter(pk=advice.pk)
    return [each for each in named if visible.visible_to(each.person).exists()]


def looks_at(thing: Model, actions: Iterable[str]) -> QuerySet[Event]:
    """Return each time that somebody read a thing or a file of it, newest first."""
    return Event.objects.on(thing).filter(action__in=actions).order_by("-sequence")


def who_looked(events: Iterable[Event]) -> list[tuple[Event, Person | None]]:
    """Return events, each with the person."""
    listed = list(events)
    people = Person.objects.in_bulk({int(event.actor_id) for event in listed})
    return [(event, people.get(int(event.actor_id))) for event in listed]


def who_can_be_named(advice: LegalAdvice) -> list[Person]:
    """Return who can be named on legal advice: those who know of the case already, and the clerk.

    The governors of its referral and whoever handles the case; nobody with a conflict of interest,
    for whom the advice may be about themselves. So naming tells nobody that a governor heard more.
    """
    referral = advice.referral
    case = referral.case
    shared = ReferralMember.objects.filter(referral=referral)  # but for those who left early
    known = Person.objects.filter(pk__in=shared.values("person_id")).holding(*GOVERNORS)
    handling = case.handlers().holding(Role.HEADTEACHER, Role.CHAIR)
    people = known | handling | Person.objects.holding(Role.CLERK)
    kept_from = case.kept_from().values("pk")
    named = advice.readers.filter(ended_at=None).values("person_id")
    left = left_early().filter(referral=referral).values("person_id")
    found = people.exclude(pk__in=kept_from).exclude(pk__in=named).exclude(pk__in=left).by_name()
    return [each.person for each in standing_of(case, found) if _may_be_named(each)]


def _may_be_named(candidate: Candidate) -> bool:
    """Tell whether nothing ties somebody to the case but their work for the school."""
    return candidate.conflict is None or candidate.conflict.tie in NO_HARM
