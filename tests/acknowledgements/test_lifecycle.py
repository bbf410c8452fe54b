"""A3: every answer, every move, in the table and on the rows themselves."""

import itertools
from pathlib import Path

import pytest
from django.utils import timezone

from acknowledgements import actions, lifecycle
from acknowledgements.diagram import as_mermaid
from acknowledgements.lifecycle import Move
from acknowledgements.models import Acknowledgement, Refusal, Reply, Request
from school.errors import WrongState
from tests import factories

pytestmark = pytest.mark.rule("A3")

ALLOWED = {
    ("none", "ask"): "question",
    ("none", "decline"): "declined",
    ("none", "sign"): "signed",
    ("question", "be answered"): "none",
    ("question", "decline"): "declined",
    ("question", "sign"): "signed",
    ("declined", "ask"): "declined",
    ("declined", "be answered"): "declined",
    ("declined", "sign"): "signed",
    ("signed", "be answered"): "signed",
}
EVERY_PAIR = list(itertools.product(Reply, Move))


@pytest.mark.parametrize(("now", "move"), EVERY_PAIR)
def test_an_answer_changes_as_the_table_says_and_in_no_other_way(now, move):
    verdict = lifecycle.may(move, now)

    assert bool(verdict) is ((now, move) in ALLOWED)
    assert bool(verdict.reason) is not bool(verdict)
    if verdict:
        assert lifecycle.take(move, now) == ALLOWED[now, move]
    else:
        with pytest.raises(WrongState) as refused:
            lifecycle.take(move, now)
        assert str(refused.value) == verdict.reason


def test_the_four_answers_are_four_and_each_but_the_first_is_reached_from_it():
    assert [reply.value for reply in Reply] == ["none", "question", "declined", "signed"]
    assert {ALLOWED["none", move] for move in ("ask", "decline", "sign")} == set(Reply) - {"none"}


def test_no_sentence_accuses():
    said = " ".join([*lifecycle.WHY_NOT.values()]).lower()

    assert not [word for word in ("fail", "refus", "must", "wrong", "invalid") if word in said]


def test_the_diagram_in_the_documentation_is_the_table():
    assert as_mermaid() in Path("docs/states/sign-offs.md").read_text()


# --- on the rows ----------------------------------------------------------------------------------


def in_state(asked, now, head):
    """Bring a request to an answer by the moves that lead there."""
    if now == Reply.QUESTION:
        actions.ask(request=asked, words="Why?", by=asked.person)
    elif now == Reply.DECLINED:
        actions.decline(request=asked, why="", by=asked.person)
    elif now == Reply.SIGNED:
        actions.sign(request=asked, typed_name="Tom Thistle", by=asked.person)


def ask_something(asked, head):
    actions.ask(request=asked, words="And this?", by=asked.person)


def have_it_answered(asked, head):
    question = asked.questions.first() or factories.QuestionFactory(request=asked)
    actions.answer_question(question=question, words="Because.", by=head)


def decline_it(asked, head):
    actions.decline(request=asked, why="I would rather talk.", by=asked.person)


def sign_it(asked, head):
    actions.sign(request=asked, typed_name="Tom Thistle", by=asked.person)


DEEDS = {
    Move.ASK: ask_something,
    Move.BE_ANSWERED: have_it_answered,
    Move.DECLINE: decline_it,
    Move.SIGN: sign_it,
}
# A second press of the same button finds its deed done: nothing is refused, nothing changes.
DONE_ALREADY = {("declined", "decline"), ("signed", "sign")}


@pytest.mark.django_db
@pytest.mark.parametrize(("now", "move"), EVERY_PAIR)
def test_a_request_moves_as_the_table_says(now, move, version, head, class_teacher):
    opened = actions.open_round(version=version, by=head)
    asked = factories.has_read(opened.requests.get(person=class_teacher))
    in_state(asked, now, head)
    before = counts()

    if (now, move) in ALLOWED:
        DEEDS[move](asked, head)
    elif (now, move) in DONE_ALREADY:
        DEEDS[move](asked, head)
        assert counts() == before
    else:
        with pytest.raises(WrongState):
            DEEDS[move](asked, head)
        assert counts() == before

    asked.refresh_from_db()
    assert asked.reply == ALLOWED.get((now, move), now)
    assert (asked.replied_at is None) is (asked.reply == Reply.NONE)


def counts():
    return Acknowledgement.objects.count(), Refusal.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize(("reply", "is_reminded"), [(r, r == Reply.NONE) for r in Reply])
def test_only_who_has_not_answered_at_all_is_reminded(reply, is_reminded, class_teacher):
    asked = factories.RequestFactory(
        round__version=factories.published(),
        person=class_teacher,
        reply=reply,
        replied_at=None if reply == Reply.NONE else timezone.now(),
    )

    assert Request.objects.no_reply().filter(pk=asked.pk).exists() is is_reminded
