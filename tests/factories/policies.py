"""Policies, their versions and what those are made of."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from policies import models as policies
from policies.text import text_sha256
from tests.factories.school import PersonFactory


class PolicyFactory(DjangoModelFactory):
    class Meta:
        model = policies.Policy

    slug = factory.Sequence(lambda n: f"policy-{n}")
    title = factory.Sequence(lambda n: f"Policy {n}")


class VersionFactory(DjangoModelFactory):
    """A draft with one section and two clauses; see `published` for one in force."""

    class Meta:
        model = policies.Version
        skip_postgeneration_save = True

    policy = factory.SubFactory(PolicyFactory)
    number = 1
    title = factory.SelfAttribute("policy.title")
    audiences = factory.LazyFunction(lambda: [a.value for a in policies.Audience])
    sign_off_text = "I have read this policy and will keep to it."
    created_by = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def authors(self, create, given, **kwargs):
        self.authors.set(given or ([self.created_by] if self.created_by else []))

    @factory.post_generation
    def sections(self, create, given, **kwargs):
        for place, heading in enumerate(given or ["What we ask"], start=1):
            section = SectionFactory(
                version=self, position=place, number=str(place), heading=heading
            )
            ClauseFactory(section=section, position=1, number=f"{place}.1")
            ClauseFactory(section=section, position=2, number=f"{place}.2")


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = policies.Section

    version = factory.SubFactory(VersionFactory)
    position = factory.Sequence(lambda n: n + 100)
    number = factory.Sequence(lambda n: str(n + 100))
    heading = "What we ask"
    audiences = factory.LazyAttribute(lambda section: section.version.audiences)


class ClauseFactory(DjangoModelFactory):
    class Meta:
        model = policies.Clause

    section = factory.SubFactory(SectionFactory)
    position = factory.Sequence(lambda n: n + 100)
    number = factory.Sequence(lambda n: f"1.{n + 100}")
    text = factory.Sequence(lambda n: f"Be kind in what you post, point {n}.")


def published(*, must_be_signed=True, at=None, **kwargs):
    """Return a version in force, put there by hand: for tests whose point is not publishing."""
    return put_in_force(VersionFactory(**kwargs), must_be_signed=must_be_signed, at=at)


def put_in_force(version, *, must_be_signed=True, at=None):
    """Return a draft, with whatever text it was given, as `published` returns it."""
    person = version.created_by
    version.state = policies.State.PUBLISHED
    version.approved_by = version.published_by = person
    version.approved_on = timezone.localdate()
    version.next_review_on = timezone.localdate() + timedelta(days=365)
    version.approved_at_level = version.policy.approver_level
    version.published_at = at or timezone.now()
    version.must_be_signed = must_be_signed
    version.text_sha256 = text_sha256(version)
    version.save()
    return version


def superseded(**kwargs):
    """Return a version that was in force and was replaced, put there by hand like `published`."""
    return replace(published(**kwargs))


def replace(version):
    """Return a version in force as one that was replaced."""
    version.state, version.superseded_at = policies.State.SUPERSEDED, timezone.now()
    version.save()
    return version
