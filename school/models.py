"""The people of the school, what each is to it, and when it is open."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Role(models.TextChoices):
    """What a person can be to the school. Parent is never assigned: it follows from a child."""

    HEADTEACHER = "headteacher", "Headteacher"
    DEPUTY = "deputy", "Deputy headteacher"
    STAFF = "staff", "Member of staff"
    GOVERNOR = "governor", "Governor"
    CHAIR = "chair", "Chair of governors"
    CLERK = "clerk", "Clerk to the governors"
    DSL = "dsl", "Designated safeguarding lead"
    OFFICE = "office", "School office"
    VOLUNTEER = "volunteer", "Volunteer"
    PARENT = "parent", "Parent or carer"


class PersonQuerySet(models.QuerySet["Person"]):
    def holding(self, *roles: str, on: date | None = None) -> "PersonQuerySet":
        """Return those who hold any of these assigned roles on a day (default: today)."""
        held = RoleAssignment.objects.in_force(on).filter(role__in=roles)
        return self.filter(is_active=True, pk__in=held.values("person_id"))

    def visible_to(self, person: "Person | AnonymousUser") -> "PersonQuerySet":
        """Return whom somebody may look up: all, or for chair and clerk the governing body."""
        if not isinstance(person, Person):
            return self.none()
        if person.is_any(Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY):
            return self
        if person.is_any(Role.CHAIR, Role.CLERK):
            body = RoleAssignment.objects.filter(role__in=[Role.GOVERNOR, Role.CHAIR, Role.CLERK])
            return self.filter(pk__in=body.values("person_id"))
        return self.none()

    def matching(self, words: str) -> "PersonQuerySet":
        """Return those whose name or e-mail address contains each of these words."""
        found = self
        for word in words.split():
            found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
        return found

    def by_name(self) -> "PersonQuerySet":
        return self.order_by("full_name", "pk")


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_person(self, *, full_name: str, email: str | None = None) -> "Person":
        """Create somebody who signs in by e-mailed code, if at all: no password is ever set."""
        person = self.model(full_name=full_name, email=(email or "").strip().lower() or None)
        person.set_unusable_password()
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody the school knows. An e-mail address, where there is one, is how they sign in."""

    full_name = models.CharField("full name", max_length=120)
    email = models.EmailField("e-mail address", unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()
    history = HistoricalRecords(excluded_fields=["last_login", "password"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_name"),
        ]
        indexes = [models.Index(fields=["full_name"], name="person_name")]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[0]

    def roles(self, on: date | None = None) -> frozenset[str]:
        """Return every role the person holds on a day (default: today), parent included."""
        on = on or timezone.localdate()
        if on not in (known := self.__dict__.setdefault("_roles", {})):
            assigned = RoleAssignment.objects.in_force(on).filter(person=self)
            held = set(assigned.values_list("role", flat=True))
            if Parenthood.objects.asked(on).filter(person=self).exists():
                held.add(Role.PARENT)
            known[on] = frozenset(held)
        roles: frozenset[str] = known[on]
        return roles

    def is_any(self, *roles: str) -> bool:
        """Tell whether the person, still active, holds any of these roles today."""
        return self.is_active and not self.roles().isdisjoint(roles)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("_roles", None)
        super().refresh_from_db(*args, **kwargs)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def in_force(self, on: date | None = None) -> "RoleAssignmentQuerySet":
        """Return those that hold on a day (default: today), first and last day included."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def not_over(self, on: date | None = None) -> "RoleAssignmentQuerySet":
        """Return those that hold on a day (default: today) or begin after it."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


class RoleAssignment(models.Model):
    """That a person holds a role from one day to another, both included."""

    ASSIGNABLE = tuple(role for role in Role if role != Role.PARENT)

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in ASSIGNABLE])
    starts_on = models.DateField("from", default=timezone.localdate)
    ends_on = models.DateField("until", null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ends_on=None), name="assignment_open_once"
            ),
        ]
        indexes = [models.Index(fields=["role", "starts_on", "ends_on"], name="assignment_role")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class SchoolClass(models.Model):
    """A class, such as Robins (Reception)."""

    name = models.CharField(max_length=60, unique=True)
    year_group = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.name


class ChildQuerySet(models.QuerySet["Child"]):
    def on_roll(self, on: date | None = None) -> "ChildQuerySet":
        """Return the children admitted, and not yet left, on a day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gte=on), admitted_on__lte=on)

    def on_roll_or_to_come(self, on: date | None = None) -> "ChildQuerySet":
        """Return the children who have not left on a day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gte=on))

    def visible_to(self, person: Person | AnonymousUser) -> "ChildQuerySet":
        """Return the children that somebody looks up for the school: all of them, or none."""
        if isinstance(person, Person) and person.is_any(Role.OFFICE, Role.HEADTEACHER, Role.DEPUTY):
            return self
        return self.none()

    def matching(self, words: str) -> "ChildQuerySet":
        """Return those whose name or class contains each of these words."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(full_name__icontains=word) | Q(school_class__name__icontains=word)
            )
        return found


class Child(models.Model):
    """A pupil, or somebody about to be one. Children have no accounts."""

    full_name = models.CharField("full name", max_length=120)
    school_class = models.ForeignKey(
        SchoolClass, models.PROTECT, null=True, blank=True, related_name="children"
    )
    admitted_on = models.DateField("joins on")
    left_on = models.DateField("left on", null=True, blank=True)
    parents = models.ManyToManyField(Person, through="Parenthood", related_name="children")

    objects = ChildQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "children"
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("admitted_on")),
                name="child_leaves_after_joining",
            ),
        ]
        indexes = [models.Index(fields=["full_name"], name="child_name")]

    def __str__(self) -> str:
        return self.full_name


class ParenthoodQuerySet(models.QuerySet["Parenthood"]):
    def may_be_asked(self) -> "ParenthoodQuerySet":
        """Return the ties of those with parental responsibility whom no court order keeps away."""
        return self.filter(has_responsibility=True, is_restricted=False, person__is_active=True)

    def asked(self, on: date | None = None) -> "ParenthoodQuerySet":
        """Return the ties that let a parent be asked on a day: child on roll, no restriction."""
        return self.may_be_asked().filter(child__in=Child.objects.on_roll(on))


class Parenthood(models.Model):
    """That a person is a parent or carer of a child, and what that lets the portal show them."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="parenthoods")
    person = models.ForeignKey(Person, models.PROTECT, related_name="parenthoods")
    relationship = models.CharField(max_length=40, blank=True)
    has_responsibility = models.BooleanField("has parental responsibility", default=True)
    is_restricted = models.BooleanField("is under a court restriction", default=False)

    objects = ParenthoodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "person"], name="parenthood_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} of {self.child}"


class Term(models.Model):
    """A stretch of days in which the school is open, half-terms being gaps between two."""

    name = models.CharField(max_length=60)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_in_order"),
            models.UniqueConstraint(fields=["starts_on"], name="term_starts_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ClosureDay(models.Model):
    """A day in term on which the school is closed: training, snow. Bank holidays are known."""

    day = models.DateField(unique=True)
    reason = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class School(models.Model):
    """What this school is called and how it is reached: one row, St Mary's by default."""

    name = models.CharField(max_length=120, default="St Mary's CE Infant School")
    motto = models.CharField(
        max_length=200, blank=True, default="Together we love to learn and learn to love"
    )
    colour = models.CharField("main colour", max_length=7, default="#1e4078")
    accent = models.CharField("accent colour", max_length=7, default="#b9791a")
    office_phone = models.CharField(max_length=40, blank=True)
    office_email = models.EmailField(blank=True)
    safeguarding_phone = models.CharField(
        "how to reach the safeguarding lead", max_length=40, blank=True
    )
    lado_contact = models.CharField(
        "local authority designated officer (LADO)", max_length=200, blank=True
    )

    class Meta:
        verbose_name_plural = "school"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "School":
        """Return the one school, with St Mary's defaults where nothing was set."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, person: Person | AnonymousUser) -> "PeopleImportQuerySet":
        """Return the lists that a person uploaded: what a list may do depends on who brings it."""
        return self.filter(uploaded_by=person.pk)


class PeopleImport(models.Model):
    """A list of people that was uploaded and previewed, waiting for somebody to say yes.

    Once it was put in, its content is emptied: the people it named are on record by then.
    """

    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    content = models.TextField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = PeopleImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
