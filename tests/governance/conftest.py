"""A case that governors read, and legal advice about it."""

import pytest

from governance import actions
from incidents.models import State
from tests.governance.advising import IN_FILE, SAYS, seek
from tests.governance.referring import refer
from tests.incidents.bringing import an_upload
from tests.incidents.cases import a_case


@pytest.fixture
def referral(governor, chair, headteacher):
    case = a_case(State.INVESTIGATING)
    return refer(case, [governor, chair], headteacher)


@pytest.fixture
def advice(referral, governor):
    advice = seek(referral, governor)
    upload = an_upload(IN_FILE, "letter-of-advice.txt")
    actions.add_to_advice(advice=advice, by=governor, words=SAYS, uploads=[upload])
    advice.refresh_from_db()
    return advice
