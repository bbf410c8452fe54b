"""Pictures and papers that belong to a case, and who looked at them (I11)."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from incidents.models.case import Case
from school.models import Person
from uploads import Kind as FileKind

LONGEST_CAPTION = 300
KINDS = [(kind.name, kind.label) for kind in FileKind]


class FileState(models.TextChoices):
    """What became of a file: the virus scanner was asked about it, or two people removed it."""

    READY = "ready", "Ready to look at"
    WAITING = "waiting", "Waits for the virus scanner"
    HARMFUL = "harmful", "Refused as harmful, and deleted"
    REMOVED = "removed", "Removed for good"


# What is to be gone from the disk although its row tells of it.
DELETED = (FileState.HARMFUL, FileState.REMOVED)


class KeptFile(models.Model):
    """A file as it came, sealed beside its SHA-256, and the cleaned copy that people look at.

    What it was called is only ever shown: on the disk both have random names of our own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    original = models.FileField(upload_to="evidence/originals/")
    copy = models.FileField(upload_to="evidence/copies/")
    file_name = models.CharField(max_length=200)
    file_kind = models.CharField("kind of file", max_length=5, choices=KINDS)
    copy_kind = models.CharField("kind of the copy", max_length=5, choices=KINDS)
    size = models.PositiveBigIntegerField("size in bytes, as it came")
    sha256 = models.CharField("SHA-256 of the file as it came", max_length=64)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.READY)
    # When the virus scanner found nothing; empty where none was set up.
    scanned_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_picture(self) -> bool:
        return FileKind[self.copy_kind] in (FileKind.JPEG, FileKind.PNG)

    @property
    def is_harmful(self) -> bool:
        return self.state == FileState.HARMFUL

    @property
    def is_removed(self) -> bool:
        return self.state == FileState.REMOVED

    @property
    def is_waiting(self) -> bool:
        return self.state == FileState.WAITING


class HeldFileQuerySet(models.QuerySet["HeldFile"]):
    def of(self, draft: uuid.UUID) -> "HeldFileQuerySet":
        """Return what was added to one report that is not sent yet."""
        return self.filter(draft=draft).order_by("added_at", "pk")


class HeldFile(KeptFile):
    """A file added to a report that is not sent yet: it goes with the report, or is forgotten."""

    # The random mark of the report on its way; it leads to nobody.
    draft = models.UUIDField()
    kept_until = models.DateTimeField()

    objects = HeldFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["draft"], name="held_file_draft"),
            models.Index(fields=["kept_until"], name="held_file_until"),
        ]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person | AnonymousUser) -> "EvidenceQuerySet":
        """Return what belongs to the cases that somebody may open today: nothing else (I4)."""
        return self.filter(case__in=Case.objects.visible_to(person))

    def from_reporter(self) -> "EvidenceQuerySet":
        return self.filter(from_reporter=True)

    def to_look_at(self) -> "EvidenceQuerySet":
        """Return those whose copy may be shown: looked into, and not put away as words only."""
        in_words = WordsOnly.objects.in_force().filter(case=OuterRef("case"))
        return self.filter(~Exists(in_words), state=FileState.READY)


class Evidence(KeptFile):
    """One picture or paper of a case. What it is never changes; of one that two people removed for
    good the row stays, without the name of the file.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    # Its number in this case, by which people speak of it.
    number = models.PositiveSmallIntegerField()
    # Whether whoever reported it brought it; `added_by` is empty for reporters without an account.
    from_reporter = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    caption = models.CharField(max_length=LONGEST_CAPTION, blank=True)
    # When what it shows happened, where somebody said so; `added_at` is when it came in (I16).
    happened_on = models.DateField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=Q(from_reporter=True) | Q(added_by__isnull=False),
                name="evidence_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.number}: {self.file_name}"


class EvidenceLook(models.Model):
    """One time that somebody looked at a piece of evidence, or took its original away."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="looks")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Given for the original, which says more than the copy; empty for a look at the copy.
    reason = models.TextField(blank=True)
    was_original = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_original=False, reason="") | (Q(was_original=True) & ~Q(reason="")),
                name="original_opened_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"


class WordsOnlyQuerySet(models.QuerySet["WordsOnly"]):
    def in_force(self) -> "WordsOnlyQuerySet":
        return self.filter(lifted_at=None)


class WordsOnly(models.Model):
    """That a picture may show a child without clothes: nobody adds or opens files of this case.

    Until somebody who handles it says that the rest may be looked at, and why.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="words_only")
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("what it shows, in words", blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_why = models.TextField(blank=True)

    objects = WordsOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name_plural = "words only"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="words_only_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_why="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                name="words_only_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Words only: {self.case}"


class PictureWarning(models.Model):
    """That somebody writing a report said so, for one person who keeps children safe to read.

    The report may never be sent: nothing else is known, nor who writes it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "at"], name="picture_warning_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.at:%Y-%m-%d %H:%M}"
