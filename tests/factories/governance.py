"""Cases before governors, and legal advice."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from governance import models as governors
from tests.factories.incidents import CaseFactory
from tests.factories.school import PersonFactory


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = governors.Referral

    case = factory.SubFactory(CaseFactory)
    summary = "A post about the summer fair."
    question = "Is legal advice needed?"
    state = "shared"
    referred_by = factory.SubFactory(PersonFactory)


class ReferralMemberFactory(DjangoModelFactory):
    class Meta:
        model = governors.ReferralMember

    referral = factory.SubFactory(ReferralFactory)
    person = factory.SubFactory(PersonFactory)


class LegalAdviceFactory(DjangoModelFactory):
    class Meta:
        model = governors.LegalAdvice

    referral = factory.SubFactory(ReferralFactory)
    decided_on = factory.LazyFunction(timezone.localdate)
    why = "The page names staff."
    from_whom = "The local authority's legal services"
    recorded_by = factory.SubFactory(PersonFactory)


class AdviceReaderFactory(DjangoModelFactory):
    class Meta:
        model = governors.AdviceReader

    advice = factory.SubFactory(LegalAdviceFactory)
    person = factory.SubFactory(PersonFactory)
    named_by = factory.SelfAttribute("person")
