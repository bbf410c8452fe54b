"""What a school says of the policies that it is expected to have (P10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from policies.models.policy import Policy


class ExpectedAnswer(models.Model):
    """Which policy covers an expected one, or why this school needs none.

    The expected policies themselves are a list in `policies/expected/`; `key` names one of them.
    """

    key = models.SlugField(max_length=80, unique=True)
    policy = models.ForeignKey(Policy, models.PROTECT, null=True, blank=True, related_name="covers")
    why_none = models.TextField("why the school needs none", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(policy__isnull=False, why_none="") | (Q(policy=None) & ~Q(why_none="")),
                name="covered_or_not_needed",
            )
        ]

    def __str__(self) -> str:
        return self.key
