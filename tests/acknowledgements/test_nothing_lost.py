"""Nothing that was typed is lost: while it is typed, by a bad form, by a session that ended."""

import pytest
from django.test import Client
from django.urls import reverse

from acknowledgements import actions
from acknowledgements.models import Acknowledgement, Question, Reading, Refusal
from acknowledgements.views.put_by import MOST
from school.links import new_link
from tests import factories
from tests.acknowledgements import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(version, head, class_teacher, parent, other_parent):
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, class_teacher):
    return opened.requests.get(person=class_teacher)


def signs_in(browser, person):
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


def keep(browser, asked, prefix="", **typed):
    return browser.post(walk.address(asked, "keep", prefix), typed)


def test_what_is_typed_is_kept_and_shown_on_another_device(asked, class_teacher, sign_in):
    browser = sign_in(class_teacher)

    answer = keep(browser, asked, typed_name="Tom Th", question="May I", reason="I would")

    assert (answer.status_code, answer.content) == (204, b"")
    factories.has_read(asked)
    elsewhere = sign_in(class_teacher)
    for step, words in (("agree", "Tom Th"), ("ask", "May I"), ("decline", "I would")):
        page = elsewhere.get(walk.address(asked, step)).text
        assert words in page
        assert 'data-kept-at="' in page


def test_a_sign_that_no_database_takes_is_left_out(asked, class_teacher, sign_in):
    assert keep(sign_in(class_teacher), asked, question="May\x00 I?").status_code == 204

    assert Reading.objects.get().question == "May I?"


def test_keeping_is_no_answer(asked, class_teacher, sign_in):
    keep(sign_in(class_teacher), asked, typed_name="Tom Thistle", question="May I?", reason="No")

    assert not Acknowledgement.objects.exists()
    assert not Question.objects.exists()
    assert not Refusal.objects.exists()


def test_after_signing_nothing_more_is_kept(asked, class_teacher, sign_in):
    browser = sign_in(class_teacher)
    walk.read_and_sign(browser, asked, "Tom Thistle")

    assert keep(browser, asked, typed_name="Tom").status_code == 410
    assert f'data-forget-typing="{walk.address(asked, "agree")}"' in (
        browser.get(walk.address(asked)).text
    )


@pytest.mark.parametrize(
    ("step", "sent", "words"),
    [
        ("ask", {"question": "What about old pictures?"}, "What about old pictures?"),
        ("decline", {"reason": "I would rather talk."}, "I would rather talk."),
        ("agree", {"typed_name": "Tom Thistle"}, 'value="Tom Thistle"'),
    ],
)
def test_words_sent_after_the_session_ended_are_there_after_signing_in_again(
    step, sent, words, asked, class_teacher
):
    factories.has_read(asked)
    browser, path = Client(), walk.address(asked, step)

    answer = browser.post(path, sent)
    assert answer.status_code == 302
    assert answer.url == f"/accounts/login/?next={path}"
    assert not Question.objects.exists()
    signs_in(browser, class_teacher)
    page = browser.get(path).text

    assert words in page
    assert "You had been signed out" in page
    assert "You had been signed out" not in browser.get(path).text
    assert not Acknowledgement.objects.exists()
    assert not Refusal.objects.exists()


def test_the_point_of_a_question_comes_back_too(asked, class_teacher):
    browser, path = Client(), f"{walk.address(asked, 'ask')}?point=1.2"

    answer = browser.post(path, {"question": "May I?"})

    assert answer.url.endswith("ask/%3Fpoint%3D1.2")
    signs_in(browser, class_teacher)
    assert "About point 1.2" in browser.get(path).text


def test_whoever_signs_in_next_on_the_same_computer_sees_none_of_it(asked, opened, head):
    browser = Client()
    browser.post(walk.address(asked, "decline"), {"reason": "Only for the Head's eyes."})

    signs_in(browser, head)

    heads_own = opened.requests.get(person=head)
    assert browser.get(walk.address(asked, "decline")).status_code == 404
    assert "Only for" not in browser.get(walk.address(heads_own, "decline")).text
    assert not Reading.objects.exists()


def test_more_than_any_page_holds_is_not_put_by(asked):
    browser = Client()

    browser.post(walk.address(asked, "ask"), {"question": "x" * (MOST + 1)})

    assert "put_by" not in browser.session


def test_what_the_script_sends_when_signed_out_is_not_put_by(asked):
    browser = Client()

    assert keep(browser, asked, question="May I?").status_code == 302
    assert "put_by" not in browser.session


def test_without_its_link_a_page_is_told_that_nothing_could_be_kept(opened, parent, client):
    asked = opened.requests.get(person=parent)

    assert keep(client, asked, "link_", question="May I?").status_code == 401
    assert "put_by" not in client.session
    assert not Reading.objects.exists()


@pytest.mark.rule("A4")
def test_a_parent_whose_link_session_ended_finds_the_words_by_the_link_again(
    opened, parent, client
):
    asked = opened.requests.get(person=parent)
    link, path = new_link(parent, days=30)
    link.save()
    sent = client.post(walk.address(asked, "ask", "link_"), {"question": "What about cousins?"})
    assert sent.status_code == 404
    assert "What you typed a moment ago is kept" in sent.text
    assert "cousins" not in sent.text

    client.get(path)
    page = client.get(walk.address(asked, "ask", "link_"))

    assert "What about cousins?" in page.text
    assert not Question.objects.exists()


def test_another_parents_link_in_the_same_browser_shows_none_of_it(
    opened, parent, other_parent, client
):
    theirs = opened.requests.get(person=parent)
    client.post(walk.address(theirs, "ask", "link_"), {"question": "What about cousins?"})
    link, path = new_link(other_parent, days=30)
    link.save()
    client.get(path)

    own = opened.requests.get(person=other_parent)
    assert "cousins" not in client.get(walk.address(own, "ask", "link_")).text
    assert client.get(walk.address(theirs, "ask", "link_")).status_code == 404


def test_an_answer_that_was_written_while_signed_out_is_there_again(asked, class_teacher, head):
    question = actions.ask(request=asked, words="May I?", by=class_teacher)
    path = reverse("acknowledgements:question", args=[question.pk])
    browser = Client()

    browser.post(path, {"answer": "Yes, if you ask first."})
    signs_in(browser, head)

    assert "Yes, if you ask first." in browser.get(path).text
    question.refresh_from_db()
    assert question.answer == ""


def test_nothing_is_brought_back_to_what_is_signed(asked, class_teacher):
    browser = Client()
    browser.post(walk.address(asked, "ask"), {"question": "May I?"})
    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher)
    signs_in(browser, class_teacher)

    assert browser.get(walk.address(asked, "ask"), follow=True).status_code == 200
    assert Reading.objects.get().question == ""
