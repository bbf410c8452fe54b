"""Pictures that may no longer be used, and have to come down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from consents.models.vocabulary import Purpose
from school.models import Child


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def to_do(self) -> "TakeDownQuerySet":
        return self.filter(done_at=None)

    def done(self) -> "TakeDownQuerySet":
        return self.filter(done_at__isnull=False)


class TakeDown(models.Model):
    """That pictures of a child, once allowed for a purpose, are to be looked for and taken down."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="take_downs")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    opened_at = models.DateTimeField(default=timezone.now)
    # Which of the purpose's places were looked at, in their own words, and what was done there.
    looked_at = models.JSONField(default=list, blank=True)
    what_was_done = models.TextField("what was done", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "purpose"], condition=Q(done_at=None), name="take_down_open_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, what_was_done="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(what_was_done="")),
                name="take_down_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Take down: {self.get_purpose_display()}"

    @property
    def places(self) -> tuple[str, ...]:
        return Purpose(self.purpose).places
