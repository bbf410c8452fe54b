"""A reporter's one request to have a closed case looked at again (I14)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case
from incidents.models.party import CaseParty
from incidents.models.report import Report
from school.models import Person, Role


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def undecided(self) -> "ReviewRequestQuerySet":
        return self.filter(decided_at=None)

    def for_person(self, person: Person) -> "ReviewRequestQuerySet":
        """Return those that wait for a person: theirs by role, in cases in which they have no part.

        Never whoever decided the case, unless nobody else is there to ask.
        """
        in_it = CaseParty.objects.filter(person=person)
        told_us = Report.objects.filter(reporter=person)
        return (
            self.undecided()
            .filter(role__in=list(person.roles()))
            .filter(Q(nobody_else=True) | ~Q(case__closed_by=person))
            .exclude(case__in=in_it.values("case_id"))
            .exclude(case__in=told_us.values("case_id"))
        )


class ReviewRequest(models.Model):
    """What the reporter asked, who looks at it, and what they found. One a case, and it stays."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="review")
    asked_at = models.DateTimeField(default=timezone.now)
    words = models.TextField()
    # The role that looks at it, by the line in `reviewing.py`; it is set anew while nobody there is
    # free. `nobody_else` says that whoever decided the case is the only one there to ask.
    role = models.CharField(max_length=20, choices=Role.choices)
    nobody_else = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True, blank=True)

    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whether the outcome stands, or the case was opened again.
    upheld = models.BooleanField("the outcome stands", null=True, blank=True)
    answer = models.TextField("what the reporter reads", blank=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="review_asked_in_words"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, upheld=None, answer="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False)
                    & ~Q(answer="")
                ),
                name="review_decided_with_person_and_answer",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "due_at"], condition=Q(decided_at=None), name="review_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.case}"
