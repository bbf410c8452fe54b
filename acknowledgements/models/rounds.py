"""Rounds of sign-off, and who is asked in them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from acknowledgements.models.vocabulary import Capacity, Occasion, Reply
from policies.models import Audience, Version
from school.models import Child, Leave, Parenthood, Person, SchoolClass


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> "RoundQuerySet":
        """Return the rounds still going on."""
        return self.filter(closed_at=None)

    def confirmations(self) -> "RoundQuerySet":
        """Return those that were opened by hand, to have a text signed once more."""
        return self.filter(occasion=Occasion.CONFIRMATION)

    def closed(self) -> "RoundQuerySet":
        """Return the rounds that are over."""
        return self.exclude(closed_at=None)


class Round(models.Model):
    """That everybody in some audiences was asked to sign a version, from a day on.

    Publishing opens one for each version that asks for it. A confirmation is opened by hand, for
    all of the version's audiences or some, and for all classes (none named) or some: those who
    signed are asked to sign the same text once more.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    occasion = models.CharField(max_length=12, choices=Occasion.choices, default=Occasion.PUBLISHED)
    why = models.TextField("why people are asked", blank=True)
    # Values of policies.models.Audience; empty means all of the version's.
    audiences = models.JSONField(default=list, blank=True)
    classes = models.ManyToManyField(SchoolClass, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Of a confirmation: what was signed before this moment does not count. A correction of the text
    # carries a confirmation on in a new round, and what was signed since it began counts there too.
    counts_from = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Empty where the portal closed it: a newer version took its place, or it was withdrawn.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_why = models.TextField("why it was closed", blank=True)
    chased_on = models.DateField("last reminded by hand", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            # A1: in the round of its publication nobody signs a version twice.
            models.UniqueConstraint(
                fields=["version"], condition=Q(occasion="published"), name="published_once"
            ),
            models.CheckConstraint(
                condition=Q(occasion="published", counts_from=None)
                | Q(occasion="confirmation", counts_from__isnull=False),
                name="a_confirmation_counts_from",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_why="")
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(closed_why="")),
                name="closed_by_hand_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-off of {self.version}"

    @property
    def is_confirmation(self) -> bool:
        return self.occasion == Occasion.CONFIRMATION

    @property
    def asked_audiences(self) -> list[str]:
        """Return the audiences that it asks: pupils never sign."""
        reads = self.audiences or self.version.audiences
        return [audience for audience in reads if audience != Audience.PUPILS]


class RequestQuerySet(models.QuerySet["Request"]):
    def live(self) -> "RequestQuerySet":
        """Return those still asked for: the round open, the person not stopped."""
        return self.filter(stopped_at=None, round__closed_at=None)

    def outstanding(self) -> "RequestQuerySet":
        """Return those still asked for that wait for an answer, or for ours to a question."""
        return self.live().filter(reply__in=[Reply.NONE, Reply.QUESTION])

    def to_invite(self, on: date | None = None) -> "RequestQuerySet":
        """Return those whose invitation is still to be written, on a day (default: today).

        Not to people who are away: theirs waits until they are back. A parent's child must be on
        roll, and the parent under no restriction, on the day itself (A4).
        """
        ties = Parenthood.objects.asked(on).filter(
            person=OuterRef("person_id"), child=OuterRef("child_id")
        )
        waiting = self.no_reply().not_on_leave(on).filter(person__is_active=True)
        return waiting.filter(Q(child=None) | Exists(ties), invited_at=None)

    def no_reply(self) -> "RequestQuerySet":
        """Return those still asked for that nobody has answered in any way: who is reminded."""
        return self.live().filter(reply=Reply.NONE)

    def on_leave(self, on: date | None = None) -> "RequestQuerySet":
        """Return those of people who are on long leave on a day (default: today)."""
        return self.filter(person__in=Leave.objects.in_force(on).values("person_id"))

    def not_on_leave(self, on: date | None = None) -> "RequestQuerySet":
        """Return those of people who are not away on a day (default: today): who is written to."""
        return self.exclude(person__in=Leave.objects.in_force(on).values("person_id"))

    def signed(self) -> "RequestQuerySet":
        return self.filter(reply=Reply.SIGNED)

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
    # When the invitation was queued, or found to have nowhere to go; empty: still to be written.
    invited_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    reply = models.CharField(max_length=10, choices=Reply.choices, default=Reply.NONE)
    replied_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(reply="none", replied_at=None)
                | (~Q(reply="none") & Q(replied_at__isnull=False)),
                name="replied_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "stopped_at"], name="request_person"),
            # All that the board counts by, so that it counts without reading the rows.
            models.Index(
                fields=["round", "capacity", "reply", "stopped_at"], name="request_counted"
            ),
            models.Index(
                fields=["person", "round"],
                condition=Q(invited_at=None, stopped_at=None),
                name="request_to_invite",
            ),
            # Of whom the reminders to come are reckoned, in the order in which they are gathered.
            models.Index(
                fields=["round", "asked_at", "person", "child"],
                condition=Q(reply="none", stopped_at=None),
                name="request_no_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_capacity_display()}: {self.round}"

    @property
    def is_required(self) -> bool:
        """Tell whether signing is part of the person's role (A3): a parent is only invited."""
        return self.capacity != Capacity.PARENT
