"""Reports, the cases they open, and the people in them."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from policies.models import Clause
from school.models import Child, Person, PersonQuerySet, Role


class Kind(models.TextChoices):
    """What a report is about, in the reporter's words."""

    BREACH = "breach", "Somebody may not have kept to the social media policy"
    CYBERBULLYING = "cyberbullying", "Bullying online"
    IMAGE = "image", "A picture or video posted without permission"
    COMMENT = "comment", "A comment online about somebody in our school"
    PUPIL_ACCESS = "pupil_access", "A child using social media at school"
    UNAPPROVED_SERVICE = "unapproved_service", "An app or website used that has not been approved"
    CONCERN = "concern", "A question, worry or complaint"


class SubjectKind(models.TextChoices):
    """Whom a report is about. The first three say who must not receive it."""

    HEADTEACHER = "headteacher", "The Headteacher"
    CHAIR = "chair", "The chair of governors"
    GOVERNOR = "governor", "A governor"
    STAFF = "staff", "A member of staff"
    VOLUNTEER = "volunteer", "A volunteer"
    PARENT_FAMILY = "parent_family", "A parent, carer or family member"
    PUPIL = "pupil", "A child at our school"
    UNKNOWN = "unknown", "Somebody else, or I do not know"


class State(models.TextChoices):
    """Where a case stands (I6); the moves between states are in `lifecycle.py`."""

    RECEIVED = "received", "Received"
    TRIAGED = "triaged", "Looked at"
    INVESTIGATING = "investigating", "Being looked into"
    WITH_GOVERNORS = "with_governors", "With governors"
    CLOSED = "closed", "Closed"


class Part(models.TextChoices):
    """What somebody is in one case, and in that case only (I5)."""

    TARGET = "target", "Was harmed"
    ALLEGED = "alleged", "Is said to have done it"
    WITNESS = "witness", "Saw or heard it"
    REPORTER = "reporter", "Told us"


class CaseQuerySet(models.QuerySet["Case"]):
    def not_about(self, person: Person) -> "CaseQuerySet":
        """Leave out each case that this person, confirmed or only possibly, is the subject of."""
        about = CaseParty.objects.filter(person=person, part=Part.ALLEGED)
        return self.exclude(pk__in=about.values("case_id"))

    def visible_to(self, person: Person | AnonymousUser) -> "CaseQuerySet":
        """Return the cases a person handles, or is told of, today; never one about them (I4)."""
        if not isinstance(person, Person) or not person.is_active:
            return self.none()
        roles = list(person.roles())
        mine = Q(handling_role__in=roles) | Q(besides_role__in=roles)
        return self.filter(mine).not_about(person)

    def open(self) -> "CaseQuerySet":
        return self.exclude(state=State.CLOSED)

    def by_clock(self) -> "CaseQuerySet":
        """Sort by what must be done next; closed cases come last, newest first."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-received_at")


class Case(models.Model):
    """What the school does about a report. Whoever holds `handling_role` today handles it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Random, so that nobody learns from a gap in the numbers that another case exists (I4).
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_kind = models.CharField(max_length=15, choices=SubjectKind.choices)
    state = models.CharField(max_length=15, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)

    handling_role = models.CharField(max_length=20, choices=Role.choices)
    # Who is told besides, where a child may be at risk: they read it and add notes.
    besides_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
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
            models.Index(fields=["handling_role", "state", "due_on"], name="case_queue"),
            models.Index(fields=["received_at"], name="case_received"),
        ]

    def __str__(self) -> str:
        return f"Case {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:case", args=[self.pk])

    def subjects(self) -> PersonQuerySet:
        """Return the people the case is about, confirmed or only possibly meant."""
        about = self.parties.filter(part=Part.ALLEGED, person__isnull=False)
        return Person.objects.filter(pk__in=about.values("person_id"))

    def handlers(self) -> PersonQuerySet:
        """Return the people whose case it is to handle today."""
        holding = Person.objects.holding(self.handling_role)
        return holding.exclude(pk__in=self.subjects().values("pk"))

    def team(self) -> PersonQuerySet:
        """Return everybody who may open it today: the same people as `visible_to` says."""
        holding = Person.objects.holding(self.handling_role, self.besides_role)
        return holding.exclude(pk__in=self.subjects().values("pk"))


class Report(models.Model):
    """What somebody told the school, as they told it. It never changes."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="report")
    received_at = models.DateTimeField(default=timezone.now)
    what_happened = models.TextField()
    happened_on = models.DateField(null=True, blank=True)
    outside_school = models.BooleanField(null=True, blank=True)
    service = models.CharField(max_length=80, blank=True)
    link = models.CharField(max_length=500, blank=True)
    subject_name = models.CharField(max_length=200, blank=True)
    child_in_danger = models.BooleanField(default=False)

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    reporter_name = models.CharField(max_length=120, blank=True)
    reporter_email = models.EmailField(blank=True)
    # Only the hash of the follow-up code is kept: the code is shown once, to the reporter (I2).
    code_hash = models.CharField(max_length=64, blank=True)
    # The form's own random mark: a second press of "send" finds the first report.
    submission = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what_happened=""), name="report_says_something"),
        ]

    def __str__(self) -> str:
        return f"Report of {self.case}"


class CasePartyQuerySet(models.QuerySet["CaseParty"]):
    def possible_subjects(self) -> "CasePartyQuerySet":
        """Return those whom a name only might mean, until a handler settles it."""
        return self.filter(part=Part.ALLEGED, person__isnull=False, confirmed_at=None)


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


class EntryKind(models.TextChoices):
    STEP = "step", "Step"
    NOTE = "note", "Note"
    MESSAGE = "message", "Message"


class Visibility(models.TextChoices):
    """Who reads an entry of a case's timeline (I12)."""

    REPORTER = "reporter", "The reporter and the case team"
    TEAM = "team", "The case team"


TO_REPORTER = "To the person who told us"
FROM_REPORTER = "From the person who told us"


class CaseEntry(models.Model):
    """One line of a case's timeline: a step taken, a note, a message to or from the reporter."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.TEAM
    )
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "case entries"
        indexes = [models.Index(fields=["case", "at"], name="entry_case")]

    def __str__(self) -> str:
        return f"{self.title} ({self.case_id})"

    @property
    def is_from_reporter(self) -> bool:
        return self.kind == EntryKind.MESSAGE and self.title == FROM_REPORTER
