"""Who receives a report, against `tests/rules/routing.csv` and then against every combination.

In the table, "everybody but X" means that each role has somebody free in it, save X.
"""

import csv
from dataclasses import replace
from functools import cache
from itertools import chain, combinations
from pathlib import Path

import pytest

from incidents.routing import (
    CHAIR,
    CLERK,
    DEPUTY,
    DSL,
    EMPLOYEES,
    GOVERNOR,
    HEADTEACHER,
    OFFICE,
    PARENT,
    ROLE_NAMES,
    RULES,
    STAFF,
    VOLUNTEER,
    Facts,
    Route,
    route,
)

pytestmark = pytest.mark.rule("I3")

TABLE = Path(__file__).parent.parent / "rules" / "routing.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
ROLES = frozenset(ROLE_NAMES)
THE_HEADS_PEOPLE = {HEADTEACHER, DEPUTY, STAFF, OFFICE, VOLUNTEER}
# The other four roles receive nothing, which a test of its own shows.
WHO_MAY_RECEIVE = (HEADTEACHER, DEPUTY, CHAIR, CLERK, GOVERNOR, DSL)
KINDS = sorted({row["what it is"] for row in ROWS})


def roles_in(words: str) -> frozenset[str]:
    if words in ("nobody", "nobody known", ""):
        return frozenset()
    if words.startswith("everybody"):
        return ROLES - roles_in(words.removeprefix("everybody").removeprefix(" but "))
    roles = frozenset(word.lower() for word in words.split(" and "))
    assert roles <= ROLES, words
    return roles


def facts_of(row: dict[str, str]) -> Facts:
    return Facts(
        kind=row["what it is"],
        subject_roles=roles_in(row["who it is about"]),
        child_at_risk=row["child at risk"] == "yes",
        eligible=roles_in(row["who is free to take it"]),
        away=roles_in(row["who is on leave"]),
        head_stepped_back=row["Headteacher stepped back"] == "yes",
        is_low_level=row["low-level concern"] == "yes",
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row.values()))
def test_a_report_goes_where_the_table_says(row):
    found = route(facts_of(row))

    assert found.role == row["goes to"].lower()
    assert set(found.besides) == roles_in(row["also told"])
    assert found.name_lado is (row["LADO named"] == "yes")
    assert found.waiting is (row["waits"] == "yes")
    assert (found.acting_for or "") == row["acts for"].lower()
    assert found.rule == row["rule"]


def test_the_table_has_a_line_for_every_rule_in_the_order_of_the_list():
    in_the_table = list(dict.fromkeys(row["rule"] for row in ROWS))

    assert in_the_table == [rule.code for rule in RULES]


def subsets(roles, largest):
    return chain.from_iterable(combinations(sorted(roles), size) for size in range(largest + 1))


def every_combination():
    """Yield every subject and vacancy there can be, with whoever is not there on leave, or gone."""
    for subject_roles in map(frozenset, subsets(ROLES, 3)):
        for eligible in map(frozenset, subsets(WHO_MAY_RECEIVE, len(WHO_MAY_RECEIVE))):
            for away in (frozenset(), frozenset(WHO_MAY_RECEIVE) - eligible):
                for child_at_risk in (False, True):
                    yield Facts("breach", subject_roles, child_at_risk, eligible, away)


@cache
def every_route() -> list[tuple[Facts, Route]]:
    """Find them when the first test asks: every test process imports this file, one runs it."""
    return [(facts, route(facts)) for facts in every_combination()]


def test_every_report_goes_to_a_role_that_somebody_free_holds_or_waits_and_says_so():
    for facts, found in every_route():
        assert found.role in WHO_MAY_RECEIVE, facts
        assert found.waiting is (found.role not in facts.eligible | facts.away), facts
        assert ("waits" in found.because) is found.waiting, facts
        assert found.name_lado or not found.waiting, facts
        assert set(found.besides) <= facts.eligible, facts


def test_every_kind_of_report_takes_the_same_way_but_for_the_rule_that_is_named():
    same = {"role", "besides", "name_lado", "stood_in_for", "acting_for", "waiting"}
    for facts, found in every_route()[::7]:
        for kind in KINDS:
            other = route(replace(facts, kind=kind))
            assert all(getattr(other, name) == getattr(found, name) for name in same), facts
            named = {found.rule, "talk_to_us"} if kind == "concern" else {found.rule}
            assert other.rule in named, facts


def test_somebody_on_leave_gets_it_only_where_nobody_in_the_line_is_here():
    lines = {rule.code: set(rule.line) for rule in RULES}
    for facts, found in every_route():
        if found.role in facts.away:
            assert not lines[found.rule] & facts.eligible, (facts, found)
            assert found.acting_for is None, (facts, found)


def test_whoever_acts_for_somebody_is_not_named_in_their_place_by_chance():
    for facts, found in every_route():
        if found.acting_for:
            assert found.acting_for in facts.away - facts.subject_roles, (facts, found)
            back = replace(
                facts,
                away=facts.away - {found.acting_for},
                eligible=facts.eligible | {found.acting_for},
            )
            assert route(back).role == found.acting_for, (facts, found)
            assert "is away" in found.because, facts


@pytest.mark.parametrize("stepped_back", [True, False])
@pytest.mark.parametrize("low_level", [True, False])
def test_stepping_back_and_low_level_concerns_change_the_order_and_never_lose_a_report(
    stepped_back, low_level
):
    for before, found in every_route():
        if HEADTEACHER in before.eligible | before.away and stepped_back:
            continue
        facts = replace(before, head_stepped_back=stepped_back, is_low_level=low_level)
        now = route(facts)
        assert now.waiting is found.waiting, facts
        assert now.rule == found.rule, facts
        if now.rule in ("staff_misuse", "everything_else") and not now.waiting:
            here = (facts.eligible - facts.subject_roles) or facts.eligible or facts.away
            if low_level and here & {HEADTEACHER, DEPUTY, DSL}:
                assert now.role not in {CHAIR, CLERK, GOVERNOR}, facts
            elif stepped_back and not low_level and here & {CHAIR, CLERK, GOVERNOR}:
                assert now.role not in {DEPUTY, DSL}, facts


@pytest.mark.rule("I4")
def test_no_report_goes_to_a_role_of_somebody_it_is_about_while_anybody_else_is_in_line():
    lines = {rule.code: rule.line for rule in RULES}
    for facts, found in every_route():
        others = set(lines[found.rule]) - facts.subject_roles
        here = facts.eligible or facts.away
        anybody_else = others if found.waiting else others & here
        assert found.role not in facts.subject_roles or not anybody_else, (facts, found)
        assert facts.subject_roles.isdisjoint(found.besides), (facts, found)


@pytest.mark.rule("I4")
@pytest.mark.rule("M18")
def test_a_report_about_the_headteacher_goes_to_nobody_whom_the_headteacher_manages():
    for facts, found in every_route():
        if HEADTEACHER in facts.subject_roles:
            assert found.role in {CHAIR, CLERK, GOVERNOR}, facts
            assert THE_HEADS_PEOPLE.isdisjoint(found.besides), facts


def test_a_report_about_the_headteacher_and_the_chair_names_the_lado():
    for facts, found in every_route():
        if {HEADTEACHER, CHAIR} <= facts.subject_roles:
            assert found.name_lado, facts
            assert found.role in {CLERK, GOVERNOR}, facts


def test_a_report_about_a_governor_goes_to_nobody_whom_governors_oversee():
    for facts, found in every_route():
        if not facts.subject_roles.isdisjoint({CHAIR, GOVERNOR}):
            assert found.role in {CHAIR, CLERK, GOVERNOR}, facts


@pytest.mark.rule("M18")
def test_misuse_by_staff_goes_to_the_headteacher_whenever_no_conflict_stands_in_the_way():
    for facts, found in every_route():
        conflict = facts.subject_roles & {HEADTEACHER, CHAIR, GOVERNOR, CLERK}
        if facts.subject_roles & EMPLOYEES and not conflict and HEADTEACHER in facts.eligible:
            assert found.role == HEADTEACHER, facts


def test_a_child_at_risk_reaches_the_safeguarding_lead_unless_concerned_or_nobody_is():
    for facts, found in every_route():
        can_be_told = DSL in facts.eligible and DSL not in facts.subject_roles
        if found.role != DSL:  # who handles it knows already
            assert (DSL in found.besides) is (facts.child_at_risk and can_be_told), facts


def test_somebody_besides_is_told_only_for_a_child_at_risk_and_is_not_told_twice():
    for facts, found in every_route():
        assert facts.child_at_risk or not found.besides, facts
        assert found.role not in found.besides, facts


def test_who_stands_in_is_said_and_only_then():
    lines = {rule.code: rule.line for rule in RULES}
    for facts, found in every_route():
        first = lines[found.rule][0]
        assert found.stood_in_for == (None if found.role == first else first), facts


def test_staff_office_volunteers_and_parents_make_no_difference_by_being_free():
    for facts, found in every_route():
        more = facts.eligible | {STAFF, OFFICE, VOLUNTEER, PARENT}
        assert route(replace(facts, eligible=more)) == found


def test_the_reason_of_a_route_begins_with_the_reason_of_its_rule():
    reasons = {rule.code: rule.because for rule in RULES}
    for facts, found in every_route():
        assert found.because.startswith(reasons[found.rule]), facts


def test_the_list_can_be_printed_in_words():
    assert RULES[1].in_words() == (
        "About the Headteacher: to the chair of governors. If nobody there is free: the clerk to "
        "the governors, then a governor who is not concerned."
    )
    assert RULES[0].in_words().endswith("The LADO is named.")


def test_the_rules_speak_of_the_roles_that_people_hold():
    from school.models import Role

    assert set(ROLE_NAMES) == set(Role.values)


def test_the_kinds_of_the_table_are_those_that_reports_have():
    from incidents.models import Kind

    assert {row["what it is"] for row in ROWS} == set(Kind.values)
