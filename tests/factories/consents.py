"""What parents said about pictures."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from consents import models as pictures
from school import models as school
from tests.factories.school import ChildFactory, PersonFactory


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
