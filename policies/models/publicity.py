"""When and where each version was made known (M12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from policies.models.version import Version


class Channel(models.TextChoices):
    """A way by which a policy reaches those it is for; the first four are those of the policy."""

    PORTAL = "portal", "The policy page"
    ENROLMENT = "enrolment", "When a child joins"
    WEBSITE = "website", "The school's website"
    NEWSLETTER = "newsletter", "A newsletter"
    OTHER = "other", "Another way"


class PublicityQuerySet(models.QuerySet["Publicity"]):
    def standing(self) -> "PublicityQuerySet":
        """Return the entries that count: those that nobody struck out."""
        return self.filter(struck_at=None)


class Publicity(models.Model):
    """One time at which a version was made known; a mistaken entry is struck out, never removed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="publicity")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    publicised_on = models.DateField()
    where = models.CharField(max_length=200, blank=True)
    # None where the portal itself did it, as with its own page.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_why = models.CharField(max_length=200, blank=True)

    objects = PublicityQuerySet.as_manager()

    class Meta:
        ordering = ["-publicised_on", "-pk"]
        verbose_name_plural = "publicity"
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_why="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_why="")),
                name="publicity_struck_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_channel_display()}"
