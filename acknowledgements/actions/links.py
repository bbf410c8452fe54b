"""Personal links: a parent's way in without an account (A4)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from acknowledgements.actions.messages import write_to
from acknowledgements.models import Capacity, Request
from acknowledgements.permissions import can_send_link, may_hold_link
from audit import chain
from notifications import outbox
from school.access import require
from school.errors import WrongState
from school.models import Person, PersonalLink

NO_SECOND_WITHIN = timedelta(minutes=10)


@transaction.atomic
def send_personal_link(*, person: Person, by: Person) -> bool:
    """Send a parent a new personal link, for all their children; return whether it could be sent.

    It replaces the links they had. Asking for one's own again within a few minutes sends no second
    e-mail: the first is still on its way. Somebody without an e-mail address gets none (False).
    Raises WrongState where no child of theirs is on roll yet, or a court restriction stands.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_send_link(by, person))
    if not (verdict := may_hold_link(person)):
        raise WrongState(verdict.reason)
    if not person.email:
        return False
    if by == person and _sent_just_now(person):
        return True
    event = chain.record("acknowledgements.personal_link.sent", by=by, on=person)
    write_to(
        [person],
        at_school="sign_waiting",
        by_link="personal_link",
        once=lambda _: f"personal-link:{event.pk}",
    )
    return True


@transaction.atomic
def renew_links(*, person: Person) -> None:
    """End the links that went to an address no longer theirs; send one to the new, if it is needed.

    Whoever reads the old address, perhaps somebody else altogether, is let in no more.
    """
    ended = PersonalLink.objects.filter(person=person, revoked_at=None)
    if not ended.update(revoked_at=timezone.now()):
        return
    for template in ("personal_link", "reminder", "question_answered"):
        outbox.take_back(to=[person], template=template)
    waits = Request.objects.outstanding().of(person).filter(capacity=Capacity.PARENT).exists()
    if person.email and waits and may_hold_link(person):
        send_personal_link(person=person, by=person)


def _sent_just_now(person: Person) -> bool:
    now = timezone.now()
    links = PersonalLink.objects.usable(now).filter(person=person)
    return links.filter(created_at__gt=now - NO_SECOND_WITHIN).exists()
