"""Who receives a report, against `tests/rules/routing.csv`.

In the table, "everybody but X" means that each role has somebody free in it, save X. Every
combination there can be is walked in `test_every_route.py`.
"""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from incidents.routing import ROLE_NAMES, RULES, Facts, route

pytestmark = pytest.mark.rule("I3")

TABLE = Path(__file__).parent.parent / "rules" / "routing.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))
ROLES = frozenset(ROLE_NAMES)
KINDS = sorted({row["what it is"] for row in ROWS})
ANYTHING = {"talk_to_us", "everything_else"}


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


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row.values()))
def test_every_other_kind_goes_the_same_way(row):
    facts = facts_of(row)
    for kind in KINDS:
        other = route(replace(facts, kind=kind))
        assert other.role == row["goes to"].lower()
        assert set(other.besides) == roles_in(row["also told"])
        assert other.rule == row["rule"] or {other.rule, row["rule"]} == ANYTHING


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
