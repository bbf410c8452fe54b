"""Who stepped back from a case, and why (I4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case


class Recusal(models.Model):
    """That somebody gave up a case for good: from then on it is kept from them like its subject."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="stepped_back_once"),
            models.CheckConstraint(condition=~Q(why=""), name="stepped_back_with_why"),
        ]
        indexes = [models.Index(fields=["person"], name="recusal_person")]

    def __str__(self) -> str:
        return f"{self.person} stepped back: {self.case}"
