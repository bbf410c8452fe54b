"""Who was meant by a name that somebody wrote: decided by a handler, never by the portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case
from school.models import Child


class NameMatch(models.Model):
    """What a handler said of one name: this person, this child, or nobody whom the school knows."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="name_matches")
    written = models.CharField("the name as it was written", max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField()
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decided_at", "pk"]
        verbose_name_plural = "name matches"
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="name_matched_with_why"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(child=None), name="name_is_one_person_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written}: {self.person or self.child or 'nobody we know'}"
