"""Slips: a request on paper, found again by the code that is printed on it (A7)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from acknowledgements.models.rounds import Request


class Slip(models.Model):
    """The code printed for one request; a parent's slip is that of the first of theirs."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="slip")
    code = models.CharField(max_length=12, unique=True)
    printed_at = models.DateTimeField(default=timezone.now)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Slip of request {self.request_id}"
