"""A question and its answer, a no: what they write, whom they tell, and whom they concern."""

import pytest
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.models import (
    Acknowledgement,
    Question,
    Reading,
    Refusal,
    Reply,
    Request,
    SignOffSettings,
)
from acknowledgements.permissions import answerers
from audit.models import Event
from notifications.delivery import render
from notifications.models import Message
from policies.models import State
from school.access import NotAllowed
from school.errors import WrongState
from school.models import PersonalLink, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(version, head, class_teacher, parent):
    factories.ParenthoodFactory(person=parent, child__full_name="Ada Younger")
    return actions.open_round(version=version, by=head)


@pytest.fixture
def asked(opened, class_teacher):
    return opened.requests.get(person=class_teacher)


@pytest.fixture
def children(opened, parent):
    """The parent's two requests."""
    return list(opened.requests.filter(person=parent).order_by("pk"))


def letters(template):
    return list(Message.objects.filter(template=template).order_by("pk"))


# --- asking ---------------------------------------------------------------------------------------


@pytest.mark.rule("A10")
def test_a_question_is_kept_with_its_point_and_reaches_the_headteacher(asked, class_teacher, head):
    question = actions.ask(request=asked, words="May I?", point="4.3", by=class_teacher)

    asked.refresh_from_db()
    assert (question.words, question.point, question.request) == ("May I?", "4.3", asked)
    assert asked.reply == Reply.QUESTION
    (letter,) = letters("question_asked")
    assert letter.recipient == head
    assert letter.context == {"path": f"/sign-offs/board/questions/{question.pk}/"}
    assert "May I?" not in render(letter).body


@pytest.mark.rule("A10")
def test_it_reaches_whom_the_headteacher_named_instead(asked, class_teacher, dsl):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)

    actions.ask(request=asked, words="May I?", by=class_teacher)

    assert [letter.recipient for letter in letters("question_asked")] == [dsl]


@pytest.mark.rule("A10")
def test_who_was_named_and_has_left_is_passed_over(dsl, head, deputy):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)
    assert answerers() == [dsl]

    dsl.assignments.all().delete()
    dsl.refresh_from_db()
    assert answerers() == [head]

    head.assignments.all().delete()
    assert answerers() == [deputy]


@pytest.mark.rule("A10")
def test_the_headteachers_own_question_is_not_mailed_to_the_headteacher(opened, head):
    actions.ask(request=opened.requests.get(person=head), words="May I?", by=head)

    assert letters("question_asked") == []


@pytest.mark.rule("A10")
def test_a_second_press_asks_once_and_another_question_waits_its_turn(asked, class_teacher):
    first = actions.ask(request=asked, words="May I?", by=class_teacher)

    assert actions.ask(request=asked, words="May I?", by=class_teacher) == first
    with pytest.raises(WrongState, match="with us already"):
        actions.ask(request=asked, words="And this?", by=class_teacher)

    assert Question.objects.count() == 1
    assert Event.objects.filter(action="acknowledgements.question.asked").count() == 1


@pytest.mark.rule("A10")
def test_a_parent_asks_for_all_children_at_once_and_once(children, parent):
    actions.ask(request=children[1], words="And cousins?", by=parent)

    assert Question.objects.get().request == children[0]
    assert set(Request.objects.of(parent).values_list("reply", flat=True)) == {Reply.QUESTION}
    with pytest.raises(WrongState, match="with us already"):
        actions.ask(request=children[1], words="And friends?", by=parent)


def test_a_reminder_still_on_its_way_is_taken_back(asked, class_teacher, written_to):
    Message.objects.create(
        once="r", template="reminder", recipient=class_teacher, address=class_teacher.email
    )

    actions.ask(request=asked, words="May I?", by=class_teacher)

    assert "reminder" not in written_to(class_teacher)


def test_the_chain_says_that_something_was_asked_and_not_what(asked, class_teacher, version):
    question = actions.ask(request=asked, words="May I?", by=class_teacher)

    event = Event.objects.get(action="acknowledgements.question.asked")
    assert (event.actor_id, event.target_id) == (str(class_teacher.pk), str(question.pk))
    assert event.facts == {"version": version.pk, "capacity": "staff"}


# --- answering ------------------------------------------------------------------------------------


@pytest.fixture
def question(asked, class_teacher):
    return actions.ask(request=asked, words="May I?", by=class_teacher)


@pytest.mark.rule("A10")
def test_the_answer_returns_to_the_asker_and_reminders_go_on(question, asked, class_teacher, head):
    actions.answer_question(question=question, words="Yes, ask first.", by=head)

    asked.refresh_from_db()
    assert (asked.reply, asked.replied_at) == (Reply.NONE, None)
    assert Request.objects.no_reply().filter(pk=asked.pk).exists()
    (letter,) = letters("question_answered")
    assert letter.recipient == class_teacher
    assert letter.context["path"] == f"/sign-offs/{asked.pk}/"
    assert "ask first" not in render(letter).body
    question.refresh_from_db()
    assert question.told_at is not None


@pytest.mark.rule("A10")
def test_a_parent_gets_it_by_a_new_personal_link_and_all_children_are_asked_again(
    children, parent, head, client
):
    question = actions.ask(request=children[0], words="And cousins?", by=parent)

    actions.answer_question(question=question, words="Ask them too.", by=head)

    assert set(Request.objects.of(parent).values_list("reply", flat=True)) == {Reply.NONE}
    (letter,) = letters("question_answered")
    page = client.get(letter.context["path"], follow=True)
    assert "Ask them too." in page.text
    assert PersonalLink.objects.usable(timezone.now()).filter(person=parent).count() == 1


@pytest.mark.rule("A10")
def test_a_parent_who_works_here_is_led_to_where_they_sign_in(version, head, teacher_parent):
    opened = actions.open_round(version=version, by=head)
    asked = opened.requests.get(person=teacher_parent, capacity="parent")
    question = actions.ask(request=asked, words="And cousins?", by=teacher_parent)

    actions.answer_question(question=question, words="Ask them too.", by=head)

    (letter,) = letters("question_answered")
    assert letter.context["path"] == f"/sign-offs/{asked.pk}/"


@pytest.mark.rule("A10")
@pytest.mark.parametrize("who", ["deputy", "office", "governor", "class_teacher", "dsl", "parent"])
def test_nobody_else_answers(who, question, request):
    with pytest.raises(NotAllowed):
        actions.answer_question(question=question, words="Yes.", by=request.getfixturevalue(who))

    question.refresh_from_db()
    assert question.answered_at is None


@pytest.mark.rule("A10")
def test_whoever_was_named_answers_and_the_headteacher_still_may(question, dsl, head):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)

    actions.answer_question(question=question, words="Yes.", by=dsl)

    question.refresh_from_db()
    assert question.answered_by == dsl


@pytest.mark.rule("A10")
def test_the_first_answer_stands_and_a_second_press_is_no_second_letter(question, head, dsl):
    SignOffSettings.objects.create(pk=1, questions_to=dsl)
    for _ in range(2):
        actions.answer_question(question=question, words="Yes.", by=head)

    with pytest.raises(WrongState, match="answered this meanwhile"):
        actions.answer_question(question=question, words="No.", by=dsl)

    question.refresh_from_db()
    assert question.answer == "Yes."
    assert len(letters("question_answered")) == 1


@pytest.mark.rule("A3")
def test_an_answer_to_somebody_who_said_no_leaves_it_a_no(question, asked, class_teacher, head):
    actions.decline(request=asked, why="", by=class_teacher)

    actions.answer_question(question=question, words="Yes.", by=head)

    asked.refresh_from_db()
    assert asked.reply == Reply.DECLINED


@pytest.mark.rule("A10")
def test_the_answer_for_somebody_without_email_is_passed_on_by_the_office(
    question, class_teacher, head, office
):
    class_teacher.email = None
    class_teacher.save()

    actions.answer_question(question=question, words="Yes.", by=head)

    assert letters("question_answered") == []
    assert list(Question.objects.to_pass_on()) == [question]
    for _ in range(2):
        actions.pass_on(question=question, by=office)
    question.refresh_from_db()
    assert question.told_by == office
    assert not Question.objects.to_pass_on().exists()
    assert Event.objects.filter(action="acknowledgements.question.passed_on").count() == 1


@pytest.mark.parametrize("who", ["governor", "class_teacher", "dsl", "parent"])
def test_nobody_else_passes_answers_on(who, question, request):
    with pytest.raises(NotAllowed):
        actions.pass_on(question=question, by=request.getfixturevalue(who))


def test_who_has_left_is_not_written_to(question, asked, head):
    asked.refresh_from_db()
    asked.stopped_at = timezone.now()
    asked.save()

    actions.answer_question(question=question, words="Yes.", by=head)

    assert letters("question_answered") == []
    assert not Question.objects.to_pass_on().exists()


def test_a_fault_while_answering_leaves_it_unanswered(question, head, fault):
    with fault("audit_event"):
        actions.answer_question(question=question, words="Yes.", by=head)

    question.refresh_from_db()
    assert question.answered_at is None
    assert letters("question_answered") == []


# --- saying no ------------------------------------------------------------------------------------


@pytest.mark.rule("A3")
def test_a_no_is_kept_with_its_reason_and_the_headteacher_hears_of_it_without_a_name(
    asked, class_teacher, head
):
    actions.decline(request=asked, why="I would rather talk first.", by=class_teacher)

    asked.refresh_from_db()
    assert asked.reply == Reply.DECLINED
    refusal = Refusal.objects.get()
    assert (refusal.why, refusal.recorded_by) == ("I would rather talk first.", class_teacher)
    (letter,) = letters("declined")
    body = render(letter).body
    assert letter.recipient == head
    assert class_teacher.full_name not in body
    assert "rather talk" not in body


@pytest.mark.rule("A3")
def test_a_parents_no_goes_for_all_children_and_nobody_is_written_to(children, parent):
    actions.decline(request=children[1], why="", by=parent)

    assert set(Request.objects.of(parent).values_list("reply", flat=True)) == {Reply.DECLINED}
    assert Refusal.objects.count() == 2
    assert letters("declined") == []


@pytest.mark.rule("A3")
def test_a_parent_who_said_no_signs_later_for_all_children_and_the_no_stays_on_record(
    children, parent
):
    actions.decline(request=children[0], why="", by=parent)
    factories.has_read(children[0])

    actions.sign_for_family(request=children[0], typed_name="Pat Parker", by=parent)

    assert set(Request.objects.of(parent).values_list("reply", flat=True)) == {Reply.SIGNED}
    assert Acknowledgement.objects.count() == Refusal.objects.count() == 2


@pytest.mark.rule("A4")
def test_one_parents_no_is_not_the_other_parents(opened, parent, other_parent, children):
    factories.ParenthoodFactory(person=other_parent, child=children[0].child)
    actions.bring_up_to_date()

    actions.decline(request=children[0], why="", by=parent)

    assert {r.reply for r in Request.objects.filter(person=other_parent)} == {Reply.NONE}


@pytest.mark.rule("A4")
def test_a_child_that_a_parent_may_not_be_asked_about_stays_out_of_it(children, parent):
    parent.parenthoods.filter(child=children[1].child).update(is_restricted=True)

    actions.decline(request=children[0], why="", by=parent)

    children[1].refresh_from_db()
    assert children[1].reply == Reply.NONE
    assert Refusal.objects.count() == 1


def test_the_headteachers_own_no_is_told_to_the_deputy(opened, head, deputy):
    actions.decline(request=opened.requests.get(person=head), why="", by=head)

    assert [letter.recipient for letter in letters("declined")] == [deputy]


def test_a_second_press_declines_once(asked, class_teacher):
    first = actions.decline(request=asked, why="No.", by=class_teacher)

    assert actions.decline(request=asked, why="No.", by=class_teacher) == first
    assert Refusal.objects.count() == 1
    assert Event.objects.filter(action="acknowledgements.request.declined").count() == 1


def test_a_fault_while_declining_leaves_no_trace_of_it(children, parent, fault):
    with fault("audit_event"):
        actions.decline(request=children[0], why="", by=parent)

    assert not Refusal.objects.exists()
    assert {r.reply for r in Request.objects.of(parent)} == {Reply.NONE}


# --- for all answers ------------------------------------------------------------------------------

ANSWERS = {
    "ask": lambda asked, by: actions.ask(request=asked, words="May I?", by=by),
    "decline": lambda asked, by: actions.decline(request=asked, why="", by=by),
}


@pytest.mark.rule("A2")
@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_somebody_else(answer, asked, head):
    with pytest.raises(NotAllowed):
        ANSWERS[answer](asked, head)


@pytest.mark.rule("A2")
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("how", ["superseded", "closed", "stopped", "no longer staff"])
def test_what_is_not_asked_any_more_is_not_answered(how, answer, asked, opened, class_teacher):
    if how == "superseded":
        opened.version.state, opened.version.superseded_at = State.SUPERSEDED, timezone.now()
        opened.version.save()
    elif how == "closed":
        opened.closed_at = timezone.now()
        opened.save()
    elif how == "stopped":
        opened.requests.update(stopped_at=timezone.now())
    else:
        class_teacher.assignments.filter(role=Role.STAFF).delete()

    with pytest.raises(WrongState):
        ANSWERS[answer](asked, class_teacher)

    assert not Question.objects.exists()
    assert not Refusal.objects.exists()


@pytest.mark.parametrize("answer", [*ANSWERS, "sign"])
def test_what_was_typed_on_the_way_is_forgotten_once_it_is_answered(answer, asked, class_teacher):
    factories.has_read(asked)
    typed = actions.Typed(name="Tom", question="Why?", reason="Because")
    actions.keep_reading(request=asked, typed=typed, by=class_teacher)

    if answer == "sign":
        actions.sign(request=asked, typed_name="Tom Thistle", by=class_teacher)
    else:
        ANSWERS[answer](asked, class_teacher)

    reading = Reading.objects.get()
    assert (reading.typed_name, reading.question, reading.reason) == ("", "", "")
    assert reading.reached_end_at is not None
