"""The people of the school, and what each is to it from one day to another."""

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
            if self.parenthoods.asked(on).exists():
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
