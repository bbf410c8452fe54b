"""Cases that the Headteacher or the Chair shares with named governors (G2)."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from governance.lifecycle import OPEN, Stage
from incidents.models import Case, CaseEntry, CaseParty, Evidence, Report
from school.models import Parenthood, Person, PersonQuerySet, Role
from school.roles import EMPLOYED

READABLE_FOR = timedelta(weeks=4)


def in_four_weeks() -> date:
    return timezone.localdate() + READABLE_FOR


def open_to(person: Person, among: models.QuerySet[Any]) -> models.QuerySet[Case]:
    """Return the cases of which a governor may read what they were named on.

    `among` holds the keys of those that it may be, so that a database begins with these few.

    Not one in which they, their child or their family have a part by now, or of which one of them
    told us; nor a low-level concern, or what may turn out to be one (I4, I8).
    """
    theirs = Parenthood.objects.filter(person=person).values("child_id")
    kin = Parenthood.objects.filter(child__in=theirs).values("person_id")
    family = Person.objects.filter(Q(pk=person.pk) | Q(pk__in=kin))
    in_it = CaseParty.objects.filter(Q(person__in=family) | Q(child__in=theirs), case__in=among)
    told = _told_by(family).filter(case=OuterRef("pk"), case__in=among)
    free = Case.objects.filter(pk__in=among).not_kept_from(person).without_low_level()
    return free.exclude(pk__in=in_it.values("case_id")).exclude(Exists(told))


def _told_by(people: PersonQuerySet) -> models.QuerySet[Report]:
    """Return what people told us, by account or by the address that they gave with their name."""
    addresses = people.annotate(address=Lower("email")).values("address")
    named = Q(address__in=addresses) & ~Q(reporter_name="")
    reports = Report.objects.annotate(address=Lower("reporter_email"))
    return reports.filter(Q(reporter__in=people) | named)


def left_early() -> models.QuerySet["ReferralMember"]:
    """Return those for whom it was ended alone, before the case was taken back from all."""
    of_it = ReferralMember.objects.filter(referral=OuterRef("referral"))
    stayed = of_it.filter(Q(ended_at=None) | Q(ended_at__gt=OuterRef("ended_at")))
    ended = ReferralMember.objects.filter(ended_at__isnull=False)
    return ended.filter(Q(referral__state__in=OPEN) | Exists(stayed))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, person: Person | AnonymousUser) -> "ReferralQuerySet":
        """Return the referrals that a person is named on and may read today, while a governor.

        Whoever came to work at the school meanwhile reads none.
        """
        if not isinstance(person, Person) or not person.is_any(Role.GOVERNOR, Role.CHAIR):
            return self.none()
        if person.is_any(*EMPLOYED):
            return self.none()
        theirs = self.open().filter(members__person=person, members__ended_at=None)
        put_to_them = ReferralMember.objects.filter(person=person, ended_at=None)
        cases = open_to(person, put_to_them.values("referral__case"))
        return theirs.filter(expires_on__gte=timezone.localdate(), case__in=cases)

    def open(self) -> "ReferralQuerySet":
        """Return those that were shared and not taken back."""
        return self.filter(state__in=OPEN)

    def drafts(self) -> "ReferralQuerySet":
        return self.filter(state=Stage.DRAFT)


class Referral(models.Model):
    """One case, as its handler chose to describe it, put before named governors."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    state = models.CharField(
        max_length=10,
        choices=[(stage.value, stage.value) for stage in Stage],
        default=Stage.DRAFT.value,
    )
    summary = models.TextField("what the governors are told")
    question = models.TextField("what they are asked")
    options = models.TextField("what they can decide, one on each line", blank=True)
    # Which parts of the case they read as well, with what is hidden in the case hidden here too.
    share_report = models.BooleanField("what was said", default=False)
    messages = models.ManyToManyField(CaseEntry, related_name="+", blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="+", blank=True)
    # The last day on which they can read it.
    expires_on = models.DateField(default=in_four_weeks)
    referred_at = models.DateTimeField(default=timezone.now)
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    decision = models.CharField(max_length=200, blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="referral_says_something"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="draft"), name="referral_drafted_once"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["shared", "decided"]),
                name="referral_open_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="", reasons="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decision="")
                    & ~Q(reasons="")
                ),
                name="referral_decided_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"Referral of {self.case}"

    @property
    def ended(self) -> bool:
        """Tell whether the case was taken back from all its governors."""
        return self.state == Stage.ENDED

    @property
    def is_draft(self) -> bool:
        return self.state == Stage.DRAFT

    @property
    def is_over(self) -> bool:
        """Tell whether the last day on which it could be read is past."""
        return self.expires_on < timezone.localdate()

    @property
    def choices(self) -> list[str]:
        """Return what the governors can decide."""
        return [line for line in self.options.splitlines() if line]


class ReferralMember(models.Model):
    """A governor named on a referral: nobody else sees it, and a later panel cannot use them."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    took_part = models.BooleanField("took part in the decision", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "person"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.referral}"
