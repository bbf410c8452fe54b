"""What governors are shown of the terms that are over (G1)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class CountedTerm(models.Model):
    """One term with the holiday after it, counted once, as it is shown for ever after.

    Only steps are kept (`governance.suppression`), by the number each begins with: the counts
    themselves are nowhere. The database refuses to change or remove a row.
    """

    name = models.CharField(max_length=100)
    first_on = models.DateField("first day", unique=True)
    last_on = models.DateField("last day")
    counted_at = models.DateTimeField(default=timezone.now)
    pupils = models.PositiveIntegerField("pupils on its last day")
    # For each cut of `governance.history.cuts`, for each of its lines, where the step begins.
    steps = models.JSONField()
    # For each policy in force on the last day: the share of those who have to sign, and of parents.
    sign_off = models.JSONField()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="counted_term_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name
