"""Apps and websites that people talk about: the names to pick from, and how old one must be.

Which of them the school has approved, and for what, is for a higher room to say (M19).
"""

from django.db import models


class ServiceQuerySet(models.QuerySet["Service"]):
    def with_age(self) -> "ServiceQuerySet":
        """Return those whose minimum age is known, the youngest first."""
        return self.filter(minimum_age__isnull=False).order_by("minimum_age", "name")


class Service(models.Model):
    """One app or website. Its minimum age is its own terms', as last checked on a day (M7, M8)."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    minimum_age = models.PositiveSmallIntegerField("minimum age", null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    age_checked_on = models.DateField("minimum age last checked on", null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
