"""Children, their classes, and who is a parent or carer of whom."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from school.models.people import Person, Role


class SchoolClass(models.Model):
    """A class, such as Robins (Reception)."""

    name = models.CharField(max_length=60, unique=True)
    year_group = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.name


def _is_on_roll(on: date | None, child: str = "") -> Q:
    """Return which children are on roll on a day; `child` leads to them from another table."""
    on = on or timezone.localdate()
    stays = Q(**{f"{child}left_on": None}) | Q(**{f"{child}left_on__gte": on})
    return stays & Q(**{f"{child}admitted_on__lte": on})


class ChildQuerySet(models.QuerySet["Child"]):
    def on_roll(self, on: date | None = None) -> "ChildQuerySet":
        """Return the children admitted, and not yet left, on a day (default: today)."""
        return self.filter(_is_on_roll(on))

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
        # By a join: SQLite would work a list of children out anew for each row that asks.
        return self.may_be_asked().filter(_is_on_roll(on, "child__"))


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
