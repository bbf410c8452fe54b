"""Asking to post pictures of an event, deciding, and what ends a consent (C2, M10)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from approvals.actions import withdraw_service
from consents import actions as pictures
from consents.actions import photos as actions
from consents.models import Because, Photo, PhotoRequest, PhotoStep, TakeDown
from notifications.delivery import render
from notifications.models import Message
from school.access import NotAllowed
from school.actions import change_parent
from school.errors import DomainError, WrongState
from tests import factories
from tests.uploads import nasty as files
from uploads import IMAGES, Limits, clean, examine
from uploads.fields import Upload

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C2")]


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def details(**changed):
    return actions.PhotoDetails(
        **{
            "event": "Harvest festival",
            "held_on": in_days(0),
            "purpose": "website",
            "where": "The news page",
            "until": in_days(90),
        }
        | changed
    )


@pytest.fixture
def may(family, parent, says_all):
    """A child of whom everything may be used."""
    says_all(parent, family)
    return family


@pytest.fixture
def may_not(may):
    return factories.ChildFactory(full_name="Bo Burr", school_class=may.school_class)


@pytest.fixture
def draft(class_teacher, may, may_not):
    """Two pictures: of Ada alone, and of Ada with Bo, of whom there may be no images."""
    request = actions.begin_photo_request(details=details(), by=class_teacher)
    factories.PhotoFactory(request=request, children=[may])
    factories.PhotoFactory(request=request, children=[may, may_not])
    return request


@pytest.fixture
def asked(draft, class_teacher, headteacher):
    return actions.send_photo_request(request=draft, by=class_teacher)


@pytest.fixture
def granted(asked, headteacher):
    return actions.grant_photos(request=asked, chosen=all_of(asked), by=headteacher)


def all_of(request):
    return set(request.photos.values_list("pk", flat=True))


# --- putting together -----------------------------------------------------------------------------


def test_two_presses_begin_one_request_and_a_further_one_begins_once_it_has_pictures(class_teacher):
    begun = [actions.begin_photo_request(details=details(), by=class_teacher) for _ in range(2)]
    factories.PhotoFactory(request=begun[0])

    another = actions.begin_photo_request(details=details(), by=class_teacher)

    assert begun[0] == begun[1] != another


@pytest.mark.parametrize("who", ["parent", "volunteer", "governor", "chair", "clerk"])
def test_only_staff_ask(who, request):
    with pytest.raises(NotAllowed):
        actions.begin_photo_request(details=details(), by=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"until": in_days(0)}, "lies ahead, within a year"),
        ({"until": in_days(367)}, "lies ahead, within a year"),
        ({"held_on": in_days(1)}, "Ask once the event has been"),
        ({"purpose": "social_media"}, "Choose a service that is approved today"),
    ],
)
def test_what_cannot_be_asked_for_says_why(wrong, sentence, class_teacher):
    with pytest.raises(DomainError, match=sentence):
        actions.begin_photo_request(details=details(**wrong), by=class_teacher)


@pytest.mark.rule("C4")
@pytest.mark.parametrize(
    "facts", [{"state": "refused"}, {"state": "withdrawn"}, {"review_on": in_days(-1)}]
)
def test_social_media_go_through_a_service_that_is_approved_today(facts, class_teacher):
    service = factories.ApprovalFactory(**facts)

    with pytest.raises(DomainError, match="approved today"):
        actions.begin_photo_request(
            details=details(purpose="social_media", approval=service), by=class_teacher
        )


def test_of_a_picture_only_a_small_preview_without_its_place_is_kept(class_teacher, draft):
    content = files.jpeg((1200, 800))
    kind = examine(content, Limits(IMAGES)).kind
    upload = Upload(
        "Ada.jpg",
        content,
        examine(content, Limits(IMAGES)),
        clean(content, kind, longest_side=640),
    )

    new = [
        actions.add_photos(request=draft, uploads=[upload, upload], by=class_teacher)
        for _ in range(2)
    ]

    photo = draft.photos.last()
    with photo.preview.open("rb") as file:
        kept = file.read()
    assert new == [1, 0]  # what is there already is not added again
    assert files.SECRET not in kept
    assert max(Image.open(BytesIO(kept)).size) == 640
    assert photo.sha256 == upload.examined.sha256
    assert "Ada" not in photo.preview.name


def test_who_is_in_a_picture_is_said_class_by_class(draft, may, class_teacher):
    owls = factories.SchoolClassFactory(name="Owls")
    other = factories.ChildFactory(full_name="Cy Cole", school_class=owls)
    photo = draft.photos.last()

    actions.name_children(
        photo=photo, school_class=other.school_class, children=[other, may], by=class_teacher
    )

    names = set(photo.children.values_list("full_name", flat=True))
    assert names == {"Ada Younger", "Bo Burr", "Cy Cole"}
    actions.name_children(
        photo=photo, school_class=may.school_class, children=[may], by=class_teacher
    )
    assert set(photo.children.all()) == {may, other}
    with pytest.raises(DomainError, match="Either tick children"):
        actions.name_children(
            photo=photo, school_class=None, children=[may], nobody=True, by=class_teacher
        )
    actions.name_children(
        photo=photo, school_class=None, children=[], nobody=True, by=class_teacher
    )
    assert not photo.children.exists()


def test_nothing_is_kept_of_what_is_taken_out_or_dropped(
    draft, class_teacher, django_capture_on_commit_callbacks
):
    files_kept = [photo.preview.name for photo in draft.photos.all()]
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo=draft.photos.first(), by=class_teacher)
        actions.discard_photo_request(request=draft, by=class_teacher)

    assert not PhotoRequest.objects.exists()
    assert not any(default_storage.exists(name) for name in files_kept)


def test_nobody_else_puts_it_together_and_nobody_after_it_was_sent(
    asked, class_teacher, headteacher
):
    photo = asked.photos.first()
    for by in (class_teacher, headteacher):
        with pytest.raises(NotAllowed):
            actions.remove_photo(photo=photo, by=by)
        with pytest.raises(NotAllowed):
            actions.name_children(photo=photo, school_class=None, children=[], by=by)
        with pytest.raises(NotAllowed):
            actions.send_photo_request(request=asked, by=by)


def test_it_is_sent_once_all_is_said_and_at_least_one_picture_could_be_posted(
    class_teacher, may_not
):
    request = actions.begin_photo_request(details=details(), by=class_teacher)
    with pytest.raises(DomainError, match="Add at least one picture"):
        actions.send_photo_request(request=request, by=class_teacher)
    photo = factories.PhotoFactory(request=request)
    with pytest.raises(DomainError, match="Say who is in picture 1"):
        actions.send_photo_request(request=request, by=class_teacher)
    photo.children.add(may_not)
    with pytest.raises(DomainError, match="Add at least one picture"):
        actions.send_photo_request(request=request, by=class_teacher)


# --- deciding -------------------------------------------------------------------------------------


@pytest.mark.rule("S1")
def test_whoever_decides_is_told_without_a_name(asked, headteacher, may):
    letter = Message.objects.get(template="photos_to_decide")

    assert letter.recipient == headteacher
    assert may.full_name not in render(letter).body


def test_the_headteachers_own_goes_to_the_chair(headteacher, chair, may):
    own = actions.begin_photo_request(details=details(), by=headteacher)
    factories.PhotoFactory(request=own, children=[may])
    actions.send_photo_request(request=own, by=headteacher)

    assert Message.objects.get(template="photos_to_decide").recipient == chair
    with pytest.raises(NotAllowed, match="Nobody decides what they asked for"):
        actions.grant_photos(request=own, chosen=all_of(own), by=headteacher)
    assert actions.grant_photos(request=own, chosen=all_of(own), by=chair).state == "granted"


def test_a_child_with_a_no_blocks_its_picture_whatever_is_chosen(granted):
    assert [photo.outcome for photo in granted.photos.all()] == ["granted", "no_images"]


def test_what_is_not_chosen_is_left_out(asked, headteacher):
    extra = factories.PhotoFactory(request=asked, nobody=True)

    actions.grant_photos(request=asked, chosen={extra.pk}, by=headteacher)

    outcomes = [photo.outcome for photo in asked.photos.all()]
    assert outcomes == ["left_out", "no_images", "granted"]


def test_permissions_are_looked_at_again_when_it_is_decided(asked, may, parent, says, headteacher):
    says(parent, may, "website", False)

    with pytest.raises(DomainError, match="Choose at least one picture"):
        actions.grant_photos(request=asked, chosen=all_of(asked), by=headteacher)
    assert PhotoRequest.objects.get().state == "asked"


@pytest.mark.rule("C4")
def test_a_service_that_was_withdrawn_meanwhile_stops_the_decision(class_teacher, headteacher):
    service = factories.ApprovalFactory()
    request = factories.PhotoRequestFactory(
        asked_by=class_teacher, state="asked", purpose="social_media", approval=service
    )
    photo = factories.PhotoFactory(request=request, nobody=True)
    withdraw_service(approval=service, reason="It was sold.", by=headteacher)

    with pytest.raises(DomainError, match="not approved today: refuse this request"):
        actions.grant_photos(request=request, chosen={photo.pk}, by=headteacher)


@pytest.mark.rule("C4")
def test_nothing_is_sent_through_a_service_that_was_withdrawn_meanwhile(class_teacher, headteacher):
    service = factories.ApprovalFactory()
    draft = factories.PhotoRequestFactory(
        asked_by=class_teacher, purpose="social_media", approval=service
    )
    factories.PhotoFactory(request=draft, nobody=True)
    withdraw_service(approval=service, reason="It was sold.", by=headteacher)

    with pytest.raises(DomainError, match="Choose a service that is approved today"):
        actions.send_photo_request(request=draft, by=class_teacher)
    assert PhotoRequest.objects.get().state == "draft"


def test_a_no_has_a_reason_and_a_decision_is_made_once(asked, headteacher, class_teacher):
    with pytest.raises(DomainError, match="Write a reason"):
        actions.refuse_photos(request=asked, words=" ", by=headteacher)
    actions.refuse_photos(request=asked, words="Too many faces.", by=headteacher)

    assert Message.objects.get(template="photos_decided").recipient == class_teacher
    with pytest.raises(WrongState):
        actions.grant_photos(request=asked, chosen=all_of(asked), by=headteacher)


@pytest.mark.parametrize("who", ["class_teacher", "deputy", "office", "chair", "dsl"])
def test_nobody_else_decides(who, asked, request):
    with pytest.raises(NotAllowed):
        actions.grant_photos(request=asked, chosen=all_of(asked), by=request.getfixturevalue(who))


def test_what_was_decided_can_be_neither_changed_nor_removed(granted):
    for write in (
        lambda: PhotoStep.objects.update(words="x"),
        lambda: PhotoStep.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


# --- the end --------------------------------------------------------------------------------------


def test_a_permission_taken_back_opens_a_task_at_once_that_names_no_child(
    granted, may, parent, says, office, class_teacher
):
    says(parent, may, "website", False)

    task = TakeDown.objects.get(photo_request=granted)
    assert (task.because, task.child) == (Because.PERMISSION, None)
    assert list(task.photos.all()) == [granted.photos.first()]
    assert not Photo.objects.standing().exists()
    told = Message.objects.filter(template="take_down").values_list("recipient__full_name")
    assert {name for (name,) in told} == {"Olive Offord", "Helen Hart", "Tom Thistle"}


def test_said_yes_again_it_does_not_come_back_and_no_second_task_is_opened(
    granted, may, parent, says
):
    for is_yes in (False, True):
        says(parent, may, "website", is_yes)
    actions.end_what_may_not_stand()

    assert not Photo.objects.standing().exists()
    assert TakeDown.objects.filter(photo_request=granted).count() == 1


def test_a_no_for_another_purpose_ends_nothing(granted, may, parent, says):
    says(parent, may, "press", False)

    assert Photo.objects.standing().count() == 1


def test_a_parent_who_is_no_longer_asked_takes_their_yes_along(granted, may, parent, office):
    change_parent(
        tie=may.parenthoods.get(person=parent),
        relationship="",
        has_responsibility=True,
        is_restricted=True,
        by=office,
    )

    assert TakeDown.objects.filter(photo_request=granted).exists()


def test_a_child_who_has_left_is_found_on_the_day(granted, may):
    may.left_on = in_days(-1)
    may.save()

    assert actions.end_what_may_not_stand() == 1
    assert TakeDown.objects.get(photo_request=granted).because == Because.PERMISSION


def test_after_its_last_day_a_consent_is_over_and_its_pictures_come_down(granted):
    assert actions.end_what_may_not_stand(on=granted.until) == 0
    for _ in range(2):
        actions.end_what_may_not_stand(on=granted.until + timedelta(days=1))

    granted.refresh_from_db()
    assert granted.state == "expired"
    assert granted.steps.last().by is None
    assert TakeDown.objects.get(photo_request=granted).because == Because.EXPIRED


def test_withdrawn_by_the_headteacher_its_pictures_come_down(granted, headteacher, deputy):
    with pytest.raises(NotAllowed):
        actions.withdraw_photos(request=granted, words="No.", by=deputy)
    actions.withdraw_photos(request=granted, words="The event was private.", by=headteacher)

    task = TakeDown.objects.get(photo_request=granted)
    assert (task.because, task.photos.count()) == (Because.WITHDRAWN, 1)


@pytest.mark.rule("C4")
def test_a_service_approved_no_more_ends_what_was_posted_there(class_teacher, headteacher):
    service = factories.ApprovalFactory()
    request = factories.PhotoRequestFactory(
        asked_by=class_teacher, state="granted", purpose="social_media", approval=service
    )
    factories.PhotoFactory(request=request, nobody=True, outcome="granted")
    withdraw_service(approval=service, reason="It was sold.", by=headteacher)

    actions.end_what_may_not_stand()

    assert TakeDown.objects.get().because == Because.SERVICE


def test_whoever_posted_says_what_came_down_and_it_is_kept(granted, headteacher, class_teacher):
    actions.withdraw_photos(request=granted, words="Private.", by=headteacher)
    task = TakeDown.objects.get(photo_request=granted)
    stranger = factories.RoleAssignmentFactory(role="staff").person

    with pytest.raises(NotAllowed):
        pictures.finish_take_down(task=task, looked_at=task.places, what_was_done="x", by=stranger)
    done = pictures.finish_take_down(
        task=task, looked_at=task.places, what_was_done="Deleted the post.", by=class_teacher
    )

    assert done.looked_at[0] == "The school’s website: The news page"
    assert (done.done_by, done.what_was_done) == (class_teacher, "Deleted the post.")


def test_a_round_costs_the_same_for_three_pictures_as_for_thirty(granted, may):
    def cost(more):
        for _ in range(more):
            factories.PhotoFactory(request=granted, children=[may], outcome="granted")
        with CaptureQueriesContext(connection) as queries:
            assert actions.end_what_may_not_stand() == 0
        return len(queries)

    assert cost(2) == cost(27)
