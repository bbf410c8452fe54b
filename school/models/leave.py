"""Long leave: a time in which the school asks nothing of somebody (A5)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from school.models.people import Person


class LeaveQuerySet(models.QuerySet["Leave"]):
    def in_force(self, on: date | None = None) -> "LeaveQuerySet":
        """Return the leave that somebody is on, on a day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class Leave(models.Model):
    """That somebody is away from one day to another, both included. Why is nobody's business."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="leave")
    starts_on = models.DateField("first day away")
    ends_on = models.DateField("last day away", null=True, blank=True)

    objects = LeaveQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "leave"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="leave_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends_on=None), name="leave_open_once"
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_on"], name="leave_person")]

    def __str__(self) -> str:
        return f"{self.person} is away from {self.starts_on}"
