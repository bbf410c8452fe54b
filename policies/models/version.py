"""One text of a policy, from its draft to its last day in force."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from policies.models.policy import Policy
from policies.models.vocabulary import (
    APPROVERS,
    IN_WORK,
    MANAGERS,
    PUBLIC,
    ApproverLevel,
    State,
    labels_of,
)
from school.models import Person


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
        """Return those whose way to publication this person prepares, approves or answers for."""
        if person.is_any(*MANAGERS):
            return self
        levels = [level for level, roles in APPROVERS.items() if person.is_any(*roles)]
        approved = Q(state__in=[State.IN_REVIEW, State.APPROVED], policy__approver_level__in=levels)
        return self.filter(approved | Q(policy__owner=person))

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
    # What staff show a class (M8). An aid beside the text, like the summary: nobody signs it.
    pupil_text = models.TextField("for pupils, a sentence a line", blank=True)

    original = models.FileField(upload_to="policies/", blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    # What the document says of its own approval and review: ISO days by name, or None.
    dates_in_document = models.JSONField(default=dict, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    submitted_at = models.DateTimeField("sent for review", null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at_level = models.CharField(max_length=20, choices=ApproverLevel.choices, blank=True)
    approval_committee = models.CharField("name of the committee", max_length=100, blank=True)
    approval_minute = models.CharField("minute reference", max_length=60, blank=True)
    next_review_on = models.DateField("next review", null=True, blank=True)
    must_be_signed = models.BooleanField("asks to be signed again", default=True)
    must_be_signed_why = models.TextField(blank=True)
    # The day from which it is in force, when that was decided beforehand (P4).
    publish_on = models.DateField("goes live on", null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(publish_on=None, scheduled_at=None, scheduled_by=None)
                | Q(
                    publish_on__isnull=False,
                    scheduled_at__isnull=False,
                    scheduled_by__isnull=False,
                ),
                name="scheduled_with_day_and_person",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_review_on"], name="version_review"),
            models.Index(fields=["state", "publish_on"], name="version_goes_live"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policies:version", args=[self.policy.slug, self.number])

    def get_work_url(self) -> str:
        """Return the page on which people take this version further."""
        return reverse("policies:work", args=[self.policy.slug, self.number])

    def get_decide_url(self) -> str:
        """Return the page on which its approver reads it and decides."""
        return reverse("policies:decide", args=[self.policy.slug, self.number])

    def get_review_url(self) -> str:
        """Return the page on which people say what should change in this version."""
        return reverse("policies:review", args=[self.policy.slug, self.number])

    def prepared_by(self) -> set[Person]:
        """Return whoever began it or wrote in it."""
        return {*self.authors.all(), *([self.created_by] if self.created_by else [])}

    def is_the_work_of(self, person: Person) -> bool:
        """Tell whether nobody but this person prepared it."""
        return {author.pk for author in self.authors.all()} == {person.pk}

    def agreed_by_another(self) -> bool:
        """Tell whether somebody who did not write it agreed with it since it was last sent."""
        authors = {author.pk for author in self.authors.all()}
        return any(by not in authors for by in self._agreed_by())

    def has_agreed(self, person: Person) -> bool:
        """Tell whether this person agreed with it since it was last sent for review."""
        return person.pk in self._agreed_by()

    def _agreed_by(self) -> set[int]:
        if (since := self.submitted_at) is None:
            return set()
        said = self.comments.all()  # which costs nothing where they were fetched beforehand
        return {one.written_by_id for one in said if one.agrees and one.written_at >= since}

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is in force although its review day has passed (P6)."""
        return (
            self.state == State.PUBLISHED
            and self.next_review_on is not None
            and self.next_review_on < timezone.localdate()
        )

    @property
    def approved_by_whom(self) -> str:
        """Return who approved it, as the end of a sentence: "the governing body"."""
        if name := self.approval_committee:
            return f"the {name}" if "committee" in name.lower() else f"the {name} committee"
        return self.get_approved_at_level_display().lower()

    @property
    def pupil_sentences(self) -> list[str]:
        """Return what is said to pupils, sentence by sentence."""
        return [line.strip() for line in self.pupil_text.splitlines() if line.strip()]

    @property
    def audience_labels(self) -> list[str]:
        return labels_of(self.audiences)
