"""Writing to those who are newly asked: one message a person, however many rounds and children.

Who still waits for an invitation is a column of the request, not a list in a worker's head: the
first few hundred are written to as the round opens, the rest in batches by workers. A batch and the
note that it was written stand or fall together, so whatever dies is taken up where it stopped, and
nobody is written to twice for the same requests.
"""

import hashlib
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from acknowledgements.actions.messages import take_back_reminders, write_to
from acknowledgements.models import Request, RequestQuerySet
from notifications import outbox
from notifications.models import Message
from school.models import Person, PersonalLink

INVITATIONS = AT_SCHOOL, BY_LINK = ("sign_waiting", "personal_link")


def invite_newly_asked() -> None:
    """Write to the first of those newly asked, in this transaction; ring for the rest after it."""
    invite_some()
    if Request.objects.to_invite().exists():
        transaction.on_commit(_ring)


def invite_all() -> int:
    """Write to everybody who is newly asked, batch by batch; return how many people that were."""
    invited = 0
    while some := invite_some():
        invited += some
    return invited


@transaction.atomic
def invite_some() -> int:
    """Write to the next people who are newly asked; return how many people were dealt with.

    A worker holds the people of its batch, as signing and reminding do; those whom another holds
    are left to it, or to the next sweep. Somebody without an address is noted as dealt with.
    """
    waiting = Request.objects.to_invite()
    next_ones = waiting.order_by("person_id").values_list("person_id", flat=True).distinct()
    keys = list(next_ones[: settings.INVITATIONS_AT_A_TIME])
    held = Person.objects.filter(pk__in=keys).order_by("pk")
    people = list(held.select_for_update(no_key=True, skip_locked=True))
    # Read again, now that nobody else can be writing to them.
    theirs = waiting.filter(person__in=people)
    free = theirs.select_for_update(no_key=True, skip_locked=True, of=("self",))
    claimed = list(free.order_by("pk").only("pk", "person_id", "asked_at"))
    Request.objects.filter(pk__in=[one.pk for one in claimed]).update(invited_at=timezone.now())
    _write(people, claimed)
    return len({one.person_id for one in claimed})


def _write(people: list[Person], claimed: list[Request]) -> None:
    asked_of = defaultdict(list)
    for one in claimed:
        asked_of[one.person_id].append((one.pk, one.asked_at.isoformat()))
    on_its_way = _have_one_on_its_way(people)
    write_to(
        [person for person in people if person.pk in asked_of and person.pk not in on_its_way],
        at_school=AT_SCHOOL,
        by_link=BY_LINK,
        once=lambda person: f"asked:{person.pk}:{_digest(asked_of[person.pk])}",
    )


def _have_one_on_its_way(people: list[Person]) -> set[int | None]:
    """Return whose invitation has not left yet and still works: it leads to all that waits."""
    unsent = Message.objects.waiting().filter(recipient__in=people)
    links = PersonalLink.objects.usable(timezone.now()).filter(person__in=people)
    by_link = unsent.filter(template=BY_LINK, recipient__in=links.values("person"))
    at_school = unsent.filter(template=AT_SCHOOL)
    return set((by_link | at_school).values_list("recipient_id", flat=True))


def take_back_from(no_longer_asked: RequestQuerySet) -> None:
    """Withdraw what has not left yet to people of these requests for whom nothing waits now."""
    waited_for = Request.objects.outstanding().values("person_id")
    unsent = Message.objects.waiting().filter(
        recipient__in=no_longer_asked.values("person_id"), locked_until=None
    )
    unsent.filter(template__in=INVITATIONS).exclude(recipient__in=waited_for).delete()
    reminded = unsent.filter(template="reminder").values_list("recipient_id", flat=True)
    take_back_reminders(set(reminded))


def _digest(asked: list[tuple[int, str]]) -> str:
    """Return a short name for requests as they were asked: the same ones are written of once."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _ring() -> None:
    from acknowledgements.tasks import invite_newly_asked

    outbox.ring(invite_newly_asked)
