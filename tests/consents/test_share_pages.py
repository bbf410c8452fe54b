"""The pages on which a parent asks other families, answers, and the office says who it is (C3)."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements.actions import remind
from audit.models import Event
from consents.actions import sharing as actions
from consents.models import HeldPicture, SharedAnswer, SharedPicture, SharedQuestion
from consents.share_queries import VIEWED
from notifications.models import Message
from school.access import NotAllowed
from school.links import new_link
from school.terms import school_calendar
from tests import factories
from tests.uploads import nasty as files

pytestmark = [pytest.mark.django_db, pytest.mark.rule("C3", "M13")]

LAW = "Data protection law does not forbid families"
SHARED, ASK = reverse("consents:shared"), reverse("consents:ask_to_share")
TO_MATCH = reverse("consents:shared_to_match")


def at(name, picture):
    return reverse(f"consents:{name}", args=[picture.pk])


def filled(**changed):
    given = {
        "service": "",
        "where": "My own page, for friends only",
        "who": "Ada, with a green scarf",
        "picture": SimpleUploadedFile("ada and bo.jpg", files.jpeg()),
    }
    return given | changed


def by_link(person):
    link, path = new_link(person)
    link.save()
    browser = Client()
    browser.get(path)
    return browser


@pytest.fixture
def asker(family):
    return factories.ParenthoodFactory().person


@pytest.fixture
def asked(asker, family, office):
    picture = factories.SharedPictureFactory(asked_by=asker, children=[family])
    actions.pass_on(picture=picture, by=office)
    return picture


def test_from_asking_by_link_to_everybodys_yes_without_an_account(
    asker, family, parent, other_parent, office, sign_in
):
    browser = by_link(asker)
    assert "Ask, or see what you asked" in browser.get("/family/").text
    page = browser.get(reverse("consents:link_ask_to_share")).text
    assert LAW in page
    assert f"your name, {asker.full_name}: nothing else of you" in page
    page = browser.post(reverse("consents:link_ask_to_share"), filled(), follow=True).text
    assert "Please do not post the picture yet" in page

    picture = SharedPicture.objects.get()
    desk = sign_in(office)
    assert "Pictures that families ask about" in desk.get("/").text
    assert "Ada, with a green scarf" in desk.get(at("match_shared", picture)).text
    named = {"school_class": family.school_class_id, "children": [family.pk]}
    page = desk.post(at("match_shared", picture), named | {"ask": "1"}, follow=True).text
    assert "The families are asked" in page

    for person in (parent, other_parent):
        browser_of = by_link(person)
        assert "Another family asks you" in browser_of.get("/family/").text
        page = browser_of.get(reverse("consents:link_shared")).text
        assert "A picture with Ada Younger in it" in page
        answering = reverse("consents:link_answer_shared", args=[picture.pk])
        page = browser_of.get(answering).text
        assert LAW in page
        assert f"{asker.full_name}, a parent at our school" in page
        assert "My own page, for friends only" in page
        for secret in (asker.email, "green scarf", office.full_name):
            assert secret not in page
        preview = reverse("consents:link_shared_preview", args=[picture.pk])
        assert browser_of.get(preview)["Cache-Control"] == "no-store, private"
        page = browser_of.post(answering, {"answer": "yes"}, follow=True).text
        assert "You said yes" in page

    browser = by_link(asker)
    page = browser.get(reverse("consents:link_shared_picture", args=[picture.pk])).text
    assert "Everybody has said yes" in page
    assert LAW in page


def test_a_yes_is_taken_back_and_the_picture_comes_down(
    asked, asker, parent, other_parent, office, sign_in
):
    for person in (parent, other_parent):
        sign_in(person).post(at("answer_shared", asked), {"answer": "yes"})

    sign_in(parent).post(at("answer_shared", asked), {"answer": "no"})

    browser = sign_in(asker)
    assert "A picture of yours has to come down" in browser.get("/").text
    page = browser.get(at("shared_picture", asked)).text
    assert "Please take it down" in page
    for name in (parent.full_name, other_parent.full_name, "Ada Younger"):
        assert name not in page
    assert asker.full_name in sign_in(office).get(TO_MATCH, {"show": "down"}).text
    page = browser.post(at("shared_picture", asked), follow=True).text
    assert "The picture is down" in page
    page = browser.post(at("shared_picture", asked), follow=True).text
    assert "This is over" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"where": ""}, "Write where it would be"),
        ({"who": ""}, "Write who is in it"),
        ({"picture": ""}, "Choose the picture."),
        ({"where": "ring 01632 960 123"}, "leave out telephone numbers"),
        ({"service": "999"}, "Choose one of the list"),
        ({"picture": SimpleUploadedFile("a.jpg", b"<html>hello")}, "This is a web page"),
    ],
    ids=["where", "who", "picture", "contact", "service", "no picture"],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(wrong, sentence, asker, sign_in):
    page = sign_in(asker).post(ASK, filled(**wrong)).text

    assert sentence in page
    assert ("green scarf" in page) == ("who" not in wrong)
    assert not SharedPicture.objects.exists()


def test_a_refused_form_keeps_the_picture_for_whoever_brought_it_and_for_a_while(
    asker, parent, sign_in, django_capture_on_commit_callbacks
):
    browser = sign_in(asker)
    page = browser.post(ASK, filled(where="")).text
    assert "We still have the picture" in page
    held = HeldPicture.objects.get(person=asker)
    name = held.preview.name
    with held.preview.open("rb") as file:
        assert file.read()[:3] == b"\xff\xd8\xff"

    # Of no use to anybody else, nor in another browser.
    for other in (sign_in(parent), sign_in(asker)):
        assert "Choose the picture." in other.post(ASK, filled(picture="")).text
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(ASK, filled(picture=""), follow=True).text
    assert "Sent to the school office." in answer
    assert SharedPicture.objects.get().sha256 == held.sha256
    assert not HeldPicture.objects.exists()
    assert not default_storage.exists(name)

    browser.post(ASK, filled(where=""))
    browser.post(ASK, filled(where=""))
    HeldPicture.objects.update(kept_until=timezone.now())
    assert "Choose the picture." in browser.post(ASK, filled(picture="", who="")).text
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_held_pictures() == 1
    assert not HeldPicture.objects.exists()


def test_whoever_has_three_waiting_reads_so_instead_of_a_form(asker, sign_in):
    factories.SharedPictureFactory.create_batch(3, asked_by=asker)
    browser = sign_in(asker)

    assert "pictures waiting for answers" in browser.get(SHARED).text
    assert "<textarea" not in browser.get(ASK).text
    assert "pictures waiting for answers" in browser.post(ASK, filled()).text
    assert SharedPicture.objects.count() == 3


def test_no_answer_chosen_is_said(asked, parent, sign_in):
    assert "Choose yes or no." in sign_in(parent).post(at("answer_shared", asked), {}).text


def test_after_the_day_a_yes_can_be_taken_back_and_a_no_stands(
    asked, parent, other_parent, sign_in
):
    sign_in(parent).post(at("answer_shared", asked), {"answer": "yes"})
    sign_in(other_parent).post(at("answer_shared", asked), {"answer": "no"})
    SharedPicture.objects.update(answer_by=timezone.localdate() - timedelta(days=1))

    assert "Your no stands." in sign_in(other_parent).get(at("answer_shared", asked)).text
    page = sign_in(parent).post(at("answer_shared", asked), {"answer": "no"}, follow=True).text
    assert "You said no" in page
    assert SharedAnswer.objects.filter(person=parent).count() == 2


def test_pictures_and_questions_are_for_those_alone_whom_they_concern(asked, cast, asker, sign_in):
    may = {
        "shared_picture": set(),
        "answer_shared": {"parent", "other_parent"},
        "shared_preview": {"parent", "other_parent"},
        "match_shared": {"office", "deputy", "headteacher"},
        "office_preview": {"office", "deputy", "headteacher"},
    }
    for page, allowed in may.items():
        for name, person in vars(cast).items():
            expected = 200 if name in allowed else 404
            assert sign_in(person).get(at(page, asked)).status_code == expected, (page, name)
        assert Client().get(at(page, asked)).status_code == 302
    assert sign_in(asker).get(at("answer_shared", asked)).status_code == 404


@pytest.mark.parametrize("why", ["restricted", "no responsibility"])
def test_a_parent_who_may_be_asked_no_longer_sees_it_no_more(why, asked, family, parent, sign_in):
    factories.ParenthoodFactory(person=parent)  # they are a parent here still
    browser = sign_in(parent)
    assert browser.get(at("shared_preview", asked)).status_code == 200
    is_restricted = why == "restricted"
    family.parenthoods.filter(person=parent).update(
        is_restricted=is_restricted, has_responsibility=is_restricted
    )

    for page in ("answer_shared", "shared_preview"):
        assert browser.get(at(page, asked)).status_code == 404
        assert browser.post(at("answer_shared", asked), {"answer": "yes"}).status_code == 404


def test_whoever_is_never_to_be_asked_has_nothing_to_answer_until_they_change_their_mind(
    asked, parent, sign_in
):
    browser = sign_in(parent)

    page = browser.post(reverse("consents:never_ask"), follow=True).text
    assert "We do not ask you" in page
    assert "A picture with Ada" not in page
    assert browser.get(at("answer_shared", asked)).status_code == 404

    page = browser.post(reverse("consents:never_ask"), {"again": "1"}, follow=True).text
    assert "A picture with Ada" in page


def test_the_office_reads_no_answer_and_no_name_of_a_parent(
    asked, parent, other_parent, office, sign_in
):
    actions.answer_shared(picture=asked, is_yes=False, by=other_parent)
    browser = sign_in(office)
    before = browser.get(at("match_shared", asked)).text

    actions.answer_shared(picture=asked, is_yes=True, by=parent)

    for page in (before, browser.get(at("match_shared", asked)).text):
        assert parent.full_name not in page
        assert other_parent.full_name not in page


def test_the_office_prints_a_link_for_a_parent_whom_no_letter_reaches(
    asked, parent, office, sign_in
):
    parent.email = None
    parent.save()

    page = sign_in(office).get(at("match_shared", asked)).text

    assert "No letter reaches these parents" in page
    assert parent.full_name in page


def test_the_office_goes_through_the_classes_and_can_end_it(asker, family, office, sign_in):
    picture = factories.SharedPictureFactory(asked_by=asker)
    owls = factories.SchoolClassFactory(name="Owls")
    browser = sign_in(office)

    page = browser.post(at("match_shared", picture), {"school_class": owls.pk, "ask": "1"}).text
    assert "Choose at least one child" in page
    page = browser.post(
        at("match_shared", picture), {"school_class": owls.pk, "children": [family.pk]}
    ).text
    assert "Choose children of this class." in page
    page = browser.post(at("stop_shared", picture), follow=True).text

    assert "not told by whom, or why" in page
    assert browser.get(at("match_shared", picture)).status_code == 404
    assert "We are asking" in sign_in(asker).get(at("shared_picture", picture)).text


def test_an_open_question_is_reminded_of_once_in_the_one_email(asked, parent, other_parent):
    actions.answer_shared(picture=asked, is_yes=True, by=other_parent)
    calendar, day = school_calendar(), timezone.localdate()
    while day <= calendar.add_school_days(timezone.localdate(), 9):
        remind(on=day)
        day += timedelta(days=1)

    assert Message.objects.filter(template="reminder", recipient=parent).count() == 1
    assert not Message.objects.filter(template="reminder", recipient=other_parent).exists()
    assert SharedQuestion.objects.get(person=parent).last_step == 1


def test_pages_cost_the_same_with_three_as_with_twenty(family, parent, office, sign_in):
    browsers = {sign_in(parent): (SHARED, "/"), sign_in(office): (TO_MATCH, "/")}

    def cost(more):
        for _ in range(more):
            factories.SharedPictureFactory(children=[family], state="asking")
            factories.SharedPictureFactory(children=[family])
            factories.SharedPictureFactory(asked_by=parent)
            told = factories.SharedPictureFactory(children=[family], state="closed")
            told.answers.create(person=parent, is_yes=True)
        with CaptureQueriesContext(connection) as queries:
            for browser, addresses in browsers.items():
                for address in addresses:
                    assert browser.get(address).status_code == 200
        return len(queries)

    assert cost(3) == cost(17)


def test_pages_take_only_what_they_are_for(asked, parent, office, sign_in):
    assert sign_in(parent).post(SHARED).status_code == 405
    assert sign_in(office).post(TO_MATCH).status_code == 405
    assert sign_in(office).get(at("stop_shared", asked)).status_code == 405


def test_whoever_names_the_children_second_reads_so_on_the_page(asker, family, office, sign_in):
    picture = factories.SharedPictureFactory(asked_by=asker)
    named = {"school_class": family.school_class_id, "children": [family.pk], "ask": "1"}
    browser = sign_in(office)
    browser.post(at("match_shared", picture), named)
    other = factories.ChildFactory(school_class=family.school_class)

    second = browser.post(
        at("match_shared", picture), named | {"children": [other.pk]}, follow=True
    )

    assert second.status_code == 200
    told = [str(message) for message in second.context["messages"]]
    assert told[-1].startswith("The families have been asked, so who is in it does not change")
    assert list(picture.children.all()) == [family]


def test_each_look_at_a_familys_picture_is_on_record_and_the_schools_own_are_shown(
    asked, asker, other_parent, office, headteacher, class_teacher, sign_in
):
    page = at("match_shared", asked)
    assert "Nobody yet. Each time" in sign_in(headteacher).get(page).text
    sign_in(asker).get(at("shared_preview", asked))
    assert not Event.objects.filter(action=VIEWED).exists()

    by_link(other_parent).get(reverse("consents:link_shared_preview", args=[asked.pk]))
    sign_in(other_parent).get(at("shared_preview", asked))
    for _ in range(2):
        sign_in(office).get(at("office_preview", asked))
    for look in (actions.look_for_school, actions.look_as_family):
        with pytest.raises(NotAllowed):
            look(picture=asked, by=class_teacher)

    seen = Event.objects.on(asked).filter(action=VIEWED).order_by("sequence")
    assert [event.actor_id for event in seen] == [
        str(person.pk) for person in (other_parent, other_parent, office, office)
    ]
    shown = sign_in(headteacher).get(page).text
    looked = shown[shown.index('id="looked"') :]
    assert looked.count(str(office)) == 1
    assert str(other_parent) not in looked
