"""Who of those who handle a case is on it (I12)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from incidents.models.case import Case
from school.models import RoleAssignment


class CaseClaimQuerySet(models.QuerySet["CaseClaim"]):
    def in_force(self) -> "CaseClaimQuerySet":
        """Return those of people who handle the case today: a leaver's stands for nothing."""
        handling = Q(role=OuterRef("case__handling_role")) | Q(
            role=OuterRef("case__escalated_role")
        )
        held = RoleAssignment.objects.in_force().filter(handling, person=OuterRef("person"))
        return self.filter(Exists(held), person__is_active=True)


class CaseClaim(models.Model):
    """That somebody has taken a case on, for the others who handle it to see. It gives no right."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="claim")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = CaseClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {self.case}"
