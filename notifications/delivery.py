"""Taking messages out of the outbox and sending them, at least once each.

A worker claims a row by a conditional update that gives it a lease, sends, and marks it sent. If it
dies in between, the lease runs out and another worker sends: so a message may come twice, never not
at all. The Message-ID is the same both times, so that mail programs show one.
"""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from notifications.models import Message
from notifications.signals import about_to_leave
from school.models import School

log = logging.getLogger(__name__)

BATCH = 20
MOST_ATTEMPTS = 60  # an hour apart at the end: two days and more of a mail server that is down


def deliver_all_due() -> int:
    """Send whatever is due and free, oldest first; return how many were sent."""
    sent = 0
    while keys := list(Message.objects.due(timezone.now()).values_list("pk", flat=True)[:BATCH]):
        for key in keys:
            if (message := claim(key)) is not None:
                sent += deliver(message)
    return sent


def claim(key: int) -> Message | None:
    """Take the lease of one due message, or return None if another worker was quicker."""
    now = timezone.now()
    lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
    taken = (
        Message.objects.due(now)
        .order_by()
        .filter(pk=key)
        .update(locked_until=now + lease, attempts=F("attempts") + 1)
    )
    return Message.objects.get(pk=key) if taken else None


def deliver(message: Message) -> bool:
    """Send one claimed message; on failure note why and when to try again.

    One that nobody needs any more, since it waited or was claimed, is taken out instead.
    """
    try:
        if _is_over(message):
            Message.objects.filter(pk=message.pk).delete()
            return False
        render(message).send()
    except Exception as error:  # any failure of a mail server or template: keep the row, try later
        log.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
        put_back(message, type(error).__name__)
        return False
    Message.objects.filter(pk=message.pk).update(
        sent_at=timezone.now(), locked_until=None, context={}, error=""
    )
    return True


def _is_over(message: Message) -> bool:
    """Tell whether nobody needs it now: a room says so, or its receiver has left the school."""
    answers = about_to_leave.send(sender=Message, message=message)
    has_left = message.recipient is not None and not message.recipient.is_active
    return has_left or any(answer is False for _, answer in answers)


@transaction.atomic
def put_back(message: Message, error: str, now: datetime | None = None) -> None:
    """Free a message whose sending failed, to be tried again later, or give it up for a person."""
    now = now or timezone.now()
    message.locked_until, message.error = None, error[:200]
    message.due_at = message.next_try(now)
    if message.attempts >= MOST_ATTEMPTS:
        message.given_up_at = now
    message.save(update_fields=["locked_until", "error", "due_at", "given_up_at"])


def render(message: Message) -> EmailMessage:
    """Fill in the template: first line the subject, the rest the body."""
    context = {"school": School.current(), "portal_url": settings.PORTAL_URL, **message.context}
    if path := message.context.get("path"):
        context["link"] = f"{settings.PORTAL_URL}{path}"
    text = render_to_string(f"mail/{message.template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return EmailMessage(
        subject=subject.strip(),
        body=body.strip() + "\n",
        to=[message.address],
        headers={"Message-ID": f"<{name_of(message)}@{domain}>"},
    )


def name_of(message: Message) -> str:
    """Return what a message is called in mail programs: the same each time that it is sent.

    Drawn from its number under the portal's secret: a number that anybody could read would tell how
    many messages went to others, and when (I4).
    """
    return salted_hmac("notifications.message", str(message.pk)).hexdigest()[:32]
