"""The inbox of questions, the answers to pass on, and who said no: each for few eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import Question, SignOffSettings
from school.models import Role
from stmarys_portal.home import parts_for
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A10")]

INBOX = "/sign-offs/board/questions/"
TO_PASS_ON = "/sign-offs/board/answers/"
DECLINED = "/sign-offs/board/declined/"


@pytest.fixture
def asked(version, head, class_teacher):
    return actions.open_round(version=version, by=head).requests.get(person=class_teacher)


@pytest.fixture
def question(asked, class_teacher):
    return actions.ask(request=asked, words="May I post it?", point="1.2", by=class_teacher)


@pytest.fixture
def address(question):
    return reverse("acknowledgements:question", args=[question.pk])


def titles(person):
    return [need.title for part in parts_for(person) for need in part.needs]


def test_the_headteacher_finds_the_question_on_the_home_page_and_in_the_inbox(
    question, head, sign_in
):
    page = sign_in(head).get(INBOX).text

    assert titles(head).count("Question about a policy waits for you") == 1
    assert "May I post it?" in page
    assert "Tom Thistle, member of staff" in page
    assert "Social media policy, point 1.2" in page


def test_whom_the_headteacher_named_finds_it_and_the_headteachers_home_is_calm(
    question, head, dsl, sign_in
):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)

    assert titles(dsl).count("Question about a policy waits for you") == 1
    assert "Question about a policy waits for you" not in titles(head)
    assert sign_in(dsl).get(INBOX).status_code == 200
    assert sign_in(head).get(INBOX).status_code == 200


@pytest.mark.parametrize("who", ["deputy", "office", "governor", "class_teacher", "parent", "dsl"])
def test_for_everybody_else_there_is_no_inbox(who, address, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(INBOX).status_code == 404
    assert browser.get(address).status_code == 404
    assert browser.post(address, {"answer": "Yes."}).status_code == 404
    assert not Question.objects.answered().exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(method, address, head, sign_in):
    browser = sign_in(head)

    assert getattr(browser, method)(address).status_code == 405
    for path in (INBOX, TO_PASS_ON, DECLINED):
        assert browser.post(path).status_code == 405


def test_a_question_that_is_not_there_is_not_found(head, sign_in):
    assert sign_in(head).get(f"{INBOX}999/").status_code == 404


def test_the_question_is_shown_with_the_words_of_its_point_and_answered(
    question, address, head, sign_in, version
):
    browser = sign_in(head)
    assert version.sections.get().clauses.get(number="1.2").text in browser.get(address).text

    page = browser.post(address, {"answer": "Yes, ask first."}, follow=True).text

    assert "Tom Thistle is told by e-mail" in page
    assert "No question waits" in page
    assert "May I post it?" in browser.get(f"{INBOX}?show=answered").text
    shown = browser.get(address).text
    assert "Yes, ask first." in shown
    assert "Send this answer" not in shown


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [("", "Write your answer."), ("  ", "Write your answer."), ("x" * 4001, "very long")],
)
def test_an_answer_that_cannot_be_taken_says_why_and_keeps_the_words(
    answer, sentence, address, head, sign_in
):
    page = sign_in(head).post(address, {"answer": answer})

    assert page.status_code == 200
    assert sentence in page.text
    assert answer.strip() in page.text
    assert not Question.objects.answered().exists()


def test_who_was_slower_keeps_their_words_and_sees_what_was_answered(
    question, address, head, dsl, sign_in
):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)
    actions.answer_question(question=question, words="Yes.", by=dsl)

    page = sign_in(head).post(address, {"answer": "Better not."})

    assert "Somebody has answered this meanwhile" in page.text
    assert "Better not." in page.text
    assert "Dina Sadler" in page.text
    assert Question.objects.get().answer == "Yes."


def test_pressing_twice_answers_once(address, head, sign_in):
    browser = sign_in(head)

    answers = [browser.post(address, {"answer": "Yes."}).status_code for _ in range(2)]

    assert answers == [302, 302]


def test_the_inbox_costs_the_same_with_3_questions_as_with_30_and_has_pages(asked, head, sign_in):
    browser, counts = sign_in(head), []
    for more in (3, 27):
        for _ in range(more):
            factories.QuestionFactory(request__round=asked.round)
        browser.get(INBOX)
        with CaptureQueriesContext(connection) as captured:
            page = browser.get(INBOX)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.text


# --- answers that no e-mail carries ---------------------------------------------------------------


@pytest.fixture
def to_pass_on(question, class_teacher, head):
    class_teacher.email = None
    class_teacher.save()
    return actions.answer_question(question=question, words="Yes, ask first.", by=head)


@pytest.mark.rule("A7")
def test_the_office_sees_what_to_tell_whom_and_notes_that_it_was_told(to_pass_on, office, sign_in):
    browser = sign_in(office)
    assert "Answer to pass on" in titles(office)
    page = browser.get(TO_PASS_ON).text
    assert "Tom Thistle" in page
    assert "May I post it?" in page
    assert "Yes, ask first." in page
    path = reverse("acknowledgements:pass_on", args=[to_pass_on.pk])

    for _ in range(2):
        told = browser.post(path, follow=True).text

    assert "Nothing to pass on" in told
    assert "Answer to pass on" not in titles(office)
    to_pass_on.refresh_from_db()
    assert to_pass_on.told_by == office


@pytest.mark.parametrize("who", ["governor", "class_teacher", "parent", "dsl"])
def test_for_others_there_is_nothing_to_pass_on(who, to_pass_on, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(TO_PASS_ON).status_code == 404
    path = reverse("acknowledgements:pass_on", args=[to_pass_on.pk])
    assert browser.post(path).status_code == 404
    assert browser.get(path).status_code == 405


def test_an_answer_that_went_by_email_is_not_passed_on(question, head, office, sign_in):
    actions.answer_question(question=question, words="Yes.", by=head)
    path = reverse("acknowledgements:pass_on", args=[question.pk])

    assert sign_in(office).post(path).status_code == 404


# --- who said no ----------------------------------------------------------------------------------


@pytest.mark.rule("A3")
def test_the_headteacher_sees_who_would_rather_not_sign_and_who_signed_since(
    asked, class_teacher, head, deputy, sign_in
):
    actions.decline(request=asked, why="I would rather talk.", by=class_teacher)

    page = sign_in(head).get(DECLINED).text
    assert "Tom Thistle" in page
    assert "I would rather talk." in page
    assert sign_in(deputy).get(DECLINED).status_code == 200

    actions.sign(request=factories.has_read(asked), typed_name="Tom Thistle", by=class_teacher)
    assert "Signed since" in sign_in(head).get(DECLINED).text


@pytest.mark.rule("A3")
@pytest.mark.parametrize("who", ["office", "governor", "class_teacher", "parent", "dsl"])
def test_for_others_there_is_no_such_list(who, request, sign_in):
    assert sign_in(request.getfixturevalue(who)).get(DECLINED).status_code == 404


def test_the_list_of_those_who_said_no_costs_the_same_however_long(asked, head, sign_in):
    browser, counts = sign_in(head), []
    for more in (2, 30):
        for _ in range(more):
            person = factories.RoleAssignmentFactory(role=Role.STAFF).person
            request = factories.RequestFactory(
                round=asked.round, person=person, asked_at=timezone.now()
            )
            actions.decline(request=request, why="", by=person)
        with CaptureQueriesContext(connection) as captured:
            page = browser.get(DECLINED)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.text
