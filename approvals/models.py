"""The register: what the school has been asked to use, for what, and what was decided (C4, M19)."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from approvals.standing import Said, Standing
from approvals.vocabulary import Move, State
from school.deciding import asked_of
from school.models import Person, Role, Service
from school.roles import EMPLOYED


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def in_use(self, on: date | None = None) -> "ApprovalQuerySet":
        """Return what may be chosen on a day (default: today): approved, and no review overdue."""
        on = on or timezone.localdate()
        return self.filter(state=State.APPROVED, review_on__gte=on)

    def to_decide(self, person: Person) -> "ApprovalQuerySet":
        """Return the requests that wait for this person's decision."""
        return self.filter(asked_of(person), state=State.ASKED)

    def visible_to(self, person: Person | AnonymousUser) -> "ApprovalQuerySet":
        """Return what was decided, to staff and chair; what waits, to those whom it concerns."""
        if not isinstance(person, Person) or not person.is_any(*EMPLOYED, Role.CHAIR):
            return self.none()
        mine = Q(asked_by=person) | Q(owner=person) | asked_of(person)
        return self.filter(~Q(state=State.ASKED) | mine)

    def named(self, service: Service | None, name: str) -> "ApprovalQuerySet":
        """Return those of one service, picked from the list or called by its name."""
        known = Q(service=service) if service else Q(pk__in=[])
        return self.filter(known | Q(name__iexact=name.strip()))


class Approval(models.Model):
    """That somebody asked to use a service for one purpose, and what came of it.

    Another purpose of the same service is a request of its own.
    """

    # A service that is new to the list goes on it when it is approved, not before.
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    name = models.CharField("name of the service", max_length=80)
    purpose = models.CharField("what for", max_length=300)
    used_by = models.CharField("class, or who uses it", max_length=120)
    data = models.TextField("what data goes to it")
    minimum_age = models.PositiveSmallIntegerField("minimum age in its own terms")
    dpia_reference = models.CharField("data protection assessment", max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    conditions = models.TextField(blank=True)
    review_on = models.DateField("to be looked at again on", null=True, blank=True)
    pupils_may_use = models.BooleanField("pupils may use it", default=False)
    # What families read of it: whoever decides sees to it that it names nobody.
    for_families = models.CharField("in words for families", max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(service__isnull=False, review_on__isnull=False),
                name="approved_until_a_review",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """Return how it stands today."""
        if self.is_overdue:
            return Standing.OVERDUE
        return Standing.WAITING if self.state == State.ASKED else Standing(self.state)

    @property
    def is_overdue(self) -> bool:
        """Tell whether it is approved but its review date has passed: then nobody may choose it."""
        return (
            self.state == State.APPROVED
            and self.review_on is not None
            and self.review_on < timezone.localdate()
        )


class Step(models.Model):
    """One thing that was said of a request: evidence that the database refuses to change."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=Move.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField("reason, or conditions", blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_move_display()}: {self.approval_id}"

    @property
    def said(self) -> Said:
        return Said(self.move, timezone.localdate(self.at), self.review_on)
