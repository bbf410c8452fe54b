"""Putting messages into the outbox: the only door by which anything leaves the portal."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.models import Message
from school.models import Person

log = logging.getLogger(__name__)


def enqueue(
    *,
    to: Person | str | None,
    template: str,
    once: str,
    context: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Queue one message in the current transaction; return whether there is an address for it.

    `to` is a person, or the address of somebody without an account; a person without an address
    gets nothing (the office sees who they are). `template` names `templates/mail/<template>.txt`,
    whose first line is the subject. `context` takes plain JSON; its "path" becomes a full link.
    `once` is the message's identity: queued again under the same words, it is still one message.
    """
    address = to.email if isinstance(to, Person) else to
    if not address:
        return False
    Message.objects.bulk_create(
        [
            Message(
                once=once,
                template=template,
                recipient=to if isinstance(to, Person) else None,
                address=address,
                context=context or {},
                due_at=due_at or timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: ring())
    return True


def enqueue_many(messages: Sequence[Message]) -> set[str]:
    """Queue many messages in the current transaction, in a constant number of statements.

    Each message is filled in but for what the table itself adds, and has an address. Returns the
    `once` of those that now wait as given here: one that somebody else queued first under the same
    words, with other content, is not among them.
    """
    given = {message.once: message.context for message in messages}
    if not given:
        return set()
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    transaction.on_commit(lambda: ring())
    kept = Message.objects.filter(once__in=given).values_list("once", "context")
    return {once for once, context in kept if context == given[once]}


def take_back(*, to: Iterable[Person], template: str = "", path: str = "") -> None:
    """Withdraw what waits for these people and no worker is sending already.

    Narrowed to one template, or to what leads to one path, where given.
    """
    waiting = Message.objects.waiting().filter(recipient__in=to, locked_until=None)
    if template:
        waiting = waiting.filter(template=template)
    if path:
        waiting = waiting.filter(context__path=path)
    waiting.delete()


def take_back_from(address: str, *, templates: Iterable[str]) -> None:
    """Withdraw what waits, made from these templates, for somebody without an account."""
    waiting = Message.objects.waiting().filter(recipient=None, locked_until=None)
    waiting.filter(address__iexact=address, template__in=list(templates)).delete()


def ring(task: Any = None) -> None:
    """Tell a worker that something waits: for the post, or for another of our tasks.

    A broker that is down is no harm: beat sweeps.
    """
    from notifications.tasks import deliver_due

    try:
        (task or deliver_due).apply_async(retry=False, expires=30)
    except Exception as error:  # whatever the broker's library raises, the row is safe
        log.warning("The broker did not answer (%s); the sweep will do it.", type(error).__name__)
