"""Whom outside the case team a case was handed to, or why not (I13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.case import Case


class Body(models.TextChoices):
    """Who may have to take something up, or help."""

    DSL_SYSTEM = "dsl_system", "The safeguarding lead's own records"
    SOCIAL_CARE = "social_care", "Children's social care"
    POLICE = "police", "The police"
    LADO = "lado", "The local authority designated officer (LADO)"
    PLATFORM = "platform", "The website or app where it happened"


class OutsideContact(models.Model):
    """That a case was handed to one of them, with date and reference, or decided not to be."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outside_contacts")
    body = models.CharField(max_length=12, choices=Body.choices)
    was_made = models.BooleanField()
    made_on = models.DateField("date of the contact", null=True, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(was_made=True, made_on__isnull=False) & ~Q(reference=""))
                | Q(was_made=False, made_on=None, reference=""),
                name="contact_made_with_date_and_reference",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}: {self.case}"
