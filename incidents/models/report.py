"""Reports: what somebody told the school, as they told it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from incidents.models.case import Case
from incidents.pages import LONGEST, page_of
from school.models import Service


class Report(models.Model):
    """What somebody told the school, as they told it. It never changes.

    Only the address at which its reporter wants to be written to can be given later, or taken back.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="report")
    received_at = models.DateTimeField(default=timezone.now)
    what_happened = models.TextField()
    happened_on = models.DateField(null=True, blank=True)
    outside_school = models.BooleanField(null=True, blank=True)
    service = models.CharField(max_length=80, blank=True)
    # Where it was picked from the list; its name then stands in `service` as well.
    known_service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.CharField(max_length=500, blank=True)
    # What the link leads to, as links are compared: for likely links.
    page = models.CharField(max_length=LONGEST, blank=True, editable=False)
    subject_name = models.CharField(max_length=200, blank=True)
    child_in_danger = models.BooleanField(default=False)

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    reporter_name = models.CharField(max_length=120, blank=True)
    reporter_email = models.EmailField(blank=True)
    # Only the hash of the follow-up code is kept: the code is shown once, to the reporter (I2).
    code_hash = models.CharField(max_length=64, blank=True)
    # The form's own random mark: a second press of "send" finds the first report.
    submission = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what_happened=""), name="report_says_something"),
        ]
        indexes = [
            models.Index(fields=["page", "-received_at"], name="report_page"),
            models.Index(fields=["happened_on", "service"], name="report_day_service"),
            models.Index(Upper("subject_name"), name="report_name"),
        ]

    def __str__(self) -> str:
        return f"Report of {self.case}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.page = page_of(self.link)
        super().save(*args, **kwargs)
