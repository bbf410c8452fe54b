"""The clocks of a case, and how long each runs at this school (I10)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from incidents.clocks import Allowance, Clock
from incidents.models.case import Case
from incidents.models.vocabulary import Kind

NAMES = {
    Clock.READ: "Read it",
    Clock.TRIAGE: "Have a first look",
    Clock.DECIDE: "Decide",
}


def _between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class CaseSettings(models.Model):
    """How quickly this school promises to act: one row, these defaults where nothing was set.

    What reporters are promised has a longest: nobody can put a clock off for good.
    """

    read_days = models.PositiveSmallIntegerField(
        "school days to read a report", default=1, validators=_between(1, 5)
    )
    triage_days = models.PositiveSmallIntegerField(
        "school days to have a first look", default=2, validators=_between(1, 10)
    )
    decide_days = models.PositiveSmallIntegerField(
        "school days to decide", default=10, validators=_between(2, 40)
    )
    answer_days = models.PositiveSmallIntegerField(
        "school days to answer a question, worry or complaint",
        default=5,
        validators=_between(1, 20),
    )
    urgent_read_hours = models.PositiveSmallIntegerField(
        "hours to read a report where a child may be at risk", default=1, validators=_between(1, 24)
    )
    urgent_triage_hours = models.PositiveSmallIntegerField(
        "hours to have a first look where a child may be at risk",
        default=4,
        validators=_between(1, 48),
    )
    urgent_decide_hours = models.PositiveSmallIntegerField(
        "hours to decide where a child may be at risk", default=48, validators=_between(4, 240)
    )

    class Meta:
        verbose_name_plural = "case settings"

    def __str__(self) -> str:
        return "How quickly this school acts on reports"

    @classmethod
    def current(cls) -> "CaseSettings":
        """Return what this school promises."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def promised(self) -> dict[str, int]:
        """Return each setting by its name."""
        names = [field.name for field in self._meta.concrete_fields if not field.primary_key]
        return {name: getattr(self, name) for name in names}

    def allowance(self, clock: Clock, *, kind: str, urgent: bool) -> Allowance:
        """Return how long a clock runs in a case of this kind."""
        if urgent:
            hours = {
                Clock.READ: self.urgent_read_hours,
                Clock.TRIAGE: self.urgent_triage_hours,
                Clock.DECIDE: self.urgent_decide_hours,
            }
            return Allowance(hours=hours[clock])
        decide = self.answer_days if kind == Kind.CONCERN else self.decide_days
        days = {Clock.READ: self.read_days, Clock.TRIAGE: self.triage_days, Clock.DECIDE: decide}
        return Allowance(school_days=days[clock])


class CaseClockQuerySet(models.QuerySet["CaseClock"]):
    def running(self) -> "CaseClockQuerySet":
        """Return those not met yet, of cases that are in the school's hands."""
        return self.filter(met_at=None).exclude(case__state__in=["closed", "with_governors"])


class CaseClock(models.Model):
    """One clock of one case: since when, until when, and what became of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    clock = models.CharField(max_length=10, choices=[(c.value, NAMES[c]) for c in Clock])
    counts_from = models.DateTimeField()
    # One of the two, as it was promised then.
    school_days = models.PositiveSmallIntegerField(null=True, blank=True)
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    went_up_at = models.DateTimeField(null=True, blank=True)

    objects = CaseClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "clock"], name="one_clock_of_each"),
            models.CheckConstraint(
                condition=Q(school_days=None, hours__isnull=False)
                | Q(school_days__isnull=False, hours=None),
                name="clock_in_days_or_hours",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(met_at=None), name="clock_running")]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.case}"

    @property
    def allowance(self) -> Allowance:
        return Allowance(school_days=self.school_days, hours=self.hours)

    @property
    def in_hours(self) -> bool:
        return self.hours is not None

    @property
    def was_late(self) -> bool:
        """Tell whether it was met, and too late."""
        return self.met_at is not None and self.met_at > self.due_at
