"""The outbox: every message that leaves the portal is a row here first.

The row is written in the transaction of the deed it speaks of; a worker delivers it later. The
table, not the broker, is the truth: whatever dies, the row is still there and still due.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(sent_at=None, given_up_at=None)

    def given_up(self) -> "MessageQuerySet":
        """Return what was tried too often and now needs a person."""
        return self.filter(sent_at=None, given_up_at__isnull=False)

    def due(self, now: datetime) -> "MessageQuerySet":
        """Return what may be sent now and no worker holds."""
        free = Q(locked_until=None) | Q(locked_until__lte=now)
        return self.waiting().filter(free, due_at__lte=now).order_by("due_at", "pk")


class Message(models.Model):
    """One e-mail to one person: which template, and the little it needs to be filled in.

    `context` never holds a child's name or a word of a case. It is emptied once the message is
    sent, since it may hold a personal link; which template, to whom and when remain.
    """

    once = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField()
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="message_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.once})"

    def next_try(self, now: datetime) -> datetime:
        """Return when to try again: after 1, 2, 4 … minutes, an hour at the most."""
        return now + timedelta(minutes=min(2 ** max(self.attempts - 1, 0), 60))
