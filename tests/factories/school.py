"""People, classes, children and the days of the school."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from approvals import models as register
from school import models as school


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = school.Person

    full_name = factory.Sequence(lambda n: f"Person{n} Example{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.test")


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = school.RoleAssignment

    person = factory.SubFactory(PersonFactory)
    role = school.Role.STAFF
    starts_on = date(2020, 9, 1)


class SchoolClassFactory(DjangoModelFactory):
    class Meta:
        model = school.SchoolClass
        django_get_or_create = ("name",)

    name = "Robins"


class ChildFactory(DjangoModelFactory):
    class Meta:
        model = school.Child

    full_name = factory.Sequence(lambda n: f"Child{n} Example{n}")
    school_class = factory.SubFactory(SchoolClassFactory)
    admitted_on = date(2024, 9, 2)


class ParenthoodFactory(DjangoModelFactory):
    class Meta:
        model = school.Parenthood

    child = factory.SubFactory(ChildFactory)
    person = factory.SubFactory(PersonFactory)


class LeaveFactory(DjangoModelFactory):
    class Meta:
        model = school.Leave

    person = factory.SubFactory(PersonFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))


class TermFactory(DjangoModelFactory):
    class Meta:
        model = school.Term

    name = factory.Sequence(lambda n: f"Term {n}")
    starts_on = factory.Sequence(lambda n: date(2026, 9, 2) + timedelta(days=120 * n))
    ends_on = factory.LazyAttribute(lambda term: term.starts_on + timedelta(days=100))


class ClosureDayFactory(DjangoModelFactory):
    class Meta:
        model = school.ClosureDay

    day = factory.Sequence(lambda n: date(2026, 9, 2) + timedelta(days=n))
    reason = "Training day"


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = school.Service

    name = factory.Sequence(lambda n: f"App {n}")
    minimum_age = 13
    age_checked_on = date(2026, 11, 1)


class ApprovalFactory(DjangoModelFactory):
    """A service approved for one purpose, with what was said of it."""

    class Meta:
        model = register.Approval
        skip_postgeneration_save = True

    service = factory.SubFactory(ServiceFactory)
    name = factory.SelfAttribute("service.name")
    purpose = "Sharing reading practice"
    used_by = "Robins"
    data = "First names"
    minimum_age = 13
    dpia_reference = "DPIA 7"
    asked_by = factory.SubFactory(PersonFactory)
    owner = factory.SelfAttribute("asked_by")
    state = "approved"
    review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))

    @factory.post_generation
    def steps(self, create, given, **kwargs):
        moves = {"asked": ["ask"], "approved": ["ask", "approve"], "refused": ["ask", "refuse"]}
        for move in moves.get(self.state, ["ask", "approve", "withdraw"]):
            review_on = self.review_on if move == "approve" else None
            self.steps.create(move=move, by=self.asked_by, review_on=review_on, words=move)
