"""I11: a file is refused while somebody takes a step of its case, on the real database."""

import time

import pytest
from django.db import transaction

from audit import chain
from incidents import tasks
from incidents.actions import add_evidence, files, handover
from tests.at_once import at_once
from tests.incidents.bringing import a_piece, an_upload
from tests.incidents.cases import a_case
from tests.uploads import clamd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("I11")]


@pytest.mark.parametrize("later", [False, True], ids=["as it comes", "after a wait"])
def test_a_refusal_and_a_step_of_the_case_do_not_block_each_other(later, headteacher, settings):
    case = a_case()
    if later:
        settings.SCANNER_URL = clamd.NOBODY_THERE
        a_piece(case, headteacher, clamd.HARM)

    @transaction.atomic
    def take_a_step():
        handover.locked(case)
        time.sleep(0.4)  # the refusal has begun, and comes no further than to wait for the case
        chain.record("tests.step.taken", by=headteacher, on=case)

    def refuse():
        time.sleep(0.1)
        if later:
            tasks.scan_waiting()
        else:
            with pytest.raises(files.Harmful):
                add_evidence(case=case, by=headteacher, uploads=[an_upload(clamd.HARM)])

    with clamd.scanner() as running:
        settings.SCANNER_URL = running.url
        at_once(take_a_step, refuse)

    title = "Evidence 1 was harmful" if later else "A harmful file was refused"
    assert case.entries.filter(title=title).exists()
    assert chain.verify().sound
