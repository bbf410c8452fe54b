"""What this room does when an address that somebody signs in with, or a post, changes hands; and
what it asks of the rooms above it, without knowing who answers."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import Signal

from notifications import outbox
from notifications.models import Message
from school.models import Person, Role, RoleAssignment

# Sent by the worker that holds a message, right before it goes to the mail server: whoever answers
# False keeps it back for good, since what it speaks of is over. Arguments: message (Message).
about_to_leave = Signal()

# Sent when reminders are worked out, so that one e-mail speaks of all that waits for a person (A6):
# whoever else waits for answers returns a list of AlsoWaiting (`waiting.py`). Arguments: on (the
# day), people (their keys, or None for everybody).
waiting_asked_for = Signal()

# Sent inside the transaction in which reminders are queued. Arguments: taken (a list of
# AlsoWaiting, each with the step that was taken), on (the day).
steps_taken = Signal()

WATCHED = (Role.HEADTEACHER, Role.CHAIR, Role.CLERK)


def when_address_changed(*, person: Person, before: str | None, **kwargs: Any) -> None:
    """Send to the new address what still waits, and tell the old one of somebody with a role.

    Whoever looks after people could change the chair's address, sign in as the chair, and read a
    case about themselves (I4): so it never goes unseen. A parent's old address is told nothing:
    somebody from whom they keep away may read it.
    """
    waiting = Message.objects.waiting().filter(recipient=person, locked_until=None)
    if person.email:
        waiting.update(address=person.email)
    else:
        waiting.delete()
    if person.assignments.not_over().exists():
        outbox.enqueue(to=before, template="address_changed", once=f"address:{uuid.uuid4()}")


def when_posts_changed(
    *, assignments: Collection[RoleAssignment], by: Person | None, **kwargs: Any
) -> None:
    """Tell Headteacher, chair and clerk, old and new, when one of their posts changes hands.

    Each handles what is reported about another: none of them changes unseen (I4).
    """
    changed = [assignment for assignment in assignments if assignment.role in WATCHED]
    if not changed:
        return
    posts = sorted({assignment.get_role_display() for assignment in changed})
    concerned = {assignment.person for assignment in changed}
    for person in {*Person.objects.holding(*WATCHED), *concerned} - {by}:
        outbox.enqueue(
            to=person,
            template="post_changed",
            context={"posts": posts},
            once=f"post-changed:{uuid.uuid4()}",
        )
