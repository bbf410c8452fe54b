"""Wording that the school uses again when it writes to whoever told it something (I12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedWording(models.Model):
    """A few sentences to begin a reply with. They speak of no case and name nobody."""

    title = models.CharField(max_length=80, unique=True)
    words = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return self.title
