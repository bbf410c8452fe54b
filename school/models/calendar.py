"""When the school is open."""

from django.db import models
from django.db.models import F, Q


class Term(models.Model):
    """A stretch of days in which the school is open, half-terms being gaps between two."""

    name = models.CharField(max_length=60)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_in_order"),
            models.UniqueConstraint(fields=["starts_on"], name="term_starts_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ClosureDay(models.Model):
    """A day in term on which the school is closed: training, snow. Bank holidays are known."""

    day = models.DateField(unique=True)
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
