"""The secret address under which a person's calendar program follows the reviews."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class CalendarAddress(models.Model):
    """One person's address, until they make another or end it. Only its secret's hash is kept.

    Calendar programs cannot sign in; whoever holds the address sees what its owner may see.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_address"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar address of {self.person}"
