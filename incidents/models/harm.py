"""What was answered about harm by adults, and low-level concerns (I8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.harm import Answer, Question
from incidents.models.case import Case

ANSWERS = [
    (Answer.YES.value, "Yes"),
    (Answer.NO.value, "No"),
    (Answer.UNSURE.value, "Not sure: treat it as a yes"),
]


def _answer() -> models.CharField:
    return models.CharField(max_length=6, choices=ANSWERS)


class HarmAnswers(models.Model):
    """The four answers of one day, and why. The latest stand; earlier ones are kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="harm_answers")
    harmed = _answer()
    offence = _answer()
    risk = _answer()
    unsuitable = _answer()
    why = models.TextField()
    answered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-answered_at", "-pk"]
        verbose_name_plural = "harm answers"
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="harm_answered_with_why"),
        ]

    def __str__(self) -> str:
        return f"Answers about harm: {self.case}"

    @property
    def answers(self) -> dict[str, str]:
        """Return each answer by its question."""
        return {question.value: getattr(self, question.value) for question in Question}

    def in_words(self) -> list[tuple[str, str]]:
        """Return each question with its answer, as people read them."""
        return [
            (question.words, getattr(self, f"get_{question.value}_display")())
            for question in Question
        ]


class LowLevelConcern(models.Model):
    """What a low-level concern was, what was done, and why: governors never see it."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="low_level_concern")
    context = models.TextField("what happened, and around it")
    action = models.TextField("what was done")
    rationale = models.TextField("why")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(context="") & ~Q(action="") & ~Q(rationale=""),
                name="low_level_concern_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"Low-level concern: {self.case}"
