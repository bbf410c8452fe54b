"""What a case's file hides when it is taken away, and each time that it was (I16)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.case import Case
from incidents.models.evidence import Evidence
from incidents.models.party import CaseParty
from incidents.models.report import Report
from packing.models import MADE_WITH_ITS_HASH, PackedFile, PackedFileQuerySet
from school.models import Person, Role

GOVERNING = (Role.CHAIR, Role.GOVERNOR, Role.CLERK)


def may_be_confirmed_by(person: Person) -> Q:
    """Return the condition on which somebody confirms, as the second, that something goes for good.

    By the role that was asked; never what they asked for themselves, nor in a case that is kept
    from them or that they are in. Governors and their clerk never in a low-level concern (I8).
    """
    in_it = CaseParty.objects.filter(person=person).values("case_id")
    told_us = Report.objects.filter(reporter=person).values("case_id")
    theirs = Case.objects.not_kept_from(person).order_by().values("pk")
    low_level = Case.objects.low_level().order_by().values("pk")
    return (
        Q(confirmed_by_role__in=sorted(person.roles()), removal_asked_at__isnull=False)
        & Q(case__in=theirs)
        & ~Q(confirmed_by_role__in=GOVERNING, case__in=low_level)
        & ~Q(removal_asked_by=person)
        & ~Q(case__in=in_it)
        & ~Q(case__in=told_us)
    )


class MaskQuerySet(models.QuerySet["Mask"]):
    def in_force(self) -> "MaskQuerySet":
        """Return those that still have words to hide."""
        return self.exclude(words="")

    def reversible(self) -> "MaskQuerySet":
        return self.filter(removed_at=None)

    def asked(self) -> "MaskQuerySet":
        """Return those that somebody asked to remove for good, and nobody has confirmed yet."""
        return self.reversible().filter(removal_asked_at__isnull=False)

    def to_confirm(self, person: Person) -> "MaskQuerySet":
        """Return what somebody else asked to remove for good, and this person may confirm."""
        return self.reversible().filter(may_be_confirmed_by(person))


class Mask(models.Model):
    """Words that everything made from a case hides, wherever they stand in it.

    Once they are removed for good nothing is left of them here either, unless the school's own
    records (somebody's name, a policy) say them: then they stay hidden and cannot be shown again.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="masks")
    words = models.TextField(blank=True)
    why = models.CharField(max_length=300)
    hidden_at = models.DateTimeField(default=timezone.now)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # One asks to remove them for good; somebody else, of this role, confirms it.
    removal_asked_at = models.DateTimeField(null=True, blank=True)
    removal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    places = models.PositiveIntegerField("in how many places", null=True, blank=True)

    objects = MaskQuerySet.as_manager()

    class Meta:
        ordering = ["hidden_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(removed_at=None, removed_by=None, places=None) & ~Q(words=""))
                | Q(removed_at__isnull=False, removed_by__isnull=False, places__isnull=False),
                name="mask_hides_words_or_removed_them",
            ),
            models.CheckConstraint(
                condition=Q(removal_asked_at=None, removal_asked_by=None, confirmed_by_role="")
                | (
                    Q(removal_asked_at__isnull=False, removal_asked_by__isnull=False)
                    & ~Q(confirmed_by_role="")
                ),
                name="removal_asked_with_person_and_role",
            ),
            models.CheckConstraint(
                condition=Q(removed_by=None)
                | Q(removal_asked_by=None)
                | ~Q(removed_by=F("removal_asked_by")),
                name="removal_takes_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_by_role"],
                condition=Q(removal_asked_at__isnull=False, removed_at=None),
                name="mask_to_confirm",
            )
        ]

    def __str__(self) -> str:
        return f"Mask {self.pk} of {self.case}"


class WithheldEvidence(models.Model):
    """A piece of evidence that stays behind when the case file is taken away, and why."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="withheld")
    why = models.CharField(max_length=300)
    withheld_at = models.DateTimeField(default=timezone.now)
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "withheld evidence"
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="evidence_withheld_with_why"),
        ]

    def __str__(self) -> str:
        return f"Withheld: {self.evidence_id}"


class EvidenceRemovalQuerySet(models.QuerySet["EvidenceRemoval"]):
    def waiting(self) -> "EvidenceRemovalQuerySet":
        return self.filter(removed_at=None)

    def to_confirm(self, person: Person) -> "EvidenceRemovalQuerySet":
        """Return what somebody else asked to remove for good, and this person may confirm."""
        return self.waiting().filter(may_be_confirmed_by(person))


class EvidenceRemoval(models.Model):
    """That one person asked to remove a piece of evidence for good, and that a second did.

    Beside the row of the evidence it is what is left of it. A request that is not confirmed goes;
    the case's timeline keeps that there was one.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence_removals")
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="removal")
    why = models.CharField(max_length=300)
    removal_asked_at = models.DateTimeField(default=timezone.now)
    removal_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by_role = models.CharField(max_length=20, choices=Role.choices)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceRemovalQuerySet.as_manager()

    class Meta:
        ordering = ["removal_asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="")
                & (
                    Q(removed_at=None, removed_by=None)
                    | Q(removed_at__isnull=False, removed_by__isnull=False)
                ),
                name="evidence_removed_with_person_and_why",
            ),
            models.CheckConstraint(
                condition=Q(removed_by=None) | ~Q(removed_by=F("removal_asked_by")),
                name="evidence_removal_takes_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_by_role"],
                condition=Q(removed_at=None),
                name="evidence_to_confirm",
            )
        ]

    def __str__(self) -> str:
        return f"Removal of {self.evidence_id}"


class BundleQuerySet(PackedFileQuerySet["Bundle"]):
    """Case files, as those who make them and take them away ask for them."""


class Bundle(PackedFile):
    """A case file as one ZIP; it is thrown away as soon as other words are hidden, too."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="bundles")
    with_originals = models.BooleanField(default=False)
    why_originals = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to="case-files/", blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(with_originals=False, why_originals="")
                | (Q(with_originals=True) & ~Q(why_originals="")),
                name="bundle_with_originals_says_why",
            ),
            models.CheckConstraint(condition=MADE_WITH_ITS_HASH, name="bundle_made_with_its_hash"),
        ]
        indexes = [
            models.Index(fields=["case", "-asked_at"], name="bundle_case"),
            models.Index(fields=["sha256"], name="bundle_sha256"),
            models.Index(
                fields=["expires_at"],
                condition=Q(made_at__isnull=False, withdrawn_at=None),
                name="bundle_kept",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(made_at=None, fault="", withdrawn_at=None),
                name="bundle_to_make",
            ),
        ]

    def __str__(self) -> str:
        return f"File of {self.case}"
