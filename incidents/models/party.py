"""Who is what in a case, and in that case only (I5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case
from incidents.models.vocabulary import Part
from school.models import Child


class CasePartyQuerySet(models.QuerySet["CaseParty"]):
    def possible_subjects(self) -> "CasePartyQuerySet":
        """Return those whom a name only might mean, until a handler settles it."""
        return self.filter(part=Part.ALLEGED, person__isnull=False, confirmed_at=None)

    def of_children(self) -> "CasePartyQuerySet":
        """Return the parts that keep a child's parents out: harmed, or said to have done it."""
        return self.filter(part__in=(Part.ALLEGED, Part.TARGET), child__isnull=False)


class CaseParty(models.Model):
    """Somebody's part in one case. `confirmed_at` is empty while a name only may be theirs."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    part = models.CharField(max_length=10, choices=Part.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = CasePartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "case parties"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part", "person"],
                condition=Q(person__isnull=False),
                name="person_has_a_part_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "part"], name="party_person")]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_part_display()}"

    @property
    def label(self) -> str:
        """Return the name of whoever it is."""
        return self.name or str(self.person or self.child)
