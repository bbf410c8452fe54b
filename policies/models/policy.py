"""A policy through all its versions."""

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from policies.models.vocabulary import IN_WORK, ApproverLevel, State

if TYPE_CHECKING:
    from policies.models.version import Version


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_force(self) -> "PolicyQuerySet":
        """Return the policies that have a published version."""
        return self.filter(versions__state=State.PUBLISHED).distinct()

    def with_living_versions(self) -> "PolicyQuerySet":
        """Add `living`: of each policy the version in force and the one in work, newest first."""
        from policies.models.version import Version  # a version knows its policy, so not above

        living = Version.objects.filter(state__in=[State.PUBLISHED, *IN_WORK]).order_by("-number")
        return self.prefetch_related(models.Prefetch("versions", living, to_attr="living"))


class Policy(models.Model):
    """A policy through all its versions. Its slug is its address for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    approver_level = models.CharField(
        "approved by",
        max_length=20,
        choices=ApproverLevel.choices,
        default=ApproverLevel.GOVERNING_BODY,
    )
    review_months = models.PositiveSmallIntegerField("reviewed every (months)", default=12)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    living: list["Version"]  # only there after `with_living_versions()`

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    def next_review_after(self, day: date) -> date:
        """Return the day on which the usual time between two reviews has passed."""
        years, month = divmod(day.month - 1 + self.review_months, 12)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def current(self) -> "Version | None":
        """Return the version in force today, if any."""
        return self.versions.filter(state=State.PUBLISHED).first()
