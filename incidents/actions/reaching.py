"""How a reporter who came with a code wants to be told that there is something to read (I2)."""

from django.db import transaction

from audit import chain
from incidents.actions import handover
from incidents.models import Case, Report
from notifications import outbox
from school.access import NotAllowed


@transaction.atomic
def change_address(*, case: Case, email: str) -> Report:
    """Keep an address for somebody without an account, or with "" forget it again.

    Letters that still wait for the old one are taken back. Nothing else of them is kept: whoever
    gives an address only stays as anonymous to those who handle the case as before.
    """
    case = handover.locked(case)
    report = case.report
    if report.reporter_id is not None:
        raise NotAllowed("We write to the address of your account.")
    if report.reporter_email and report.reporter_email != email:
        outbox.take_back_from(report.reporter_email, templates=handover.LETTERS)
    report.reporter_email = email
    report.save(update_fields=["reporter_email"])
    chain.record("incidents.address.changed", on=case, given=bool(email))
    return report
