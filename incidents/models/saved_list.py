"""Ways of narrowing the list of cases that somebody keeps for themselves."""

from django.conf import settings
from django.db import models


class SavedList(models.Model):
    """One person's name for one way of narrowing the list. It holds no case, only choices."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="lists_of_cases"
    )
    name = models.CharField(max_length=40)
    choices = models.JSONField(default=dict)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="list_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
