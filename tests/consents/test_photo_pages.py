"""The pages on which staff ask to post pictures, and whoever decides does so (C2, M10)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import chain
from audit.models import Event
from consents.actions.photos import end_what_may_not_stand, look_at_photo, refuse_photos
from consents.models import Photo, PhotoRequest, TakeDown
from consents.photo_queries import VIEWED
from school.access import NotAllowed
from school.models import Role
from tests import factories
from tests.uploads import nasty as files

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C2")]

LIST, ASK = reverse("consents:photo_requests"), reverse("consents:ask_to_post")


def at(name, thing):
    return reverse(f"consents:{name}", args=[thing.pk])


def in_days(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def filled(**changed):
    return {
        "event": "Harvest festival",
        "held_on": in_days(-1),
        "purpose": "website",
        "where": "The news page",
        "until": in_days(60),
    } | changed


def chosen(*contents):
    return [SimpleUploadedFile(f"{n}.jpg", content) for n, content in enumerate(contents)]


@pytest.fixture
def may(family, parent, says_all):
    says_all(parent, family)
    return family


@pytest.fixture
def may_not(may):
    return factories.ChildFactory(full_name="Bo Burr", school_class=may.school_class)


@pytest.fixture
def asked(class_teacher, may, may_not):
    request = factories.PhotoRequestFactory(asked_by=class_teacher, state="asked")
    factories.PhotoFactory(request=request, children=[may])
    factories.PhotoFactory(request=request, children=[may, may_not])
    return request


def test_a_class_teacher_asks_from_the_event_to_sending(
    class_teacher, headteacher, may, may_not, sign_in
):
    browser = sign_in(class_teacher)
    assert "Helen Hart decides, by" in browser.get(ASK).text

    page = browser.post(ASK, filled(), follow=True)
    request = PhotoRequest.objects.get()
    assert "Add pictures: Harvest festival" in page.text
    page = browser.post(
        at("add_photos", request), {"photos": chosen(files.jpeg(), files.png())}, follow=True
    )
    assert "2 pictures are added. Now say who is in each" in page.text

    first, second = request.photos.all()
    page = browser.get(at("name_children", first), {"school_class": may.school_class_id})
    assert "Bo Burr (no images)" in page.text
    browser.post(
        at("name_children", first),
        {"school_class": may.school_class_id, "children": [may.pk]},
    )
    page = browser.post(at("send_photo_request", request), follow=True)
    assert "Say who is in picture 2" in page.text
    browser.post(at("name_children", second), {"school_class": "", "nobody": "on"})
    page = browser.post(at("send_photo_request", request), follow=True)

    assert "Please do not post yet" in page.text
    assert "Waiting for a decision" in browser.get(LIST).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"event": ""}, "Write which event it was."),
        ({"purpose": ""}, "Choose where."),
        ({"purpose": "other_families"}, "Please choose one of those offered here."),
        ({"purpose": "social_media"}, "Choose the service."),
        ({"until": in_days(-3)}, "Choose a last day that lies ahead"),
        ({"until": "soon"}, "Write a date such as"),
        ({"held_on": "1990-01-01"}, "This day is more than a year ago. Look at the year"),
        ({"held_on": in_days(-370)}, "This day is more than a year ago."),
        ({"held_on": in_days(2)}, "Ask once the event has been"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(wrong, sentence, class_teacher, sign_in):
    answer = sign_in(class_teacher).post(ASK, filled(**wrong))

    assert sentence in answer.text
    assert "The news page" in answer.text
    assert not PhotoRequest.objects.exists()


def test_files_that_are_no_pictures_are_named_and_the_others_come_in(class_teacher, sign_in):
    draft = factories.PhotoRequestFactory(asked_by=class_teacher)
    browser = sign_in(class_teacher)

    answer = browser.post(at("add_photos", draft), {"photos": chosen(files.jpeg(), b"<html>hello")})

    assert "1.jpg: This is a web page" in answer.text
    assert "The others are in: choose only what is still missing." in answer.text
    assert draft.photos.count() == 1


def test_where_none_is_a_picture_or_they_are_too_many_none_comes_in(class_teacher, sign_in):
    draft = factories.PhotoRequestFactory(asked_by=class_teacher)
    browser = sign_in(class_teacher)

    answer = browser.post(at("add_photos", draft), {"photos": chosen(b"<html>hello")})

    assert "0.jpg: This is a web page" in answer.text
    assert "The others are in" not in answer.text
    assert "Choose at least one picture." in browser.post(at("add_photos", draft), {}).text
    too_many = browser.post(at("add_photos", draft), {"photos": chosen(*[b"x"] * 11)})
    assert "choose 10 at the most" in too_many.text
    assert not Photo.objects.exists()


def test_a_child_of_another_class_cannot_be_put_in_by_a_form(class_teacher, may, sign_in):
    draft = factories.PhotoFactory(request__asked_by=class_teacher)
    owls = factories.SchoolClassFactory(name="Owls")

    answer = sign_in(class_teacher).post(
        at("name_children", draft), {"school_class": owls.pk, "children": [may.pk]}
    )

    assert "Choose children of this class." in answer.text
    assert not draft.children.exists()


def test_that_is_everybody_wants_a_name_or_the_word_that_nobody_can_be_recognised(
    class_teacher, sign_in
):
    draft = factories.PhotoFactory(request__asked_by=class_teacher)
    browser, page = sign_in(class_teacher), at("name_children", draft)

    assert "Choose at least one child, or tick" in browser.post(page, {"school_class": ""}).text
    assert browser.post(page, {"school_class": "", "more": "1"}).status_code == 302
    assert browser.post(page, {"school_class": "", "nobody": "on"}).status_code == 302


def test_the_headteacher_decides_on_one_page_and_reads_no_images_never_why(
    asked, headteacher, other_parent, parent, sign_in
):
    browser = sign_in(headteacher)
    page = browser.get(at("photo_request", asked)).text
    assert "Bo Burr: <strong>no images</strong>" in page
    assert "Ada Younger</li>" in page
    for name in (parent.full_name, other_parent.full_name):
        assert name not in page
    first = asked.photos.first()

    answer = browser.post(
        at("photo_request", asked),
        {"decision": "grant", "photos": [first.pk], "words": "Faces only from behind"},
        follow=True,
    )

    assert "Faces only from behind" in answer.text
    assert Photo.objects.standing().get() == first


def test_whoever_writes_while_another_one_decides_loses_no_words(
    asked, headteacher, class_teacher, sign_in
):
    second = factories.PersonFactory()
    factories.RoleAssignmentFactory(person=second, role=Role.HEADTEACHER)
    refuse_photos(request=asked, words="Too many faces.", by=second)

    for words in ("Only the ones from behind, please.", ""):
        sent = {"decision": "refuse", "words": words}
        answer = sign_in(headteacher).post(at("photo_request", asked), sent)
        assert answer.status_code == 200
        assert f"A colleague was quicker: {second} has decided." in answer.text
        assert ("What you wrote was not kept." in answer.text) is bool(words)
        assert "to put right" not in answer.text
        assert "Write why not" not in answer.text
        assert words in answer.text
        assert "Keep this decision" not in answer.text

    assert asked.steps.count() == 1
    assert sign_in(class_teacher).post(at("photo_request", asked), sent).status_code == 403


def test_a_blocked_picture_cannot_be_chosen_by_a_form(asked, headteacher, sign_in):
    blocked = asked.photos.last()

    answer = sign_in(headteacher).post(
        at("photo_request", asked), {"decision": "grant", "photos": [blocked.pk]}
    )

    assert "Choose at least one picture that may be posted" in answer.text
    assert PhotoRequest.objects.get().state == "asked"


def test_a_permission_that_ends_while_the_page_is_open_only_leaves_its_picture_out(
    asked, headteacher, parent, may, says, sign_in
):
    other = factories.PhotoFactory(request=asked, nobody=True)
    chosen = [asked.photos.first().pk, other.pk]
    says(parent, may, "website", False)

    answer = sign_in(headteacher).post(
        at("photo_request", asked), {"decision": "grant", "photos": chosen}, follow=True
    )

    assert "No images: will not be posted" in answer.text
    assert Photo.objects.standing().get() == other


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose yes or no."),
        ({"decision": "refuse"}, "Write why not, for whoever asked."),
        ({"decision": "grant"}, "Choose at least one picture that may be posted"),
    ],
)
def test_a_decision_that_lacks_something_is_not_kept(sent, sentence, asked, headteacher, sign_in):
    answer = sign_in(headteacher).post(at("photo_request", asked), sent)

    assert sentence in answer.text
    assert PhotoRequest.objects.get().state == "asked"


def test_the_chair_decides_the_headteachers_own_without_names_of_children(
    headteacher, chair, may, may_not, sign_in
):
    own = factories.PhotoRequestFactory(asked_by=headteacher, state="asked")
    factories.PhotoFactory(request=own, children=[may, may_not])

    page = sign_in(chair).get(at("photo_request", own)).text

    assert "2 children in it, of 1 there may be <strong>no images</strong>" in page
    assert may.full_name not in page
    assert "Keep this decision" in page
    assert "Keep this decision" not in sign_in(headteacher).get(at("photo_request", own)).text
    assert sign_in(headteacher).post(at("photo_request", own), {}).status_code == 403


@pytest.mark.parametrize("ended", ["withdrawn", "over"])
def test_what_the_chair_consented_to_is_not_said_to_be_the_headteachers(
    headteacher, chair, may, sign_in, ended
):
    own = factories.PhotoRequestFactory(asked_by=headteacher, state="asked")
    photo = factories.PhotoFactory(request=own, children=[may])
    browser = sign_in(chair)
    browser.post(at("photo_request", own), {"decision": "grant", "photos": [photo.pk]})
    if ended == "withdrawn":
        browser.post(at("withdraw_photos", own), {"words": "It was private."})
        sentence = "The consent to post them was withdrawn."
    else:
        PhotoRequest.objects.update(until=timezone.localdate() - timedelta(days=1))
        end_what_may_not_stand()
        sentence = "The consent to post them is over."

    for page in (
        sign_in(headteacher).get(at("photo_request", own)).text,
        sign_in(headteacher).get(reverse("consents:take_downs")).text,
    ):
        assert sentence in page
        assert "The Headteacher has withdrawn" not in page
        assert "The Headteacher’s consent" not in page


def test_the_chair_finds_the_way_back_once_nothing_waits_any_more(headteacher, chair, may, sign_in):
    own = factories.PhotoRequestFactory(asked_by=headteacher, state="asked")
    photo = factories.PhotoFactory(request=own, children=[may])
    browser = sign_in(chair)
    decided = {"decision": "grant", "photos": [photo.pk]}
    page = browser.post(at("photo_request", own), decided, follow=True)
    assert f'href="{LIST}"' in page.text

    page = browser.get(LIST)

    assert "Nothing waits for your decision at the moment." in page.text
    assert "What may be posted now" not in page.text


def test_previews_are_for_those_alone_who_look_at_the_request(asked, cast, sign_in):
    preview = at("preview", asked.photos.first())

    allowed = {"class_teacher", "headteacher"}
    for name, person in vars(cast).items():
        expected = 200 if name in allowed else 404
        assert sign_in(person).get(preview).status_code == expected, name
        assert sign_in(person).get(at("photo_request", asked)).status_code == expected, name
    answer = sign_in(cast.headteacher).get(preview)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(preview).status_code == 302


def test_who_looked_at_the_pictures_is_on_record_for_those_who_answer_for_them(
    asked, may, class_teacher, headteacher, chair, office, sign_in
):
    draft = factories.PhotoRequestFactory(asked_by=class_teacher)
    own = factories.PhotoFactory(request=draft, children=[may])
    sign_in(class_teacher).get(at("preview", own))
    assert not Event.objects.filter(action=VIEWED).exists()
    page = at("photo_request", asked)
    assert "Nobody yet. Each time" in sign_in(headteacher).get(page).text

    for photo in asked.photos.all():
        sign_in(class_teacher).get(at("preview", photo))
        sign_in(class_teacher).get(at("preview", photo))
    for person in (office, chair):
        assert sign_in(person).get(at("preview", photo)).status_code == 404
        with pytest.raises(NotAllowed):
            look_at_photo(photo=photo, by=person)

    seen = Event.objects.on(asked).filter(action=VIEWED)
    assert [event.actor_id for event in seen] == [str(class_teacher.pk)] * 4
    shown = " ".join(sign_in(headteacher).get(page).text.split())
    assert f"{class_teacher}: 2 pictures" in shown
    assert "Who looked at the pictures" not in sign_in(class_teacher).get(page).text
    with CaptureQueriesContext(connection) as few:
        sign_in(headteacher).get(page)
    for person in (headteacher, headteacher, office):
        chain.record(VIEWED, by=person, on=asked, photo=1)
    with CaptureQueriesContext(connection) as many:
        sign_in(headteacher).get(page)
    assert len(many) == len(few)


def test_granted_it_stands_on_the_list_for_staff_without_its_pictures(
    class_teacher, may, dsl, sign_in
):
    granted = factories.PhotoRequestFactory(asked_by=class_teacher, state="granted")
    photo = factories.PhotoFactory(request=granted, children=[may], outcome="granted")

    page = sign_in(dsl).get(LIST).text

    assert "Harvest festival" in page
    assert at("photo_request", granted) not in page
    assert may.full_name not in page
    assert at("photo_request", granted) in sign_in(class_teacher).get(LIST).text
    assert sign_in(dsl).get(at("preview", photo)).status_code == 404


def test_once_decided_nobody_reads_of_whom_a_permission_ended(
    class_teacher, headteacher, may, may_not, sign_in
):
    for state, outcome in (("granted", "granted"), ("refused", "")):
        decided = factories.PhotoRequestFactory(asked_by=class_teacher, state=state)
        factories.PhotoFactory(request=decided, children=[may, may_not], outcome=outcome)
        for person in (class_teacher, headteacher):
            page = sign_in(person).get(at("photo_request", decided)).text.lower()
            assert "bo burr</li>" in page
            assert "no images" not in page


def test_whoever_posted_finds_what_to_take_down_and_says_what_was_done(
    class_teacher, headteacher, may, office, sign_in
):
    granted = factories.PhotoRequestFactory(asked_by=class_teacher, state="granted")
    factories.PhotoFactory(request=granted, children=[may], outcome="granted")
    sign_in(headteacher).post(at("withdraw_photos", granted), {"words": "It was private."})
    second = sign_in(headteacher).post(at("withdraw_photos", granted), {"words": "Typed already."})
    assert "This consent was withdrawn." in second.text
    assert "Typed already." in second.text
    task = TakeDown.objects.get(photo_request=granted)
    browser = sign_in(class_teacher)
    assert browser.post(at("withdraw_photos", granted), {"words": "Mine."}).status_code == 403
    assert "Please take down" in browser.get(LIST).text
    assert "Harvest festival" in sign_in(office).get(reverse("consents:take_downs")).text

    page = browser.get(at("finish_take_down", task)).text
    assert "The school’s website: The news page" in page
    assert may.full_name not in page
    done = {"looked_at": task.places, "what_was_done": "Deleted the post."}
    answer = browser.post(at("finish_take_down", task), done, follow=True)

    assert "Deleted the post." in answer.text
    assert (
        "Deleted the post."
        in sign_in(office).get(reverse("consents:take_downs"), {"show": "done"}).text
    )


def test_what_is_dropped_is_asked_about_once(class_teacher, sign_in):
    draft = factories.PhotoRequestFactory(asked_by=class_teacher)
    browser = sign_in(class_teacher)

    assert "Drop this request?" in browser.get(at("discard_photo_request", draft)).text
    browser.post(at("discard_photo_request", draft))

    assert not PhotoRequest.objects.exists()


@pytest.mark.parametrize("name", ["change_photo_request", "add_photos", "discard_photo_request"])
def test_once_sent_nothing_changes(name, asked, class_teacher, headteacher, sign_in):
    for person in (class_teacher, headteacher):
        assert sign_in(person).post(at(name, asked), filled()).status_code == 403


def test_pages_cost_the_same_with_three_as_with_twenty(
    asked, may, headteacher, class_teacher, sign_in
):
    browser = sign_in(headteacher)

    def cost(more):
        for _ in range(more):
            factories.PhotoFactory(request=asked, children=[may])
            granted = factories.PhotoRequestFactory(asked_by=class_teacher, state="granted")
            factories.PhotoFactory(request=granted, children=[may], outcome="granted")
            factories.TakeDownFactory(child=None, photo_request=granted)
        with CaptureQueriesContext(connection) as queries:
            for address in (at("photo_request", asked), LIST, reverse("consents:take_downs")):
                assert browser.get(address).status_code == 200
        return len(queries)

    assert cost(3) == cost(17)


def test_the_list_is_only_read(class_teacher, sign_in):
    assert sign_in(class_teacher).post(LIST).status_code == 405
