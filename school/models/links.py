"""Personal links: a way in for somebody who has no account (A4)."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from school.models.people import Person


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def usable(self, now: datetime) -> "PersonalLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)


class PersonalLink(models.Model):
    """A parent's way in without an account (A4). Only the hash of its secret is stored."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="personal_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    is_printed = models.BooleanField("handed over on paper", default=False)
    opened_at = models.DateTimeField("first opened", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="link_person")]

    def __str__(self) -> str:
        return f"Personal link of {self.person}"

    @property
    def lasts(self) -> bool:
        """Tell whether its days are not over yet."""
        return self.expires_at > timezone.now()
