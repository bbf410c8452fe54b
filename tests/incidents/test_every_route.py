"""I3, I4: every kind of report, about everybody there can be, with every post held, empty or away.

Nothing is sampled. A post is held by somebody free, only by somebody on leave, or by nobody who may
receive the case: 729 vacancies; a conflict (stepped back, a child of theirs in it) leaves a post
without its holder, and is in `head_stepped_back` besides where it is the Headteacher's. Each is met
with every set of the six roles that receive cases as those whom it is about, with and without
another employee, a child at risk or not, and a low-level concern or not.

Left out of the product is only what a test here shows cannot matter: which of the other four roles
a subject holds, beyond being employed. And where something is not so much as looked at (the kind of
a report about somebody of the school, what turns the Headteacher's line where another line
decides), a stand-in is routed that fails whoever looks.
"""

from itertools import chain, combinations, product

import pytest

from incidents.routing import (
    CHAIR,
    CLERK,
    DEPUTY,
    DSL,
    GOVERNOR,
    HEADTEACHER,
    MANAGED_BY_HEAD,
    OFFICE,
    PARENT,
    RECEIVE,
    ROLE_NAMES,
    RULES,
    STAFF,
    VOLUNTEER,
    Facts,
    route,
)

pytestmark = [pytest.mark.rule("I3"), pytest.mark.rule("I4"), pytest.mark.rule("M18")]

NOBODY = frozenset()
OTHERS = (STAFF, OFFICE, VOLUNTEER, PARENT)
GOVERNING = {CHAIR, CLERK, GOVERNOR}
HEADS_LINE = (HEADTEACHER, DEPUTY, CHAIR, CLERK, DSL, GOVERNOR)
# Written out here once more, so that nobody changes a line of the list by mistake.
LINES = {
    "about_head_and_chair": (CLERK, GOVERNOR),
    "about_head": (CHAIR, CLERK, GOVERNOR),
    "about_governor": (CLERK, CHAIR, GOVERNOR),
    "about_clerk": (CHAIR, HEADTEACHER, GOVERNOR),
    "staff_misuse": HEADS_LINE,
    "talk_to_us": HEADS_LINE,
    "everything_else": HEADS_LINE,
}
BECAUSE = {rule.code: rule.because for rule in RULES}


def sets_of(roles):
    sizes = range(len(roles) + 1)
    found = chain.from_iterable(combinations(roles, size) for size in sizes)
    return [frozenset(roles) for roles in found]


VACANCIES = [
    (
        frozenset(role for role, is_ in zip(RECEIVE, held, strict=True) if is_ == "free"),
        frozenset(role for role, is_ in zip(RECEIVE, held, strict=True) if is_ == "away"),
    )
    for held in product(("free", "away", "empty"), repeat=len(RECEIVE))
]


class NeverAsked:
    """Stands in for what nobody looks at, such as the kind of a report about the Headteacher."""

    def _asked(self, *_):
        raise AssertionError("Somebody looked at what is not to matter.")

    __eq__ = __ne__ = __hash__ = __str__ = __repr__ = __bool__ = __getattr__ = _asked


def kinds_for(subject_roles):
    """Return each kind there is, or one that fails whoever looks at it where none may matter."""
    from incidents.models import Kind

    if subject_roles <= {VOLUNTEER, PARENT}:
        return list(Kind.values)
    return [NeverAsked()]


def turns_for(subject_roles):
    """Return each way to turn the Headteacher's line: who stepped back, what was found."""
    if subject_roles & {HEADTEACHER, CHAIR, GOVERNOR, CLERK}:
        return [(NeverAsked(), NeverAsked())]
    return list(product((False, True), repeat=2))


def rule_by_the_policy(kind, subject_roles):
    """Return the rule that decides, read from I3: conflicts of interest first."""
    if HEADTEACHER in subject_roles:
        return "about_head_and_chair" if CHAIR in subject_roles else "about_head"
    if CHAIR in subject_roles or GOVERNOR in subject_roles:
        return "about_governor"
    if CLERK in subject_roles:
        return "about_clerk"
    if subject_roles & {DEPUTY, STAFF, DSL, OFFICE}:
        return "staff_misuse"
    return "talk_to_us" if kind == "concern" else "everything_else"


def never_with_nobody(facts, found):
    """It is with a role that somebody holds; where nobody in the whole line is left it waits."""
    line = set(LINES[found.rule])
    assert found.role in line
    assert found.waiting is line.isdisjoint(facts.eligible | facts.away)
    assert found.waiting is (found.role not in facts.eligible | facts.away)
    assert ("waits" in found.because) is found.waiting
    assert found.name_lado or not found.waiting


def never_with_a_role_in_it(facts, found):
    """A role of a subject gets it only where nobody else in line is there: another holder of it."""
    others = set(LINES[found.rule]) - facts.subject_roles
    if found.role in facts.subject_roles:
        here = facts.eligible & set(LINES[found.rule]) or facts.away
        assert not others if found.waiting else others.isdisjoint(here)
    assert facts.subject_roles.isdisjoint(found.besides)


def nobody_on_leave_while_somebody_is_here(facts, found):
    if found.role in facts.away:
        assert facts.eligible.isdisjoint(LINES[found.rule])
    if found.acting_for:
        assert found.acting_for in facts.away - facts.subject_roles
        assert found.role in facts.eligible | facts.away
        assert "is away" in found.because


def never_with_whom_the_head_manages(facts, found):
    if HEADTEACHER in facts.subject_roles:
        assert found.role in GOVERNING
        assert {HEADTEACHER, DEPUTY}.isdisjoint(found.besides)
    if facts.subject_roles & {CHAIR, GOVERNOR}:
        assert found.role in GOVERNING
    if {HEADTEACHER, CHAIR} <= facts.subject_roles:
        assert found.name_lado
        assert found.role in {CLERK, GOVERNOR}


def the_first_in_line_who_is_free_has_it(facts, found):
    """Nobody before them in the rule's line is free, as the Headteacher's line is turned."""
    last = NOBODY
    if LINES[found.rule] is HEADS_LINE:
        last = MANAGED_BY_HEAD if facts.head_stepped_back else NOBODY
        last = GOVERNING if facts.is_low_level else last
    line = [role for role in LINES[found.rule] if role not in last]
    line += [role for role in LINES[found.rule] if role in last]
    before = set(line[: line.index(found.role)])
    if found.role in facts.eligible - facts.subject_roles:
        assert before.isdisjoint(facts.eligible - facts.subject_roles)
    elif found.role in facts.eligible:
        assert before.isdisjoint(facts.eligible)
    elif found.role in facts.away - facts.subject_roles:
        assert before.isdisjoint(facts.away - facts.subject_roles)
    assert found.stood_in_for == (line[0] if before else None)


def the_safeguarding_lead_knows_of_a_child_at_risk(facts, found):
    can_be_told = DSL in facts.eligible - facts.subject_roles
    if found.role != DSL:
        assert (DSL in found.besides) is (facts.child_at_risk and can_be_told)
    assert facts.child_at_risk or not found.besides
    assert found.role not in found.besides
    assert set(found.besides) <= facts.eligible
    if facts.child_at_risk and HEADTEACHER in facts.subject_roles:
        assert found.name_lado


def the_rule_is_that_of_the_policy(facts, found):
    assert found.rule == rule_by_the_policy(
        "" if isinstance(facts.kind, NeverAsked) else facts.kind, facts.subject_roles
    )
    assert found.because.startswith(BECAUSE[found.rule])


ALWAYS = (
    never_with_nobody,
    never_with_a_role_in_it,
    nobody_on_leave_while_somebody_is_here,
    never_with_whom_the_head_manages,
    the_first_in_line_who_is_free_has_it,
    the_safeguarding_lead_knows_of_a_child_at_risk,
    the_rule_is_that_of_the_policy,
)


def in_words(facts):
    """Return facts as a failure shows them, without looking at what nobody may look at."""
    said = vars(facts).items()
    return {name: value for name, value in said if not isinstance(value, NeverAsked)}


@pytest.mark.parametrize("roles", sets_of(RECEIVE), ids=lambda roles: "+".join(sorted(roles)))
def test_every_report_goes_to_somebody_who_is_not_in_it(roles):
    for subject_roles in (roles, roles | {STAFF}):
        kinds, turns = kinds_for(subject_roles), turns_for(subject_roles)
        for kind, at_risk, turn in product(kinds, (False, True), turns):
            for vacancy in VACANCIES:
                facts = Facts(kind, subject_roles, at_risk, *vacancy, *turn)
                found = route(facts)
                try:
                    for holds in ALWAYS:
                        holds(facts, found)
                except AssertionError as error:
                    raise AssertionError(str(error), in_words(facts), found) from None


@pytest.mark.parametrize("roles", sets_of(RECEIVE), ids=lambda roles: "+".join(sorted(roles)))
def test_which_other_roles_a_subject_holds_matters_only_by_being_employed(roles):
    """A volunteer or parent goes the way of somebody unknown, the office that of other staff."""
    for eligible, away in VACANCIES:
        alike = {
            is_employed: route(Facts("breach", of_this, True, eligible, away))
            for is_employed, of_this in ((False, roles), (True, roles | {STAFF}))
        }
        for more in sets_of(OTHERS):
            found = route(Facts("breach", roles | more, True, eligible, away))
            assert found == alike[bool(more & {STAFF, OFFICE})], (roles, more, eligible, away)


def test_the_kind_of_a_report_names_the_rule_and_sends_it_nowhere_else():
    """For the rest, the walk above shows that the kind is not looked at."""
    same = ("role", "besides", "name_lado", "stood_in_for", "acting_for", "waiting")
    for subject_roles in sets_of((VOLUNTEER, PARENT)):
        for vacancy in VACANCIES:
            for more in product((False, True), repeat=3):
                at_risk, *others = more
                found = [
                    route(Facts(kind, subject_roles, at_risk, *vacancy, *others))
                    for kind in kinds_for(subject_roles)
                ]
                ways = {tuple(getattr(one, name) for name in same) for one in found}
                assert len(ways) == 1, (subject_roles, vacancy, more)


@pytest.mark.parametrize("role", OTHERS)
def test_that_staff_office_volunteers_and_parents_are_there_makes_no_difference(role):
    for roles, eligible in product(sets_of(RECEIVE), repeat=2):
        without = route(Facts("breach", roles, True, eligible))
        assert route(Facts("breach", roles, True, eligible | {role})) == without


def test_the_roles_of_the_walk_are_all_there_are():
    assert {*RECEIVE, *OTHERS} == set(ROLE_NAMES)
    assert len(VACANCIES) == len(set(VACANCIES)) == 3 ** len(RECEIVE)
