import csv
from pathlib import Path

import pytest

from acknowledgements.audience import ASKED, audience_of, capacities_asked
from acknowledgements.models import Capacity
from policies.models import Audience
from school.models import Role

TABLE = Path(__file__).parents[1] / "rules/audience.csv"
ROWS = list(csv.DictReader(TABLE.read_text().splitlines()))


@pytest.mark.rule("A2")
@pytest.mark.parametrize("row", ROWS, ids=[row["case"] for row in ROWS])
def test_who_is_asked_to_sign_is_as_the_table_says(row):
    asked = capacities_asked(row["roles"].split(), row["audiences"].split())

    assert asked == frozenset(row["capacities"].split())


def test_the_rules_speak_of_roles_audiences_and_capacities_that_exist():
    assert {audience for audience, _, _ in ASKED} == set(Audience) - {Audience.PUPILS}
    assert {capacity for _, _, capacity in ASKED} == set(Capacity)
    assert frozenset().union(*(roles for _, roles, _ in ASKED)) == set(Role)


@pytest.mark.parametrize("capacity", Capacity)
def test_each_capacity_leads_back_to_its_audience(capacity):
    roles = next(roles for _, roles, signed_as in ASKED if signed_as == capacity)

    assert capacities_asked(roles, [audience_of(capacity)]) == {capacity}
