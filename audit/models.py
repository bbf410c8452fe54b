"""The portal's memory of who did what, when, and on what.

Rows are only ever added. Each carries the hash of the row before it, so a row that was altered,
removed or slipped in breaks the chain at a place that `manage.py verify_audit` names. The database
itself refuses changes (see migration `0002_append_only`). No row points at another table: an event
outlives what it speaks of.
"""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def on(self, target: models.Model) -> "EventQuerySet":
        """Return the events recorded on one object."""
        return self.filter(target_kind=target._meta.label_lower, target_id=str(target.pk))

    def in_order(self) -> "EventQuerySet":
        return self.order_by("sequence")


class Event(models.Model):
    """One thing that somebody did. `facts` holds names of states and ids, never anybody's words."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_id = models.CharField(max_length=40, blank=True)
    target_kind = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_id", "sequence"], name="event_target")
        ]
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def computed_hash(self) -> str:
        """Return the SHA-256 (hex) over all that the row says and the hash before it."""
        content: dict[str, Any] = {
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "action": self.action,
            "actor_id": self.actor_id,
            "target_kind": self.target_kind,
            "target_id": self.target_id,
            "reason": self.reason,
            "facts": self.facts,
            "previous_hash": self.previous_hash,
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class ChainHead(models.Model):
    """Where the chain ends: the lock that writers queue for, and proof that no tail was cut off."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
