"""Cases that belong together, and those of which somebody said that they do not (I15)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.case import Case
from school.models import Person


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    def in_force(self) -> "CaseLinkQuerySet":
        return self.filter(ended_at=None)

    def of(self, case: Case) -> "CaseLinkQuerySet":
        return self.filter(Q(first=case) | Q(second=case))

    def visible_to(self, person: Person) -> "CaseLinkQuerySet":
        """Return those of which a person may see both ends: one end would tell of the other."""
        seen = Case.objects.visible_to(person).values("pk")
        return self.filter(first__in=seen, second__in=seen)


class CaseLink(models.Model):
    """That two cases belong together, why, and if so why no longer. Neither end comes first.

    No line of a timeline tells of it: the team of one case may not know of the other (I4).
    """

    first = models.ForeignKey(Case, models.PROTECT, related_name="+")
    second = models.ForeignKey(Case, models.PROTECT, related_name="+")
    is_repeat = models.BooleanField("the same thing, told again")
    why = models.TextField()
    linked_at = models.DateTimeField(default=timezone.now)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_ended = models.TextField(blank=True)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        ordering = ["linked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="link_of_two_cases"),
            models.CheckConstraint(condition=~Q(why=""), name="link_with_why"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, why_ended="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(why_ended="")),
                name="link_ended_with_person_and_why",
            ),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ended_at=None), name="linked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    def other_than(self, case: Case) -> Case:
        return self.second if self.first_id == case.pk else self.first


class CasesApartQuerySet(models.QuerySet["CasesApart"]):
    def of(self, case: Case) -> "CasesApartQuerySet":
        return self.filter(Q(first=case) | Q(second=case))


class CasesApart(models.Model):
    """That somebody who sees two cases said they are not related: they are not offered again."""

    first = models.ForeignKey(Case, models.PROTECT, related_name="+")
    second = models.ForeignKey(Case, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CasesApartQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "cases apart"
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="apart_are_two_cases"),
            models.UniqueConstraint(fields=["first", "second"], name="apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} apart from {self.second_id}"
