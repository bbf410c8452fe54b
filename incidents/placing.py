"""What the routing list asks about cases, read from the record, for many of them at once.

However many cases there are, it takes the same few queries: who each is about, who stepped back,
whose child is in it, who holds which post today, and who of them is on leave.

The parents of a child who was harmed or is said to have done it count as if they had stepped back:
nobody judges what was done to their own child, or by them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from incidents import reviewing, routing
from incidents.models import GOVERNING, Case, CaseParty, Part, Recusal, Report, SubjectKind
from school.models import Leave, Parenthood, Person, PersonQuerySet, Role, RoleAssignment

# How far back a role counts where nobody said on which day it happened.
A_YEAR = timedelta(days=365)
# Those who have a list of cases, and so a place where it waits for them.
SECOND = (Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR, Role.CLERK, Role.DSL)
ROLES_OF_SUBJECT: dict[str, frozenset[str]] = {
    SubjectKind.HEADTEACHER: frozenset({Role.HEADTEACHER}),
    SubjectKind.CHAIR: frozenset({Role.CHAIR}),
    SubjectKind.GOVERNOR: frozenset({Role.GOVERNOR}),
    SubjectKind.STAFF: frozenset({Role.STAFF}),
    SubjectKind.VOLUNTEER: frozenset({Role.VOLUNTEER}),
    SubjectKind.PARENT_FAMILY: frozenset({Role.PARENT}),
}


@dataclass(frozen=True)
class Posts:
    """Who holds which role today, in all roles that receive cases, and who of them is away."""

    holders: Mapping[str, frozenset[int]]
    away: frozenset[int]

    def held_by(self, people: Collection[int]) -> frozenset[str]:
        return frozenset(role for role, held in self.holders.items() if held & set(people))

    def free(self, kept_from: Collection[int]) -> frozenset[str]:
        """Return the roles that somebody holds who is here and from whom nothing is kept."""
        out = self.away | set(kept_from)
        return frozenset(role for role, held in self.holders.items() if held - out)

    def only_away(self, kept_from: Collection[int]) -> frozenset[str]:
        """Return the roles that such people hold, all of whom are away."""
        held_at_all = {role for role, held in self.holders.items() if held - set(kept_from)}
        return frozenset(held_at_all) - self.free(kept_from)


@dataclass(frozen=True)
class Placing:
    """What is known of some cases: `kept_from` names, for each, who must not receive it."""

    posts: Posts
    facts: Mapping[UUID, routing.Facts]
    kept_from: Mapping[UUID, frozenset[int]]

    def team(self, case: Case, *roles: str) -> frozenset[int]:
        """Return who holds these roles and may know of the case."""
        none: frozenset[int] = frozenset()
        held = none.union(*(self.posts.holders.get(role, none) for role in roles))
        return held - self.kept_from[case.pk]


def of(cases: Iterable[Case], *, without: Person | None = None) -> Placing:
    """Return what routing needs to know of these cases, in the same number of queries for all.

    `without` is somebody who is thinking of stepping back.
    """
    cases = list(cases)
    keys = [case.pk for case in cases]
    about = CaseParty.objects.filter(case__in=keys, part=Part.ALLEGED, person__isnull=False)
    subjects = _by_case(about.values_list("case_id", "person_id"))
    stepped_back = _by_case(
        Recusal.objects.filter(case__in=keys).values_list("case_id", "person_id")
    )
    parents = _parents_of_children_in(keys)
    posts = posts_today()
    ever = _ever_held(set().union(*subjects.values()))
    told = dict(Report.objects.filter(case__in=keys).values_list("case_id", "happened_on"))
    kept_from, facts = {}, {}
    for case in cases:
        concerned = subjects[case.pk]
        back = stepped_back[case.pk] | parents[case.pk] | ({without.pk} if without else set())
        kept_from[case.pk] = frozenset(concerned | back)
        since = told.get(case.pk) or timezone.localdate(case.received_at) - A_YEAR
        theirs = {a.role for person in concerned for a in ever[person] if _held_since(a, since)}
        facts[case.pk] = routing.Facts(
            kind=case.kind,
            subject_roles=ROLES_OF_SUBJECT.get(case.subject_kind, frozenset()) | theirs,
            child_at_risk=case.child_at_risk,
            eligible=posts.free(kept_from[case.pk]) - _unsafe(case, concerned),
            away=posts.only_away(kept_from[case.pk]) - _unsafe(case, concerned),
            head_stepped_back=Role.HEADTEACHER in posts.held_by(back),
            is_low_level=case.asks_about_harm and case.meets_harm_threshold is False,
        )
    return Placing(posts, facts, kept_from)


def facts_of(case: Case, *, without: Person | None = None) -> routing.Facts:
    return of([case], without=without).facts[case.pk]


def successors(case: Case, *, of_whom: Person) -> PersonQuerySet:
    """Return who would handle the case if somebody stepped back from it: perhaps nobody."""
    known = of([case], without=of_whom)
    route = routing.route(known.facts[case.pk])
    return Person.objects.filter(pk__in=known.team(case, route.role)).by_name()


def free_to_take_up(
    case: Case, *, besides: Person | None = None, without: Person | None = None
) -> frozenset[str]:
    """Return the roles that somebody holds today who has no part in the case, nor is one of these.

    Governors and their clerk are not among them where it is a low-level concern (I8).
    """
    out = {*case.parties.values_list("person_id", flat=True), case.report.reporter_id}
    out |= set(case.kept_from().values_list("pk", flat=True))
    out |= {person.pk for person in (besides, without) if person is not None}
    held = RoleAssignment.objects.in_force().filter(person__is_active=True)
    if case.meets_harm_threshold is False:
        held = held.exclude(role__in=GOVERNING)
    return frozenset(
        role for role, person in held.values_list("role", "person_id") if person not in out
    )


def second_person(case: Case, *, besides: Person) -> str | None:
    """Return the role of whoever confirms what cannot be undone in a case; None: nobody is there.

    Never the one who asks, nor anybody with a part in the case. First a colleague who handles it as
    well; then whoever was told besides; then whoever would have it if the one who asks stepped
    back: so, for a Headteacher alone, the chair, or for a low-level concern the deputy or the DSL.
    """
    facts = facts_of(case, without=besides)
    free = free_to_take_up(case, besides=besides) & {*SECOND}
    for role in (case.handling_role, case.besides_role):
        if role in free:
            return role
    taken = routing.route(replace(facts, eligible=facts.eligible & free, away=frozenset()))
    return None if taken.waiting else taken.role


def reviewer(case: Case, *, without: Person | None = None) -> reviewing.Reviewer:
    """Return which role looks at a closed case again, by the line in `reviewing.py`."""
    return reviewing.reviewer(
        case.handling_role,
        subject_roles=facts_of(case, without=without).subject_roles,
        free=free_to_take_up(case, besides=case.closed_by, without=without),
    )


def other_reviewers(case: Case, *, of_whom: Person) -> PersonQuerySet:
    """Return who would look at the case again if somebody stepped back from it: perhaps nobody."""
    role, nobody_else = reviewer(case, without=of_whom)
    return case.could_look_again(role, nobody_else=nobody_else).exclude(pk=of_whom.pk).by_name()


def _parents_of_children_in(keys: Collection[UUID]) -> Mapping[UUID, set[int]]:
    children = CaseParty.objects.filter(case__in=keys).of_children()
    in_it = list(children.values_list("case_id", "child_id"))
    of_child: dict[int, set[int]] = defaultdict(set)
    ties = Parenthood.objects.filter(child__in={child for _, child in in_it})
    for child, parent in ties.values_list("child_id", "person_id"):
        of_child[child].add(parent)
    return _by_case((case, parent) for case, child in in_it for parent in of_child[child])


def _unsafe(case: Case, subjects: Collection[int]) -> frozenset[str]:
    """Return the role that any of its holders may be meant by, where nobody knows who is."""
    anybody = case.subject_kind == SubjectKind.GOVERNOR and not subjects
    return frozenset({Role.GOVERNOR}) if anybody else frozenset()


def posts_today() -> Posts:
    """Return who holds each role that receives cases today, and who of them is on leave."""
    held = RoleAssignment.objects.in_force().filter(
        person__is_active=True, role__in=routing.RECEIVE
    )
    holders: dict[str, set[int]] = defaultdict(set)
    for person, role in held.values_list("person_id", "role"):
        holders[role].add(person)
    in_post = set().union(*holders.values())
    away = Leave.objects.in_force().filter(person__in=in_post).values_list("person_id", flat=True)
    return Posts({role: frozenset(who) for role, who in holders.items()}, frozenset(away))


def _ever_held(people: set[int]) -> Mapping[int, list[RoleAssignment]]:
    held: dict[int, list[RoleAssignment]] = defaultdict(list)
    for assignment in RoleAssignment.objects.filter(person__in=people):
        held[assignment.person_id].append(assignment)
    return held


def _held_since(assignment: RoleAssignment, since: date) -> bool:
    """Tell whether a role was held on that day or on any day from then until today.

    Whoever has just left a post is not to be judged by those who worked for them in it.
    """
    ended_before = assignment.ends_on is not None and assignment.ends_on < since
    return not ended_before and assignment.starts_on <= timezone.localdate()


def _by_case(pairs: Iterable[tuple[UUID, int]]) -> Mapping[UUID, set[int]]:
    found: dict[UUID, set[int]] = defaultdict(set)
    for case, person in pairs:
        found[case].add(person)
    return found
