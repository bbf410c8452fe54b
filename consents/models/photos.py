"""Pictures of school events that somebody would like to post, and what was decided (C2, M10)."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from approvals.models import Approval
from consents.lifecycle import PhotoMove, PhotoState
from consents.models.take_downs import TakeDown
from consents.models.vocabulary import Purpose
from school.deciding import asked_of
from school.models import Child, Person, Role

# Where the school itself posts; other families' pictures are asked about elsewhere (C3).
PLACES = (Purpose.WEBSITE, Purpose.SOCIAL_MEDIA, Purpose.PRESS, Purpose.DISPLAY)
ENDED = (PhotoState.REFUSED, PhotoState.EXPIRED, PhotoState.WITHDRAWN)


class PhotoRequestQuerySet(models.QuerySet["PhotoRequest"]):
    def to_decide(self, person: Person) -> "PhotoRequestQuerySet":
        """Return the requests that wait for this person's decision."""
        return self.filter(asked_of(person), state=PhotoState.ASKED)

    def visible_to(self, person: Person | AnonymousUser) -> "PhotoRequestQuerySet":
        """Return whose pictures somebody may look at: their own, and those they decide about.

        Once they were granted, also those that the office and the Headteacher may have to have
        taken down. Nobody sees what somebody else is still putting together.
        """
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        sent = ~Q(state=PhotoState.DRAFT)
        found = Q(asked_by=person) | (sent & asked_of(person))
        if person.is_any(Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY):
            found |= Q(state__in=[PhotoState.GRANTED, PhotoState.EXPIRED, PhotoState.WITHDRAWN])
        return self.filter(found)

    def granted(self, on: date | None = None) -> "PhotoRequestQuerySet":
        """Return those that hold on a day (default: today), its last day included."""
        return self.filter(state=PhotoState.GRANTED, until__gte=on or timezone.localdate())


class PhotoRequest(models.Model):
    """That somebody would like to post pictures of one event in one place, until a day."""

    event = models.CharField("which event", max_length=120)
    held_on = models.DateField("on which day it was")
    purpose = models.CharField(
        "where they would be",
        max_length=20,
        choices=[(place.value, place.label) for place in PLACES],
    )
    # For social media: an approved service.
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="photo_requests"
    )
    where = models.CharField("which page, paper or board", max_length=120)
    until = models.DateField("until which day")
    state = models.CharField(
        max_length=10, choices=PhotoState.choices, default=PhotoState.DRAFT, db_index=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="social_media") | Q(approval__isnull=False),
                name="photos_posted_by_a_service",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", asked_at=None)
                | (~Q(state="draft") & Q(asked_at__isnull=False)),
                name="photos_asked_at",
            ),
        ]

    def __str__(self) -> str:
        return self.event

    @property
    def place(self) -> str:
        """Return where the pictures would be, in words."""
        via = f", {self.approval.name}" if self.approval else ""
        return f"{self.get_purpose_display()}{via}: {self.where}"


class Outcome(models.TextChoices):
    GRANTED = "granted", "May be posted"
    LEFT_OUT = "left_out", "Not this one"
    NO_IMAGES = "no_images", "No images"


class PhotoQuerySet(models.QuerySet["Photo"]):
    def standing(self) -> "PhotoQuerySet":
        """Return those that may be on show: granted, and not to be taken down yet."""
        granted = self.filter(outcome=Outcome.GRANTED, take_down=None)
        return granted.filter(request__state=PhotoState.GRANTED)


class Photo(models.Model):
    """One image: a small preview, and the fingerprint of the file as it came.

    The file itself is not kept: the preview shows which one it was, the fingerprint proves it.
    """

    request = models.ForeignKey(PhotoRequest, models.PROTECT, related_name="photos")
    preview = models.FileField(upload_to="event-photos/")
    preview_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    children = models.ManyToManyField(Child, related_name="+")
    nobody = models.BooleanField("nobody can be recognised", default=False)
    # What became of it when the request was decided, and the task by which it came down.
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    take_down = models.ForeignKey(
        TakeDown, models.PROTECT, null=True, blank=True, related_name="photos"
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "sha256"], name="photo_once"),
            models.CheckConstraint(
                condition=Q(take_down=None) | Q(outcome="granted"), name="photo_granted_first"
            ),
        ]

    def __str__(self) -> str:
        return f"Picture {self.pk}"


class PhotoStep(models.Model):
    """One thing that was done to a request: evidence that the database refuses to change."""

    request = models.ForeignKey(PhotoRequest, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=PhotoMove.choices)
    at = models.DateTimeField(default=timezone.now)
    # Nobody: it came to its last day.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("reason, or conditions", blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.request_id}"
