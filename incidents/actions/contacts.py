"""Handing a case to somebody outside, and deciding not to (I13)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from audit import chain
from incidents import permissions
from incidents.actions import handover
from incidents.facts import facts_of
from incidents.models import Body, Case, OutsideContact
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

REMIT_FIRST = (
    "It happened outside school: before it is reported to the website or app, record that the "
    "school may act on it."
)


@transaction.atomic
def record_contact(
    *,
    case: Case,
    by: Person,
    body: str,
    was_made: bool,
    reason: str,
    made_on: date | None = None,
    reference: str = "",
) -> OutsideContact:
    """Record that the case was handed to one of them, on which day and with which reference; or
    that it was decided not to. Either has its reason.

    Nothing holds back those who keep children safe. A report to the website or app is the school's
    own doing, so the question whether it may act comes first (M17).
    """
    case = handover.locked(case)
    require(permissions.can_record_contact(by, case))
    if not reason.strip():
        raise DomainError("Say why: it is kept with the case.")
    if was_made:
        _require_particulars(made_on, reference)
        _require_remit(case, body)
    else:
        made_on, reference = None, ""
    contact = OutsideContact.objects.create(
        case=case,
        body=Body(body),
        was_made=was_made,
        made_on=made_on,
        reference=reference.strip(),
        reason=reason,
        recorded_by=by,
    )
    title, words = _title(contact), _words(contact)
    handover.add_entry(case, by=by, title=title, words=words, happened_on=made_on)
    chain.record("incidents.contact.recorded", by=by, on=case, body=body, made=was_made)
    return contact


def _require_particulars(made_on: date | None, reference: str) -> None:
    if made_on is None or not reference.strip():
        raise DomainError("Give the date, and the reference or whom you spoke to.")
    if made_on > timezone.localdate():
        raise DomainError("Give the day on which it was done: it cannot be in the future.")


def _require_remit(case: Case, body: str) -> None:
    facts = facts_of(case)
    if body == Body.PLATFORM and (facts.remit_is_open or facts.is_outside_remit):
        raise WrongState(REMIT_FIRST)


def _title(contact: OutsideContact) -> str:
    whom = contact.get_body_display()
    return f"Handed on: {whom}" if contact.was_made else f"Decided not to hand on: {whom}"


def _words(contact: OutsideContact) -> str:
    if contact.made_on is None:
        return contact.reason
    day = date_format(contact.made_on, "DATE_FORMAT")
    return f"On {day}, reference {contact.reference}.\n\n{contact.reason}"
