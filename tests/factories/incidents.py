"""Reports, cases and what belongs to one."""

from datetime import datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from incidents import models as cases
from school import models as school
from tests.factories.school import PersonFactory


def end_of_school(day):
    """Return the moment at which a clock that runs in school days runs out on a day."""
    return timezone.make_aware(datetime.combine(day, time(17, 0)))


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = cases.Case

    reference = factory.Sequence(lambda n: f"T{n // 1000:02d}-{n % 1000:03d}")
    kind = cases.Kind.BREACH
    subject_kind = cases.SubjectKind.UNKNOWN
    handling_role = school.Role.HEADTEACHER
    routing_rule = "everything_else"
    routing_because = "Everything else goes to the Headteacher."

    class Params:
        due_on = None

    due_at = factory.LazyAttribute(lambda case: case.due_on and end_of_school(case.due_on))


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = cases.Report

    case = factory.SubFactory(CaseFactory)
    what_happened = "Something unkind was posted."


class ReviewRequestFactory(DjangoModelFactory):
    class Meta:
        model = cases.ReviewRequest

    case = factory.SubFactory(CaseFactory)
    words = "Please look at it again."
    role = school.Role.DEPUTY
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class CasePartyFactory(DjangoModelFactory):
    class Meta:
        model = cases.CaseParty

    case = factory.SubFactory(CaseFactory)
    part = cases.Part.ALLEGED
    person = factory.SubFactory(PersonFactory)


class CaseLinkFactory(DjangoModelFactory):
    """Two cases that were linked, in the order that the database asks for."""

    class Meta:
        model = cases.CaseLink

    is_repeat = True
    why = "Both speak of the same post."
    linked_by = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        ends = (kwargs.pop("first"), kwargs.pop("second"))
        kwargs["first"], kwargs["second"] = sorted(ends, key=lambda case: case.pk)
        return super()._create(model_class, *args, **kwargs)


class SavedWordingFactory(DjangoModelFactory):
    class Meta:
        model = cases.SavedWording

    title = factory.Sequence(lambda n: f"Thank you {n}")
    words = "Thank you for telling us. We will read it with care."
    changed_by = factory.SubFactory(PersonFactory)


class MaskFactory(DjangoModelFactory):
    class Meta:
        model = cases.Mask

    case = factory.SubFactory(CaseFactory)
    words = "unkind"
    why = "Not needed for this."
    hidden_by = factory.SubFactory(PersonFactory)


class BundleFactory(DjangoModelFactory):
    """One that was asked for and is not made yet: making it is `actions.make_bundles`."""

    class Meta:
        model = cases.Bundle

    case = factory.SubFactory(CaseFactory)
    asked_by = factory.SubFactory(PersonFactory)
