"""Legal advice about a case that was put before governors, kept apart from all else (G3, M20).

It hangs on the referral and not on the case, keeps no history, and its events are on itself: so
nothing that is made from a case (its page, its file, words removed from it) can come upon it.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from governance.lifecycle import Advice
from governance.models.referral import Referral, left_early, open_to
from incidents.models import Case
from incidents.models.evidence import KeptFile
from school.models import Person, Role
from school.roles import EMPLOYED

# Who can be named at all, while they hold one of these roles.
NAMEABLE = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER)
GOVERNING = (Role.GOVERNOR, Role.CHAIR, Role.CLERK)


class LegalAdviceQuerySet(models.QuerySet["LegalAdvice"]):
    def visible_to(self, person: Person | AnonymousUser) -> "LegalAdviceQuerySet":
        """Return the advice that somebody is named on: no role opens any, and no subject sees it.

        What turned out to be a low-level concern is out of the sight of governors (I8); and for
        whom the referral was ended, the advice about it is ended too. So it is for a governor who
        came to work at the school meanwhile.
        """
        if not isinstance(person, Person) or not person.is_any(*NAMEABLE):
            return self.none()
        if person.is_any(*EMPLOYED) and not person.is_any(Role.HEADTEACHER, Role.CLERK):
            return self.none()
        readings = AdviceReader.objects.in_force().filter(person=person)
        named = readings.filter(advice=OuterRef("pk"))
        # So that a database begins with the few that they are named on, not with every case.
        among = readings.values("advice__referral__case")
        if person.is_any(*GOVERNING):
            cases = open_to(person, among)
        else:
            cases = Case.objects.filter(pk__in=among).not_kept_from(person)
        left = left_early().filter(person=person, referral=OuterRef("referral"))
        return self.filter(Exists(named), ~Exists(left), referral__case__in=cases)

    def released_from(self, case: Case) -> "LegalAdviceQuerySet":
        """Return what those named on it let go with the file of a case."""
        return self.filter(referral__case=case, state=Advice.RELEASED)


class LegalAdvice(models.Model):
    """That governors decided to seek legal advice, and how far that is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="legal_advice")
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Advice],
        default=Advice.SOUGHT.value,
    )
    decided_on = models.DateField("when it was decided")
    deciders = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    why = models.TextField("why it is sought")
    from_whom = models.CharField("of whom it is sought", max_length=200)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    release_why = models.TextField(blank=True)

    objects = LegalAdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "pk"]
        verbose_name_plural = "legal advice"
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(from_whom=""), name="advice_says_why_and_of_whom"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="released", released_at__isnull=False, released_by__isnull=False)
                    & ~Q(release_why="")
                )
                | (~Q(state="released") & Q(released_at=None, released_by=None, release_why="")),
                name="advice_released_with_person_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Legal advice {self.pk}"


class AdviceReaderQuerySet(models.QuerySet["AdviceReader"]):
    def in_force(self) -> "AdviceReaderQuerySet":
        return self.filter(ended_at=None)


class AdviceReader(models.Model):
    """Somebody named on legal advice: they read it, and with the others decide about it."""

    advice = models.ForeignKey(LegalAdvice, models.PROTECT, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AdviceReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["advice", "person"], condition=Q(ended_at=None), name="advice_named_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="advice_naming_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.advice}"


class AdviceWords(models.Model):
    """What the advice says, as somebody named wrote it down."""

    advice = models.ForeignKey(LegalAdvice, models.PROTECT, related_name="words")
    words = models.TextField()
    received_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "advice words"

    def __str__(self) -> str:
        return f"Words of {self.advice}"


class AdviceFile(KeptFile):
    """A letter or another file that came as legal advice."""

    advice = models.ForeignKey(LegalAdvice, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["advice_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["advice", "number"], name="advice_file_number_once")
        ]
