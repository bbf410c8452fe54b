"""Both parents at the same moment, on the real database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from audit import chain
from consents import actions
from consents.actions import sharing
from consents.actions.photos import end_what_may_not_stand, grant_photos
from consents.models import Asking, ImageAnswer, Photo, SharedPicture, TakeDown
from consents.queries import permissions_of
from notifications.models import Message
from school.errors import DomainError
from school.models import PersonalLink
from tests import factories
from tests.uploads import nasty as files
from uploads import IMAGES, Limits, clean, examine
from uploads.fields import Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule("C1")]


def at_once(*deeds):
    """Do all these at the same moment, each on a connection of its own."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_two_presses_at_once_make_one_answer(family, parent, says):
    at_once(*[lambda: says(parent, family, "website", True)] * 3)

    assert ImageAnswer.objects.count() == 1


def test_parents_who_answer_at_once_end_in_a_no_and_one_task_at_the_most(
    family, parent, other_parent, says
):
    at_once(
        lambda: says(parent, family, "website", True),
        lambda: says(other_parent, family, "website", False),
    )

    assert not permissions_of([family.pk])[family.pk, "website"]
    # A task where the yes came first and held for a moment; none where the no did.
    came_first = ImageAnswer.objects.order_by("pk").first()
    assert TakeDown.objects.count() == int(came_first.is_yes)
    assert chain.verify().sound


@pytest.mark.rule("A4")
def test_two_workers_send_each_parent_one_letter_whose_link_works(family, parent, client):
    actions.bring_asking_up_to_date()
    later = timezone.now() + actions.asking.WAITS

    sent = at_once(*[lambda: actions.invite(now=later)] * 3)

    assert sum(sent) == 2
    assert not Asking.objects.to_invite().exists()
    assert PersonalLink.objects.filter(revoked_at=None).count() == 2
    path = Message.objects.get(recipient=parent).context["path"]
    assert client.get(path, follow=True).status_code == 200


def test_asked_twice_at_once_is_asked_once(family):
    factories.ParenthoodFactory(child=family)

    at_once(*[actions.bring_asking_up_to_date] * 3)

    assert Asking.objects.count() == 3


@pytest.mark.rule("C2")
def test_a_consent_and_a_no_at_once_leave_nothing_on_show(
    family, parent, says, class_teacher, headteacher
):
    says(parent, family, "website", True)
    request = factories.PhotoRequestFactory(asked_by=class_teacher, state="asked")
    photo = factories.PhotoFactory(request=request, children=[family])

    def grant():
        with suppress(DomainError):
            grant_photos(request=request, chosen={photo.pk}, by=headteacher)

    at_once(grant, lambda: says(parent, family, "website", False), end_what_may_not_stand)

    request.refresh_from_db()
    assert not Photo.objects.standing().exists()
    # Where the consent came first its picture has its task; where the no did, there is none.
    assert request.take_downs.count() == int(request.state == "granted")
    assert chain.verify().sound


@pytest.mark.rule("C3")
def test_the_last_two_yeses_at_once_make_one_yes_of_all_and_one_letter(
    family, parent, other_parent
):
    picture = factories.SharedPictureFactory(
        asked_by=factories.ParenthoodFactory().person, children=[family], state="asking"
    )

    def yes(person):
        return lambda: sharing.answer_shared(picture=picture, is_yes=True, by=person)

    at_once(yes(parent), yes(other_parent), yes(parent), sharing.bring_shared_up_to_date)

    picture.refresh_from_db()
    assert picture.state == "agreed"
    assert picture.answers.count() == 2
    assert picture.steps.count() == 1
    assert Message.objects.filter(template="shared_news").count() == 1
    assert chain.verify().sound


@pytest.mark.rule("C3")
def test_presses_at_once_are_one_question(family):
    asker = factories.ParenthoodFactory().person
    wanted = sharing.Wanted(where="My own page", who="Ada")
    content = files.jpeg()
    examined = examine(content, Limits(IMAGES))
    upload = Upload("a.jpg", content, examined, clean(content, examined.kind))

    found = at_once(*[lambda: sharing.ask_families(wanted=wanted, upload=upload, by=asker)] * 3)

    assert len({picture.pk for picture in found}) == 1
    assert SharedPicture.objects.count() == 1
