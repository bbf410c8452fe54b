"""I3, I4: a real report goes where the list says, by what happened to whoever would have had it.

`test_every_route.py` walks the list alone. Here is each of its rules with each thing that takes the
first in line away, on the record: what the record is read as is written down by hand.
"""

from dataclasses import dataclass, replace

import pytest

from incidents import actions
from incidents.models import Case, Part
from incidents.routing import Facts, route
from school.models import Person, Role
from tests import factories
from tests.incidents.cases import a_report
from tests.incidents.test_moving import child_is_named, handler, is_on_leave, leaves, steps_back

pytestmark = [pytest.mark.django_db, pytest.mark.rule("I3"), pytest.mark.rule("I4")]

POSTS = ("headteacher", "deputy", "chair", "clerk", "dsl", "governor")


@dataclass(frozen=True)
class About:
    """Whom a report is about: as its form says, and who of the school that certainly is."""

    kind: str
    subject_kind: str
    people: tuple[str, ...] = ()
    # Where nobody knows which governor is meant, none of them receives it.
    unsafe: frozenset[str] = frozenset()


# One for each rule of the list; those named are named by whoever handles the case.
ABOUT = {
    "about_head_and_chair": About("breach", "headteacher", ("headteacher", "chair")),
    "about_head": About("cyberbullying", "headteacher", ("headteacher",)),
    "about_governor": About("comment", "governor", unsafe=frozenset({"governor"})),
    "about_clerk": About("image", "unknown", ("clerk",)),
    "staff_misuse": About("concern", "staff"),
    "talk_to_us": About("concern", "unknown"),
    "everything_else": About("pupil_access", "pupil"),
}
SUBJECT_ROLES = {"governor": {"governor"}, "staff": {"staff"}}


@pytest.fixture
def school(cast):
    """Six posts, each held by one person who holds no other."""
    cast.chair.assignments.filter(role=Role.GOVERNOR).delete()
    cast.dsl.assignments.filter(role=Role.STAFF).delete()
    return cast


def reported(about, school):
    """Return the case of a report, and whom the school knows it to be about."""
    case = a_report(
        kind=about.kind, subject_kind=about.subject_kind, child_in_danger=True, outside_school=False
    ).case
    for name in about.people:
        person = getattr(school, name)
        if not case.subjects().filter(pk=person.pk).exists():
            actions.name_subject(case=case, by=handler(case), person=person)
            case.refresh_from_db()
    return case


def facts_at_first(about):
    free = frozenset(POSTS) - {*about.people} - about.unsafe
    subject_roles = SUBJECT_ROLES.get(about.subject_kind, set()) | {*about.people}
    return Facts(about.kind, frozenset(subject_roles), True, free)


def without(facts, role, **more):
    return replace(facts, eligible=facts.eligible - {role}, **more)


def is_named_later(case, person):
    actions.name_subject(case=case, by=handler(case), person=person)


def facts_when_named(facts, role):
    """Whoever is named is who was meant by "a governor" or "somebody who works here"."""
    known = facts.subject_roles - {"governor", "staff"}
    return without(facts, role, subject_roles=known | {role})


def facts_when_away(facts, role):
    return without(facts, role, away=frozenset({role}))


def facts_when_given_up(facts, role):
    return without(facts, role, head_stepped_back=role == "headteacher")


HAPPENINGS = {
    "nothing": (lambda case, person: None, lambda facts, role: facts),
    "leaves": (leaves, without),
    "is on leave": (is_on_leave, facts_when_away),
    "is named later": (is_named_later, facts_when_named),
    "a child of theirs is named": (child_is_named, facts_when_given_up),
    "steps back": (steps_back, facts_when_given_up),
}


@pytest.mark.parametrize("happens", HAPPENINGS)
@pytest.mark.parametrize("rule", ABOUT)
def test_a_real_report_goes_where_the_list_says(rule, happens, school):
    happen, read_as = HAPPENINGS[happens]
    case, facts = reported(ABOUT[rule], school), facts_at_first(ABOUT[rule])
    first = route(facts).role
    assert (case.routing_rule, case.handling_role) == (rule, first)

    happen(case, getattr(school, first))
    actions.pass_on_unattended()

    case.refresh_from_db()
    expected = route(read_as(facts, first))
    assert (case.handling_role, case.routing_rule) == (expected.role, expected.rule)
    assert (case.besides_role or None) == next(iter(expected.besides), None)
    assert case.routing_because == expected.because
    assert case.name_lado == expected.name_lado
    team = {person for person in Person.objects.all() if sees(person, case)}
    assert getattr(school, expected.role) in team
    kept_out = [getattr(school, name) for name in ABOUT[rule].people]
    kept_out += [] if happens == "nothing" else [getattr(school, first)]
    assert team.isdisjoint(kept_out)


@pytest.mark.parametrize("rule", ABOUT)
def test_where_the_whole_line_is_empty_it_waits_and_the_next_to_come_has_it(rule, school):
    for name in POSTS:
        leaves(None, getattr(school, name))
    about = ABOUT[rule]
    case = a_report(kind=about.kind, subject_kind=about.subject_kind).case
    for name in about.people:
        case.parties.get_or_create(person=getattr(school, name), part=Part.ALLEGED)
    actions.pass_on_unattended()

    case.refresh_from_db()
    assert not case.handlers().exists()
    assert "LADO" in case.routing_because
    assert case.name_lado
    newcomer = factories.RoleAssignmentFactory(role=case.handling_role).person
    assert sees(newcomer, case)


def sees(person, case):
    return Case.objects.visible_to(person).filter(pk=case.pk).exists()
