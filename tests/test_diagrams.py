"""The diagrams of docs/states/ show the tables that the portal keeps to."""

import pytest

from tests.diagrams import DRAWN_BY, STATES, drawing_of, redrawn


def test_every_page_of_states_is_drawn_from_a_table():
    assert {page.name for page in STATES.iterdir()} == set(DRAWN_BY)


@pytest.mark.parametrize("name", list(DRAWN_BY))
def test_a_diagram_is_as_its_table(name):
    page = (STATES / name).read_text()

    assert "[*] -->" in page
    assert redrawn(page, drawing_of(name)) == page, "The tables have changed: run `make states`."
