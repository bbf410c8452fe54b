"""How people are reminded, and the record that they were (A6, M8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from acknowledgements.models.rounds import Request
from school.models import Term


def usual_cadence() -> list[int]:
    """Return the school days, from the day somebody was asked, on which they are reminded."""
    return [3, 7, 9]


class SignOffSettings(models.Model):
    """How this school asks: one row, these defaults where nothing was set."""

    due_school_days = models.PositiveSmallIntegerField("school days to sign in", default=10)
    cadence = models.JSONField("reminders, in school days", default=usual_cadence)
    # Who answers questions (A10); empty: the Headteacher.
    questions_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminds_of_ages = models.BooleanField("reminds parents of minimum ages each term", default=True)

    class Meta:
        verbose_name_plural = "sign-off settings"

    def __str__(self) -> str:
        return "How this school asks for sign-off"

    @classmethod
    def current(cls) -> "SignOffSettings":
        """Return how this school asks."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Reminder(models.Model):
    """That one step of the cadence was taken for one request: the row is the claim on it (A6)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="reminders")
    step = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="reminder_step_once")
        ]

    def __str__(self) -> str:
        return f"Reminder {self.step} for request {self.request_id}"


class AgeReminder(models.Model):
    """A reminder to parents that some services are not for young children: once a term (M8).

    Its words and ages are kept as they were sent: they are evidence.
    """

    term = models.OneToOneField(
        Term, models.SET_NULL, null=True, blank=True, related_name="age_reminder"
    )
    title = models.CharField(max_length=120)
    words = models.TextField()
    # What was said of each service: a list of {"name", "minimum_age", "note"}.
    services = models.JSONField(default=list)
    send_on = models.DateField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-send_on", "-pk"]
        indexes = [
            models.Index(
                fields=["send_on"],
                condition=Q(finished_at=None, cancelled_at=None),
                name="age_reminder_to_send",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgeReminderSent(models.Model):
    """That one parent was sent one reminder, or could not be for want of an address (M8)."""

    reminder = models.ForeignKey(AgeReminder, models.PROTECT, related_name="sent")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by_email = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "age reminders sent"
        constraints = [
            models.UniqueConstraint(fields=["reminder", "person"], name="age_reminder_once")
        ]

    def __str__(self) -> str:
        return f"Age reminder {self.reminder_id} to {self.person_id}"
