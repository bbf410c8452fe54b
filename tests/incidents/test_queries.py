from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import queries
from incidents.models import State
from tests.incidents.cases import a_case

pytestmark = pytest.mark.django_db


def test_what_waits_for_somebody_is_what_is_open_and_the_first_clock(headteacher):
    today = timezone.localdate()
    a_case(due_on=today + timedelta(days=4))
    a_case(due_on=today + timedelta(days=2))
    a_case(State.CLOSED, by=headteacher)
    a_case(handling_role="chair", due_on=today)

    assert queries.waiting_for(headteacher) == (2, today + timedelta(days=2))
