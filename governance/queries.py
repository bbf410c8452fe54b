"""Who among the governors may be asked about a case."""

from dataclasses import dataclass

from governance.models import ReferralMember
from incidents.models import Case, CaseParty, Report
from school.access import YES, Verdict, no
from school.models import Parenthood, Person, Role, RoleAssignment
from school.roles import EMPLOYED

PANEL = 3  # governors that a later panel needs who have heard nothing of the case


@dataclass(frozen=True)
class Candidate:
    """A governor, and whether they may be asked about one case."""

    person: Person
    verdict: Verdict
    was_asked: bool


def candidates(case: Case) -> list[Candidate]:
    """Return today's governors, each with the conflict of interest that keeps them out, if any."""
    governors = Person.objects.holding(Role.GOVERNOR, Role.CHAIR).by_name()
    in_force = RoleAssignment.objects.in_force()
    employed = set(in_force.filter(role__in=EMPLOYED).values_list("person_id", flat=True))
    handling = set(in_force.filter(role=case.handling_role).values_list("person_id", flat=True))
    parties = CaseParty.objects.filter(case=case)
    concerned = set(parties.values_list("person_id", flat=True))
    given_up = set(case.recusals.values_list("person_id", flat=True))
    reported = set(Report.objects.filter(case=case).values_list("reporter_id", flat=True))
    children = parties.filter(child__isnull=False).values("child_id")
    parents = set(Parenthood.objects.filter(child__in=children).values_list("person_id", flat=True))
    asked = set(
        ReferralMember.objects.filter(referral__case=case).values_list("person_id", flat=True)
    )

    def verdict(person: Person) -> Verdict:
        if person.pk in concerned | reported:
            return no("has a part in this case.")
        if person.pk in given_up:
            return no("stepped back from this case.")
        if person.pk in parents:
            return no("is the parent or carer of a child in this case.")
        if person.pk in employed:
            return no("works at the school.")
        if person.pk in handling:
            return no("handles this case.")
        return YES

    return [Candidate(each, verdict(each), each.pk in asked) for each in governors]


def left_for_a_panel(case: Case) -> int:
    """Return how many governors could still sit on a later panel: free, and not asked so far."""
    return sum(1 for each in candidates(case) if each.verdict and not each.was_asked)
