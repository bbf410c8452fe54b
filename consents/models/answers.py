"""Answers about pictures of a child, and who is asked for them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from consents.agreement import Said
from consents.models.vocabulary import Method, Purpose
from school.models import Child, Parenthood, Person


class ImageAnswerQuerySet(models.QuerySet["ImageAnswer"]):
    def in_order(self) -> "ImageAnswerQuerySet":
        """Return them as they were given: whoever said something later said it last."""
        return self.order_by("given_on", "pk")

    def own(self, person: Person) -> "ImageAnswerQuerySet":
        """Return a parent's own, about the children for whom they may be asked today."""
        children = Parenthood.objects.asked().filter(person=person).values("child_id")
        return self.filter(person=person, child__in=children)


class ImageAnswer(models.Model):
    """What one parent said about pictures of one child for one purpose: evidence (C1).

    Rows are only ever added: a change of mind is a further row. The database refuses the rest.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="image_answers")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="image_answers"
    )
    is_yes = models.BooleanField("agrees")
    given_on = models.DateField("given on", default=timezone.localdate)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    # Who took the call, where the paper is kept; online the row itself is the evidence.
    evidence = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ImageAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method="online", recorded_by=F("person"), evidence="")
                | (~Q(method="online") & ~Q(evidence="")),
                name="image_answer_has_evidence",
            ),
        ]
        indexes = [models.Index(fields=["child", "purpose", "person"], name="image_answer_child")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {'yes' if self.is_yes else 'no'}"

    @property
    def said(self) -> Said:
        return Said(self.person_id, self.is_yes, self.given_on, self.pk)


class AskingQuerySet(models.QuerySet["Asking"]):
    def to_invite(self) -> "AskingQuerySet":
        """Return those about whom nobody has been written to yet."""
        return self.filter(invited_at=None)

    def to_answer(self, on: date | None = None) -> "AskingQuerySet":
        """Return those with a question still open, of parents who may be asked on a day."""
        same = {"child": OuterRef("child"), "person": OuterRef("person")}
        said = ImageAnswer.objects.filter(**same).order_by().values("child", "person")
        given = said.annotate(given=Count("purpose", distinct=True)).values("given")
        return self.annotate(given=Coalesce(Subquery(given), 0)).filter(
            Exists(Parenthood.objects.asked(on).filter(**same)), given__lt=len(Purpose)
        )


class Asking(models.Model):
    """That a parent is asked about pictures of a child: from the day the child joins (A4).

    It goes when the parent may no longer be asked, and comes anew if they may be again.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    # When a letter was queued, or found to be needless or to have nowhere to go.
    invited_at = models.DateTimeField(null=True, blank=True)
    # How many steps of the cadence were taken, and on which day the last one was: the claim on it.
    last_step = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "person"], name="asked_of_pictures_once")
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(invited_at=None), name="asking_to_invite")
        ]

    def __str__(self) -> str:
        return f"Asking {self.person_id} about child {self.child_id}"
