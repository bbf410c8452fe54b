"""Long leave: a time in which the school asks nothing of somebody (A5)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from school.models.people import Person


class LeaveQuerySet(models.QuerySet["Leave"]):
    def in_force(self, on: date | None = None) -> "LeaveQuerySet":
        """Return the leave that somebody is on, on a day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def touching(self, starts_on: date, ends_on: date | None) -> "LeaveQuerySet":
        """Return the leave that has a day in common with these, both included; None: no end."""
        begins_before = Q(starts_on__lte=ends_on) if ends_on else Q()
        return self.filter(begins_before, Q(ends_on=None) | Q(ends_on__gte=starts_on))

    def over(self, on: date | None = None) -> "LeaveQuerySet":
        """Return the leave whose last day was before a day (default: today)."""
        return self.filter(ends_on__lt=on or timezone.localdate())

    def last_returns(self, on: date | None = None) -> dict[int, date]:
        """Return the first day back after each person's latest leave that is over, by person key.

        Counted on a day (default: today), in one query. Somebody may be away again since: leave
        that is `in_force` says so.
        """
        last = self.over(on).order_by().values_list("person_id").annotate(Max("ends_on"))
        return {person: last_day + timedelta(days=1) for person, last_day in last}


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

    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    def is_to_come(self) -> bool:
        return self.starts_on > timezone.localdate()
