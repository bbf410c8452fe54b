"""Answers that are no signature: a question and what the school says to it, or a no (A3, A10)."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from acknowledgements import lifecycle
from acknowledgements.actions.reading import forget_typing
from acknowledgements.actions.recording import (
    ONLINE,
    Held,
    Way,
    hold,
    require_still_asked,
    stop_reminding,
)
from acknowledgements.lifecycle import Move
from acknowledgements.models import Question, Refusal, Reply, Request
from acknowledgements.permissions import (
    answerers,
    can_answer_question,
    can_pass_on,
    can_sign,
)
from audit import chain
from notifications import outbox
from notifications.links import write_by_link
from school.access import require
from school.errors import WrongState
from school.models import Person, Role
from school.permissions import may_hold_link


@transaction.atomic
def ask(*, request: Request, words: str, by: Person, point: str = "") -> Question:
    """Ask the school a question before signing, for all one's children at once.

    `point` is the number of the clause that it is about, if it is about one. A second press
    returns the first question. Raises WrongState while another question waits.
    """
    held = hold(request)
    require(can_sign(by, held.request))
    waiting = Question.objects.beside(held.request).waiting().first()
    if waiting is not None and (waiting.words, waiting.point) == (words, point):
        return waiting
    require_still_asked(held)
    if waiting is not None:
        raise WrongState(lifecycle.ONE_AT_A_TIME)
    return record_question(held, words=words, point=point, recorded_by=by)


@transaction.atomic
def record_question(
    held: Held, *, words: str, recorded_by: Person, point: str = "", way: Way = ONLINE
) -> Question:
    """Write a question down, however it came, and tell whoever answers it.

    Call it holding the request. Reminders rest until it is answered.
    """
    family = _move_family(held, Move.ASK)
    question = Question.objects.create(request=family[0], words=words, point=point, **_kept_of(way))
    chain.record(
        "acknowledgements.question.asked",
        by=recorded_by,
        on=question,
        version=held.version.pk,
        capacity=held.request.capacity,
    )
    forget_typing(held.request)
    stop_reminding(held.person)
    for person in answerers():
        if person != held.person:
            outbox.enqueue(
                to=person,
                template="question_asked",
                context={"path": reverse("acknowledgements:question", args=[question.pk])},
                once=f"question:{question.pk}:{person.pk}",
            )
    return question


@transaction.atomic
def answer_question(*, question: Question, words: str, by: Person) -> Question:
    """Answer a question; its asker is written to and, unless they said no, is asked as before.

    Where they have no e-mail address the office passes the answer on. Raises WrongState where
    somebody was quicker, unless it was this person with these very words.
    """
    held = hold(question.request)
    require(can_answer_question(by))
    question.refresh_from_db()
    if question.answered_at is not None:
        if (question.answered_by_id, question.answer) == (by.pk, words):
            return question
        raise WrongState("Somebody has answered this meanwhile: what they wrote is here now.")
    question.answer, question.answered_by, question.answered_at = words, by, timezone.now()
    question.save()
    _move_family(held, Move.BE_ANSWERED)
    chain.record("acknowledgements.question.answered", by=by, on=question)
    if _tell_asker(question, held):
        question.told_at = question.answered_at
        question.save(update_fields=["told_at"])
    return question


@transaction.atomic
def pass_on(*, question: Question, by: Person) -> None:
    """Note that an answer was told or handed to somebody whom no e-mail reaches."""
    require(can_pass_on(by))
    told = Question.objects.filter(pk=question.pk).to_pass_on()
    if told.update(told_at=timezone.now(), told_by=by):
        chain.record("acknowledgements.question.passed_on", by=by, on=question)


@transaction.atomic
def decline(*, request: Request, why: str, by: Person) -> Refusal:
    """Say no to signing, for all one's children at once; `why` may be empty.

    Nothing follows from a parent's no (A3). Where signing is part of a role, the Headteacher is
    told that somebody said no. A second press returns the first.
    """
    held = hold(request)
    require(can_sign(by, held.request))
    if held.request.reply == Reply.DECLINED:
        return held.request.refusals.latest("declined_at", "pk")
    require_still_asked(held)
    return record_refusal(held, why=why, recorded_by=by)


@transaction.atomic
def record_refusal(held: Held, *, why: str, recorded_by: Person, way: Way = ONLINE) -> Refusal:
    """Write a no down, however it came, and stop reminding; call it holding the request."""
    refusals = [
        Refusal.objects.create(request=request, why=why, recorded_by=recorded_by, **_kept_of(way))
        for request in _move_family(held, Move.DECLINE)
    ]
    first = refusals[0]
    chain.record(
        "acknowledgements.request.declined",
        by=recorded_by,
        on=held.request,
        version=held.version.pk,
        capacity=held.request.capacity,
    )
    forget_typing(held.request)
    stop_reminding(held.person)
    if held.request.is_required:
        _tell_leaders(first, besides=held.person)
    return first


def _kept_of(way: Way) -> dict[str, Any]:
    """Return what an answer that is no signature keeps of how it came."""
    return {"method": way.method, "dated_on": way.dated_on, "scan": way.scan}


def _move_family(held: Held, move: Move) -> list[Request]:
    """Take a move with a request and those of sisters and brothers; return those that it moved.

    All of them are the same person's, whom the caller holds. Raises WrongState where the move is
    not open to the request itself.
    """
    lifecycle.take(move, held.request.reply)
    chain.take_turn()  # before requests are written, as those do who bring rounds up to date
    others = (
        Request.objects.of(held.person)
        .filter(round=held.request.round_id, capacity=held.request.capacity, stopped_at=None)
        .exclude(pk=held.request.pk)
    )
    along = [other for other in others if lifecycle.may(move, other.reply)]
    family = sorted([held.request, *along], key=lambda request: request.pk)
    now = timezone.now()
    for request in family:
        then = lifecycle.take(move, request.reply)
        if then != request.reply:
            request.reply = then
            request.replied_at = None if then == Reply.NONE else now
            request.save(update_fields=["reply", "replied_at"])
    return family


def _tell_leaders(refusal: Refusal, *, besides: Person) -> None:
    """Write to the Headteacher, or failing one to the deputy, that somebody said no: no name."""
    heads, deputies = (
        Person.objects.holding(role).exclude(pk=besides.pk)
        for role in (Role.HEADTEACHER, Role.DEPUTY)
    )
    for leader in heads or deputies:
        outbox.enqueue(
            to=leader,
            template="declined",
            context={"path": reverse("acknowledgements:declined")},
            once=f"declined:{refusal.pk}:{leader.pk}",
        )


def _tell_asker(question: Question, held: Held) -> bool:
    """Write to the asker that an answer is there, by their way in; return whether that can be."""
    person, request = held.person, held.request
    if not person.email or not person.is_active or request.stopped_at is not None:
        return False
    once = f"answered:{question.pk}"
    if request.is_required or person.roles() != {Role.PARENT}:
        path = reverse("acknowledgements:sign", args=[request.pk])
    elif may_hold_link(person):
        return bool(write_by_link([person], template="question_answered", once=lambda _: once))
    else:
        return False
    return outbox.enqueue(
        to=person, template="question_answered", context={"path": path}, once=once
    )
