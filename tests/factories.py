"""One factory a model; each makes the smallest thing that the portal itself would accept."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from acknowledgements import models as sign_off
from acknowledgements.points import points_to_confirm
from approvals import models as register
from consents import models as pictures
from governance import models as governors
from incidents import models as cases
from policies import models as policies
from policies.text import text_sha256
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


class ImageAnswerFactory(DjangoModelFactory):
    """An answer given online; its parent is not tied to the child by it."""

    class Meta:
        model = pictures.ImageAnswer

    child = factory.SubFactory(ChildFactory)
    person = factory.SubFactory(PersonFactory)
    purpose = pictures.Purpose.WEBSITE
    is_yes = True
    recorded_by = factory.SelfAttribute("person")


class TakeDownFactory(DjangoModelFactory):
    class Meta:
        model = pictures.TakeDown

    child = factory.SubFactory(ChildFactory)
    purpose = pictures.Purpose.WEBSITE


class PhotoRequestFactory(DjangoModelFactory):
    """Pictures of an event that somebody puts together, for the school's website."""

    class Meta:
        model = pictures.PhotoRequest

    event = "Harvest festival"
    held_on = factory.LazyFunction(timezone.localdate)
    purpose = pictures.Purpose.WEBSITE
    where = "The news page"
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=100))
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyAttribute(lambda o: None if o.state == "draft" else timezone.now())
    state = "draft"


class PhotoFactory(DjangoModelFactory):
    """One image, with nobody named in it yet; given `children`, with them."""

    class Meta:
        model = pictures.Photo
        skip_postgeneration_save = True

    request = factory.SubFactory(PhotoRequestFactory)
    preview = factory.django.ImageField(width=8, height=6, format="JPEG")
    preview_type = "image/jpeg"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")

    @factory.post_generation
    def children(self, create, given, **kwargs):
        self.children.add(*(given or []))


class SharedPictureFactory(DjangoModelFactory):
    """One that a parent sent; given `children` and a state, with the questions about it."""

    class Meta:
        model = pictures.SharedPicture
        skip_postgeneration_save = True

    preview = factory.django.ImageField(width=8, height=6, format="JPEG")
    preview_type = "image/jpeg"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    where = "My own page, for friends only"
    who = "Ada and Bo"
    asked_by = factory.SubFactory(PersonFactory)
    answer_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))

    @factory.post_generation
    def children(self, create, given, **kwargs):
        self.children.add(*(given or []))
        if self.state != "sent":
            ties = school.Parenthood.objects.asked().filter(child__in=given or [])
            for person in set(ties.values_list("person_id", flat=True)):
                self.questions.create(person_id=person)


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
