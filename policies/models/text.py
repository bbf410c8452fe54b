"""The sections and clauses that everything else points at."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from policies.models.version import Version
from policies.models.vocabulary import labels_of


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
