"""Cases that the Headteacher or the Chair shares with named governors (G2)."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models import Case
from school.models import Person, Role


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, person: Person | AnonymousUser) -> "ReferralQuerySet":
        """Return the referrals a person is named on, while a governor, neither the subject of the
        case nor somebody who stepped back from it.

        One that turned out to be a low-level concern is out of their sight at once (I8).
        """
        if not isinstance(person, Person) or not person.is_any(Role.GOVERNOR, Role.CHAIR):
            return self.none()
        theirs = self.filter(members__person=person, members__ended_at=None)
        open_to_them = Case.objects.not_kept_from(person)
        return theirs.filter(case__in=open_to_them).exclude(case__in=Case.objects.low_level())

    def open(self) -> "ReferralQuerySet":
        """Return those that named governors can still read."""
        return self.filter(members__ended_at=None, members__isnull=False).distinct()


class Referral(models.Model):
    """One case, as its handler chose to describe it, put before named governors."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    summary = models.TextField("what the governors are told")
    question = models.TextField("what they are asked")
    referred_at = models.DateTimeField(default=timezone.now)
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="referral_says_something")
        ]

    def __str__(self) -> str:
        return f"Referral of {self.case}"

    @property
    def ended(self) -> bool:
        """Tell whether the case was taken back from all its governors."""
        return not self.members.filter(ended_at=None).exists()


class ReferralMember(models.Model):
    """A governor named on a referral: nobody else sees it, and a later panel cannot use them."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "person"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.referral}"
