"""Rounds, who is asked in them, and what they signed."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from acknowledgements import models as sign_off
from acknowledgements.points import points_to_confirm
from tests.factories.policies import VersionFactory, published, put_in_force
from tests.factories.school import PersonFactory


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = sign_off.Round

    version = factory.LazyFunction(published)
    opened_by = factory.SubFactory(PersonFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))


class ConfirmationFactory(RoundFactory):
    occasion = sign_off.Occasion.CONFIRMATION
    why = "We all confirm this each September."
    counts_from = factory.LazyFunction(timezone.now)


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = sign_off.Request

    round = factory.SubFactory(RoundFactory)
    person = factory.SubFactory(PersonFactory)
    capacity = sign_off.Capacity.STAFF
    due_on = factory.SelfAttribute("round.due_on")


def published_with_staff_section(**kwargs):
    """Return a version in force whose second section is for staff in particular (M9)."""
    draft = VersionFactory(sections=["For all", "For staff"], **kwargs)
    draft.sections.filter(number="2").update(audiences=["staff"])
    return put_in_force(draft)


def has_read(asked):
    """Return a request whose text its person has read to the end, with every point confirmed."""
    sign_off.Reading.objects.update_or_create(
        round=asked.round,
        person=asked.person,
        capacity=asked.capacity,
        defaults={
            "reached_end_at": timezone.now(),
            "points": points_to_confirm(asked.round.version, asked.capacity),
        },
    )
    return asked


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = sign_off.Question

    request = factory.SubFactory(
        RequestFactory, reply=sign_off.Reply.QUESTION, replied_at=factory.LazyFunction(timezone.now)
    )
    words = "May I post a picture of the sports day?"


class AgeReminderFactory(DjangoModelFactory):
    """One planned for today, by the portal itself."""

    class Meta:
        model = sign_off.AgeReminder

    title = "Which apps are for which age"
    words = "Hello,\n\nMany apps are for people of 13 or older."
    send_on = factory.LazyFunction(timezone.localdate)


class AcknowledgementFactory(DjangoModelFactory):
    """The evidence alone: signing itself is `actions.sign`."""

    class Meta:
        model = sign_off.Acknowledgement

    request = factory.SubFactory(RequestFactory)
    person = factory.SelfAttribute("request.person")
    capacity = factory.SelfAttribute("request.capacity")
    version = factory.SelfAttribute("request.round.version")
    child = factory.SelfAttribute("request.child")
    text_sha256 = factory.SelfAttribute("version.text_sha256")
    sentence = factory.SelfAttribute("version.sign_off_text")
    typed_name = factory.SelfAttribute("person.full_name")
    recorded_by = factory.SelfAttribute("person")
    receipt_code = factory.Sequence(lambda n: f"MADEBYHAND{n}")
