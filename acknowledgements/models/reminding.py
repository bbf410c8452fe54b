"""How people are reminded, and the record that they were (A6, M8)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from acknowledgements.models.rounds import Request, Round
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


class ReminderRunQuerySet(models.QuerySet["ReminderRun"]):
    def by_cadence(self) -> "ReminderRunQuerySet":
        """Return the days' own, which nobody pressed for."""
        return self.filter(by=None)

    def by_hand(self) -> "ReminderRunQuerySet":
        return self.filter(by__isnull=False)

    def unfinished(self) -> "ReminderRunQuerySet":
        return self.filter(finished_at=None)


class ReminderRun(models.Model):
    """One going out of reminders: a day's own by the cadence, or one that somebody pressed for.

    It is finished when everybody was written to. Whatever stops it before, the next sweep finds it
    unfinished and carries it on.
    """

    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # By hand: whose people, or empty for those of every open round; and how far it has come, as
    # the highest key of a person dealt with. The cadence tells by its rows of Reminder.
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    reached = models.PositiveBigIntegerField(default=0)
    reminded = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderRunQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["on"], condition=Q(by=None), name="reminder_run_once_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["on"], condition=Q(finished_at=None), name="reminder_run_to_finish"
            )
        ]

    def __str__(self) -> str:
        return f"Reminders of {self.on}"


class AgeReminderQuerySet(models.QuerySet["AgeReminder"]):
    def to_come(self) -> "AgeReminderQuerySet":
        """Return those that have not begun to go out and were not called off."""
        return self.filter(begun_at=None, cancelled_at=None)

    def to_send(self, on: date) -> "AgeReminderQuerySet":
        """Return those whose day has come and that have not all gone out yet."""
        return self.filter(finished_at=None, cancelled_at=None, send_on__lte=on)


class AgeReminder(models.Model):
    """A reminder to parents that some services are not for young children: once a term (M8).

    Its words and ages are kept as they were sent: they are evidence.
    """

    term = models.OneToOneField(
        Term, models.SET_NULL, null=True, blank=True, related_name="age_reminder"
    )
    title = models.CharField(max_length=120)
    words = models.TextField()
    # What was said of each service, from the moment it begins to go out: a list of {"name",
    # "minimum_age", "note", "checked_on"}.
    services = models.JSONField(default=list)
    send_on = models.DateField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AgeReminderQuerySet.as_manager()

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
