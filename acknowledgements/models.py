"""Rounds of sign-off, who is asked in them, and the sign-offs themselves."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from policies.models import Version
from school.models import Child, Parenthood, Person


class Capacity(models.TextChoices):
    """As what a person signs: one person may sign one version in several capacities (A1)."""

    STAFF = "staff", "Member of staff"
    GOVERNOR = "governor", "Governor"
    VOLUNTEER = "volunteer", "Volunteer"
    PARENT = "parent", "Parent or carer"


class Method(models.TextChoices):
    ONLINE = "online", "Online"
    PAPER = "paper", "On paper"
    MEETING = "meeting", "At a meeting"


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> "RoundQuerySet":
        """Return the rounds still going on."""
        return self.filter(closed_at=None)


class Round(models.Model):
    """That everybody in a version's audiences was asked to sign it, from a day on."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    chased_on = models.DateField("last reminded by hand", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(closed_at=None), name="one_open_round"
            )
        ]

    def __str__(self) -> str:
        return f"Sign-off of {self.version}"


class RequestQuerySet(models.QuerySet["Request"]):
    def live(self) -> "RequestQuerySet":
        """Return those still asked for: the round open, the person not stopped."""
        return self.filter(stopped_at=None, round__closed_at=None)

    def outstanding(self) -> "RequestQuerySet":
        """Return those still asked for and not yet signed."""
        return self.live().filter(acknowledgement=None)

    def signed(self) -> "RequestQuerySet":
        return self.filter(acknowledgement__isnull=False)

    def of(self, person: Person) -> "RequestQuerySet":
        """Return a person's own, less those for a child they may not be asked about today."""
        children = Parenthood.objects.asked().filter(person=person).values("child_id")
        return self.filter(Q(child=None) | Q(child__in=children), person=person)

    def for_reading(self) -> "RequestQuerySet":
        """Return them with all that the page of one request shows."""
        return self.select_related("person", "child", "round__version__policy", "acknowledgement")


class Request(models.Model):
    """One person's place in a round, in one capacity; for a parent, for one child."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signing_requests"
    )
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=200, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "capacity"],
                condition=Q(child=None),
                name="asked_once_per_capacity",
            ),
            models.UniqueConstraint(
                fields=["round", "person", "child"],
                condition=Q(child__isnull=False),
                name="asked_once_per_child",
            ),
            models.CheckConstraint(
                condition=(Q(capacity="parent") & Q(child__isnull=False))
                | (~Q(capacity="parent") & Q(child=None)),
                name="a_parent_signs_for_a_child",
            ),
        ]
        indexes = [models.Index(fields=["person", "stopped_at"], name="request_person")]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_capacity_display()}: {self.round}"


class Acknowledgement(models.Model):
    """A sign-off (A1): evidence, complete in itself, that the database refuses to change."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="acknowledgement")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements"
    )
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    version = models.ForeignKey(Version, models.PROTECT, related_name="acknowledgements")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    sentence = models.TextField()
    typed_name = models.CharField("full name", max_length=120)
    signed_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "capacity", "version"],
                condition=Q(child=None),
                name="signed_once_per_capacity",
            ),
            models.UniqueConstraint(
                fields=["person", "version", "child"],
                condition=Q(child__isnull=False),
                name="signed_once_per_child",
            ),
            models.CheckConstraint(condition=~Q(typed_name=""), name="signed_with_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.typed_name}, {self.version}"


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def usable(self, now: datetime) -> "PersonalLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now, person__is_active=True)


class PersonalLink(models.Model):
    """A parent's way in without an account (A4). Only the hash of its secret is stored."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="personal_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Personal link of {self.person}"


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
