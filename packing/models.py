"""What every file of this kind keeps of itself: who asked, how far it is, what it was when made."""

import uuid
from datetime import timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

KEPT_FOR = timedelta(days=7)

MADE_WITH_ITS_HASH = Q(made_at=None, expires_at=None, sha256="") | (
    Q(made_at__isnull=False, expires_at__isnull=False) & ~Q(sha256="")
)


Packed = TypeVar("Packed", bound=models.Model)


class PackedFileQuerySet(models.QuerySet[Packed]):
    def to_make(self) -> Self:
        """Return those that were asked for and neither made nor given up."""
        return self.filter(made_at=None, fault="", withdrawn_at=None)

    def kept(self) -> Self:
        """Return those whose file is there to be taken away."""
        return self.filter(made_at__isnull=False, withdrawn_at=None)


class PackedFile(models.Model):
    """A ZIP that somebody asked for. Each room adds what it is about, and where it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    # Whoever makes it holds it for a while; one that died in the middle is taken up again.
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # When its file was thrown away.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        return self.made_at is None and not self.fault and self.withdrawn_at is None

    @property
    def is_ready(self) -> bool:
        """Tell whether its file can be taken away now."""
        still = self.expires_at is not None and timezone.now() < self.expires_at
        return still and self.withdrawn_at is None
