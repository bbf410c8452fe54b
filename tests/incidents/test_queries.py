from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import desk, queries
from incidents.models import State
from tests.incidents.cases import a_case

pytestmark = pytest.mark.django_db


def test_what_waits_for_somebody_is_what_is_open_and_the_first_clock(headteacher):
    today = timezone.localdate()
    a_case(due_on=today + timedelta(days=4))
    a_case(due_on=today + timedelta(days=2))
    a_case(State.CLOSED, by=headteacher)
    a_case(handling_role="chair", due_on=today)

    assert queries.waiting_for(headteacher) == (2, False, today + timedelta(days=2))


def test_no_more_is_counted_than_the_list_shows_and_both_say_so(headteacher, monkeypatch):
    monkeypatch.setattr(desk, "MOST", 2)
    for _ in range(3):
        a_case(due_at=None)
    found = desk.places(headteacher, desk.Wanted(), timezone.now())

    assert queries.waiting_for(headteacher) == (2, True, None)
    assert desk.sums(found, headteacher, timezone.now()).open == 2
