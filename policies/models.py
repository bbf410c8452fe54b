"""Policies, their versions, and the sections and clauses that everything else points at."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from school.models import Person, Role


class Audience(models.TextChoices):
    """Whom a policy, or one section of it, speaks to (M1)."""

    PUPILS = "pupils", "Pupils"
    STAFF = "staff", "Staff"
    PARENTS_CARERS = "parents_carers", "Parents and carers"
    GOVERNORS = "governors", "Governors"
    VOLUNTEERS = "volunteers", "Volunteers"


def labels_of(audiences: Iterable[str]) -> list[str]:
    """Return the audiences' names for people, in the order they were given."""
    return [Audience(audience).label for audience in audiences]


class ApproverLevel(models.TextChoices):
    """Who has to approve a policy's versions (P2)."""

    GOVERNING_BODY = "governing_body", "The governing body"
    COMMITTEE = "committee", "A committee of governors"
    ONE_GOVERNOR = "one_governor", "One governor"
    HEADTEACHER = "headteacher", "The Headteacher"


class State(models.TextChoices):
    """Where a version stands; the moves between states are in `lifecycle.py`."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Who looks after policies: prepares them, sends them round, keeps their facts.
MANAGERS = (Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY, Role.CLERK)

# Who records an approval at each level: what governors decide together, their chair or clerk.
APPROVERS = {
    ApproverLevel.GOVERNING_BODY: (Role.CHAIR, Role.CLERK),
    ApproverLevel.COMMITTEE: (Role.CHAIR, Role.CLERK),
    ApproverLevel.ONE_GOVERNOR: (Role.GOVERNOR, Role.CHAIR),
    ApproverLevel.HEADTEACHER: (Role.HEADTEACHER,),
}

IN_WORK = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
PUBLIC = (State.PUBLISHED, State.SUPERSEDED)


class PolicyQuerySet(models.QuerySet["Policy"]):
    def in_force(self) -> "PolicyQuerySet":
        """Return the policies that have a published version."""
        return self.filter(versions__state=State.PUBLISHED).distinct()

    def with_living_versions(self) -> "PolicyQuerySet":
        """Add `living`: of each policy the version in force and the one in work, newest first."""
        living = Version.objects.filter(state__in=[State.PUBLISHED, *IN_WORK]).order_by("-number")
        return self.prefetch_related(models.Prefetch("versions", living, to_attr="living"))


class Policy(models.Model):
    """A policy through all its versions. Its slug is its address for ever."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    approver_level = models.CharField(
        "approved by",
        max_length=20,
        choices=ApproverLevel.choices,
        default=ApproverLevel.GOVERNING_BODY,
    )
    review_months = models.PositiveSmallIntegerField("reviewed every (months)", default=12)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    living: list["Version"]  # only there after `with_living_versions()`

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    def next_review_after(self, day: date) -> date:
        """Return the day on which the usual time between two reviews has passed."""
        years, month = divmod(day.month - 1 + self.review_months, 12)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def current(self) -> "Version | None":
        """Return the version in force today, if any."""
        return self.versions.filter(state=State.PUBLISHED).first()


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> "VersionQuerySet":
        """Return the versions in force."""
        return self.filter(state=State.PUBLISHED)

    def public(self) -> "VersionQuerySet":
        """Return what anybody may read: versions in force and those they replaced."""
        return self.filter(state__in=PUBLIC)

    def open(self) -> "VersionQuerySet":
        """Return those still being worked on."""
        return self.filter(state__in=IN_WORK)

    def worked_on_by(self, person: Person) -> "VersionQuerySet":
        """Return those whose way to publication this person prepares or approves."""
        if person.is_any(*MANAGERS):
            return self
        levels = [level for level, roles in APPROVERS.items() if person.is_any(*roles)]
        return self.filter(
            state__in=[State.IN_REVIEW, State.APPROVED], policy__approver_level__in=levels
        )

    def visible_to(self, person: Person | AnonymousUser) -> "VersionQuerySet":
        """Return those that somebody may read: the public ones, and their own work besides."""
        if not isinstance(person, Person):
            return self.public()
        return self.public() | self.worked_on_by(person)

    def with_text(self) -> "VersionQuerySet":
        """Fetch the whole text along, however long, in two queries more."""
        return self.select_related("policy").prefetch_related("sections__clauses")


class Version(models.Model):
    """One text of a policy. Once published nothing of it changes but its standing (P1)."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.TextField("what it is, in three lines", blank=True)
    audiences = models.JSONField(default=list)
    sign_off_text = models.TextField("the sentence a signer agrees to", blank=True)

    original = models.FileField(upload_to="policies/", blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at_level = models.CharField(max_length=20, choices=ApproverLevel.choices, blank=True)
    approval_minute = models.CharField("minute reference", max_length=60, blank=True)
    next_review_on = models.DateField("next review", null=True, blank=True)
    must_be_signed = models.BooleanField("asks to be signed again", default=True)
    must_be_signed_why = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    text_sha256 = models.CharField(max_length=64, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["policy_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="published"), name="one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["draft", "in_review", "approved"]),
                name="one_version_in_work",
            ),
            # P3: nothing is published without approver, approval date and next review date.
            models.CheckConstraint(
                condition=~Q(state__in=["published", "superseded"])
                | (
                    Q(approved_on__isnull=False)
                    & Q(approved_by__isnull=False)
                    & Q(next_review_on__isnull=False)
                    & Q(published_at__isnull=False)
                    & Q(published_by__isnull=False)
                    & ~Q(text_sha256="")
                ),
                name="published_only_when_complete",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(next_review_on__gt=F("approved_on")),
                name="review_after_approval",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_review_on"], name="version_review")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policies:version", args=[self.policy.slug, self.number])

    def get_work_url(self) -> str:
        """Return the page on which people take this version further."""
        return reverse("policies:work", args=[self.policy.slug, self.number])

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is in force although its review day has passed (P6)."""
        return (
            self.state == State.PUBLISHED
            and self.next_review_on is not None
            and self.next_review_on < timezone.localdate()
        )

    @property
    def audience_labels(self) -> list[str]:
        return labels_of(self.audiences)


class Section(models.Model):
    """A headed part of a version, and whom it speaks to."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=300, blank=True)
    audiences = models.JSONField(default=list)

    history = HistoricalRecords()

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="section_number_once"),
            models.UniqueConstraint(fields=["version", "position"], name="section_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def anchor(self) -> str:
        """Return the stable part of the address after the #."""
        return f"section-{self.number}"

    @property
    def audience_labels(self) -> list[str]:
        return labels_of(self.audiences)

    def speaks_to(self, audience: str) -> bool:
        """Tell whether it concerns an audience; a section that names none is for everybody."""
        return not self.audiences or audience in self.audiences


class Clause(models.Model):
    """The smallest thing that a sign-off, a report or a link can point at (P7)."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=30)
    text = models.TextField()
    level = models.PositiveSmallIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ["section_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["section", "position"], name="clause_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="clause_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"

    @property
    def anchor(self) -> str:
        return f"clause-{self.number}"


class PolicyUpload(models.Model):
    """A document that was uploaded and is shown to its uploader before anything is kept (P9).

    Once kept as a draft, the version holds the original and the content here is let go.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    kept_as = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.file_name
