"""Whose role ended yesterday has nothing of the board, its files, slips or receipts today."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from acknowledgements.urls import urlpatterns
from tests.acknowledgements.access_objects import objects

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A5", "S3")]

OF_THE_BOARD = [
    each.name
    for each in urlpatterns
    if str(each.pattern).startswith("board/") or each.name == "receipt"
]


@pytest.mark.parametrize("who", ["headteacher", "deputy", "office"])
def test_a_session_from_before_the_role_ended_opens_and_does_nothing_more(who, cast, sign_in):
    known, person = objects(cast), getattr(cast, who)
    addresses = {
        name: reverse(full, kwargs=known.get(full))
        for name in OF_THE_BOARD
        if (full := f"acknowledgements:{name}")
    }
    browser = sign_in(person)
    assert browser.get(addresses["board"]).status_code == 200

    yesterday = timezone.localdate() - timedelta(days=1)
    person.assignments.update(starts_on=yesterday - timedelta(days=400), ends_on=yesterday)

    got = {name: browser.get(address).status_code for name, address in addresses.items()}
    sent = {name: browser.post(address).status_code for name, address in addresses.items()}
    assert len(got) > 30
    assert {name for name, status in (got | sent).items() if status not in (403, 404, 405)} == set()
    assert got["board_xlsx"] == got["board_csv"] == got["slips_pdf"] == got["receipt"] == 404
