"""Answers that are no signature: a question, or a no (A3, A10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from acknowledgements.models.rounds import Request
from acknowledgements.models.signing import Scan
from acknowledgements.models.vocabulary import Method


class QuestionQuerySet(models.QuerySet["Question"]):
    def waiting(self) -> "QuestionQuerySet":
        """Return those that nobody has answered yet."""
        return self.filter(answered_at=None)

    def answered(self) -> "QuestionQuerySet":
        return self.filter(answered_at__isnull=False)

    def to_pass_on(self) -> "QuestionQuerySet":
        """Return those whose answer no e-mail could carry, so that somebody tells it in person."""
        still_here = self.filter(request__stopped_at=None, request__person__is_active=True)
        return still_here.answered().filter(told_at=None, request__person__email=None)

    def beside(self, request: Request) -> "QuestionQuerySet":
        """Return what was asked about a request or, for a parent, about any of their children's."""
        return self.filter(
            request__round=request.round_id,
            request__person=request.person_id,
            request__capacity=request.capacity,
        )


class Question(models.Model):
    """What somebody asked before signing, and what the school answered (A10).

    A parent asks once for all their children: it hangs on the first of the requests.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="questions")
    words = models.TextField("the question")
    # The number of the clause that it is about, where it is about one.
    point = models.CharField(max_length=30, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    # On paper: the date on the slip, where there is one, and its scan.
    dated_on = models.DateField(null=True, blank=True)
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, blank=True, related_name="questions")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When the asker was written to; where they have no address, when somebody passed it on.
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="answered_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(answered_at=None), name="one_question_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="question_says_something"),
            models.CheckConstraint(
                condition=~Q(method="online") | Q(dated_on=None, scan=None),
                name="question_dated_on_paper",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(answered_at=None), name="question_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"Question on request {self.request_id}"


class Refusal(models.Model):
    """That somebody declined to sign, and why if they said so. Signing later leaves it standing."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="refusals")
    why = models.TextField("reason", blank=True)
    declined_at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.ONLINE)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # On paper: the date on the slip, where there is one, and its scan.
    dated_on = models.DateField(null=True, blank=True)
    scan = models.ForeignKey(Scan, models.PROTECT, null=True, blank=True, related_name="refusals")

    class Meta:
        ordering = ["declined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(method="online") | Q(dated_on=None, scan=None),
                name="refusal_dated_on_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"Refusal of request {self.request_id}"
