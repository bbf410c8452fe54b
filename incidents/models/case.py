"""Cases: what the school does about a report, and who may know of it."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from incidents import harm
from incidents.models.vocabulary import Kind, Part, State, SubjectKind
from policies.models import Clause
from school.models import Parenthood, Person, PersonQuerySet, Role

# Where a case without a clock stands in the queue: after those with one; closed ones after those.
RESTING = datetime(9998, 1, 1, tzinfo=UTC)
OVER = datetime(9999, 1, 1, tzinfo=UTC)


class CaseQuerySet(models.QuerySet["Case"]):
    def not_kept_from(self, person: Person) -> "CaseQuerySet":
        """Leave out each case that is about them, surely or only perhaps, or that they gave up, or
        in which a child of theirs was harmed or is said to have done it.
        """
        from incidents.models.party import CaseParty
        from incidents.models.recusal import Recusal

        about = CaseParty.objects.filter(person=person, part=Part.ALLEGED)
        given_up = Recusal.objects.filter(person=person)
        mine = Parenthood.objects.filter(person=person).values("child_id")
        of_my_child = CaseParty.objects.of_children().filter(child__in=mine)
        return (
            self.exclude(pk__in=about.values("case_id"))
            .exclude(pk__in=given_up.values("case_id"))
            .exclude(pk__in=of_my_child.values("case_id"))
        )

    def visible_to(self, person: Person | AnonymousUser) -> "CaseQuerySet":
        """Return the cases a person handles, or is told of, today; never one about them (I4)."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        return self.filter(reduce(or_, self.ways_to(person))).not_kept_from(person)

    def ways_to(self, person: Person) -> list[Q]:
        """Return each way by which a case comes to a person, whoever it is about.

        Each can be looked up by an index of its own, which the list of cases does.
        """
        reviews = Q(pk__in=self._to_look_at_again(person))
        return [*self.ways_as(person, person.roles()), reviews]

    def ways_as(self, person: Person, roles: Iterable[str]) -> list[Q]:
        """Return those by which it comes to a person who holds these roles, but for reviews."""
        told = [Q(besides_role=role) for role in sorted(roles)]
        return [*self._ways_to_handle(person, roles), *told]

    def handled_by(self, person: Person) -> "CaseQuerySet":
        """Return those in which a person takes the steps: theirs by role, or gone up to them."""
        ways = self._ways_to_handle(person, person.roles())
        return self.visible_to(person).filter(reduce(or_, ways)) if ways else self.none()

    def _ways_to_handle(self, person: Person, roles: Iterable[str]) -> list[Q]:
        roles = sorted(roles)
        has_no_part = self._has_no_part(person)
        gone_up = [Q(escalated_role=role) & has_no_part for role in roles]
        return [*(Q(handling_role=role) for role in roles), *gone_up]

    def _has_no_part(self, person: Person) -> Q:
        """Return the condition on which a late case goes up to them: no part in it (I10)."""
        from incidents.models.party import CaseParty
        from incidents.models.report import Report

        in_it = CaseParty.objects.filter(person=person).values("case_id")
        told_us = Report.objects.filter(reporter=person).values("case_id")
        return ~Q(pk__in=in_it) & ~Q(pk__in=told_us)

    def _to_look_at_again(self, person: Person) -> models.QuerySet[Any, Any]:
        """Return the keys of the cases whose review waits for them (I14)."""
        from incidents.models.review import ReviewRequest

        return ReviewRequest.objects.for_person(person).order_by().values("case_id")

    def open(self) -> "CaseQuerySet":
        return self.exclude(state=State.CLOSED)

    def without_low_level(self) -> "CaseQuerySet":
        """Leave out what governors never see (I8): low-level concerns, and what may become one."""
        return self.filter(~Q(subject_kind__in=harm.ASKED_ABOUT) | Q(meets_harm_threshold=True))

    def low_level(self) -> "CaseQuerySet":
        """Return the low-level concerns about adults who work with the children."""
        return self.filter(subject_kind__in=harm.ASKED_ABOUT, meets_harm_threshold=False)

    def by_clock(self) -> "CaseQuerySet":
        """Sort by what must be done next; closed cases come last, newest first."""
        return self.order_by("queue_at", "-received_at", "pk")


class Case(models.Model):
    """What the school does about a report. Whoever holds `handling_role` today handles it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Random, so that nobody learns from a gap in the numbers that another case exists (I4).
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_kind = models.CharField(max_length=15, choices=SubjectKind.choices)
    state = models.CharField(max_length=15, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    # When the first of its clocks that is not met runs out; empty while none runs.
    due_at = models.DateTimeField(null=True, blank=True)
    # The same for sorting by an index, which cannot hold "nothing comes last".
    queue_at = models.GeneratedField(
        expression=models.Case(
            When(state=State.CLOSED, then=Value(OVER)),
            default=Coalesce("due_at", Value(RESTING)),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    handling_role = models.CharField(max_length=20, choices=Role.choices)
    # Who is told besides, where a child may be at risk: they read it and add notes.
    besides_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    # To whom it went up because a clock ran out: they take the steps as well.
    escalated_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    # Whose post it is while they are on leave: they get it back when they return.
    acting_for_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    child_at_risk = models.BooleanField(default=False)
    name_lado = models.BooleanField(default=False)
    routing_rule = models.CharField(max_length=40)
    routing_because = models.TextField()

    outside_school = models.BooleanField("outside school hours or premises", null=True, blank=True)
    remit_grounds = models.JSONField(default=list)
    remit_why = models.TextField(blank=True)
    remit_within = models.BooleanField(null=True, blank=True)
    remit_judged_at = models.DateTimeField(null=True, blank=True)
    remit_judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    # What the four questions about harm came to, where they are asked: `is_allegation` reads it.
    meets_harm_threshold = models.BooleanField(null=True, blank=True)

    clauses = models.ManyToManyField(Clause, blank=True, related_name="+")

    outcome = models.CharField(max_length=40, blank=True)
    outcome_explanation = models.TextField("what the reporter is told", blank=True)
    hr_reference = models.CharField("reference of the HR file", max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(outcome_explanation="")
                )
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None)),
                name="closed_with_outcome_and_person",
            ),
            models.CheckConstraint(
                condition=Q(remit_judged_at=None, remit_judged_by=None, remit_within=None)
                | (
                    Q(
                        remit_judged_at__isnull=False,
                        remit_judged_by__isnull=False,
                        remit_within__isnull=False,
                    )
                    & ~Q(remit_why="")
                ),
                name="remit_judged_with_person_and_why",
            ),
        ]
        indexes = [
            *(
                models.Index(fields=[*by, "queue_at", "-received_at", "id"], name=name)
                for by, name in (
                    (["handling_role"], "case_handled_queue"),
                    (["handling_role", "state"], "case_state_queue"),
                    (["handling_role", "kind"], "case_kind_queue"),
                    (["handling_role", "subject_kind"], "case_about_queue"),
                    (["besides_role"], "case_besides_queue"),
                    (["escalated_role"], "case_gone_up_queue"),
                )
            ),
            models.Index(fields=["received_at"], name="case_received"),
            models.Index(fields=["handling_role", "received_at"], name="case_pattern"),
        ]

    def __str__(self) -> str:
        return f"Case {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:case", args=[self.pk])

    @property
    def asks_about_harm(self) -> bool:
        """Tell whether it is about an adult who works with the children (I8)."""
        return harm.asks(self.subject_kind)

    @property
    def is_allegation(self) -> bool:
        return self.asks_about_harm and self.meets_harm_threshold is True

    def subjects(self) -> PersonQuerySet:
        """Return the people the case is about, confirmed or only possibly meant."""
        about = self.parties.filter(part=Part.ALLEGED, person__isnull=False)
        return Person.objects.filter(pk__in=about.values("person_id"))

    def kept_from(self) -> PersonQuerySet:
        """Return those who never see it, whatever roles they hold: its subjects, whoever stepped
        back, and the parents of a child who was harmed or is said to have done it.
        """
        given_up = Q(pk__in=self.recusals.values("person_id"))
        children = self.parties.of_children().values("child_id")
        parents = Parenthood.objects.filter(child__in=children)
        return Person.objects.filter(
            Q(pk__in=self.subjects().values("pk"))
            | given_up
            | Q(pk__in=parents.values("person_id"))
        )

    def handlers(self) -> PersonQuerySet:
        """Return the people whose case it is to handle today."""
        holding = Person.objects.holding(self.handling_role)
        return holding.exclude(pk__in=self.kept_from().values("pk"))

    def team(self) -> PersonQuerySet:
        """Return everybody who may open it today: the same people as `visible_to` says."""
        holding = Person.objects.holding(self.handling_role, self.besides_role)
        here = holding | self.gone_up_to() | self.looking_again()
        return here.exclude(pk__in=self.kept_from().values("pk"))

    def gone_up_to(self) -> PersonQuerySet:
        """Return those whom it went up to because it was late: nobody with a part in it."""
        if not self.escalated_role:
            return Person.objects.none()
        in_it = self.parties.filter(person__isnull=False).values("person_id")
        told_us = self.report.reporter_id
        return (
            Person.objects.holding(self.escalated_role)
            .exclude(pk__in=in_it)
            .exclude(pk__in=self.kept_from().values("pk"))
            .exclude(pk__in=[told_us] if told_us else [])
        )

    def looking_again(self) -> PersonQuerySet:
        """Return those for whom its review waits, as `visible_to` says."""
        from incidents.models.review import ReviewRequest

        review = ReviewRequest.objects.undecided().filter(case=self).first()
        if review is None:
            return Person.objects.none()
        return self.could_look_again(review.role, nobody_else=review.nobody_else)

    def could_look_again(self, role: str, *, nobody_else: bool) -> PersonQuerySet:
        """Return who could answer a review that is with this role."""
        in_it = self.parties.filter(person__isnull=False)
        out = [self.report.reporter_id, None if nobody_else else self.closed_by_id]
        return (
            Person.objects.holding(role)
            .exclude(pk__in=in_it.values("person_id"))
            .exclude(pk__in=self.kept_from().values("pk"))
            .exclude(pk__in=[pk for pk in out if pk])
        )

    @property
    def due_on(self) -> date | None:
        """Return the day on which its next step is due."""
        return timezone.localdate(self.due_at) if self.due_at else None
