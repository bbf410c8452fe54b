"""Answers about pictures: given online, or written down from a call or a paper (C1)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit import chain
from consents.actions.photos.ending import end_what_may_not_stand
from consents.actions.taking_down import open_where_withdrawn
from consents.models import ImageAnswer, Method, Purpose
from consents.permissions import can_answer, can_see_to_answers
from consents.queries import permissions_of
from school.access import require
from school.errors import DomainError
from school.models import Child, Person

# Longer than anybody's child is with us: an older day is a slip, and could not be taken back.
LONGEST_AGO = timedelta(days=5 * 365)

# Child (by key) and purpose, and whether the parent says yes.
Answers = Mapping[tuple[int, str], bool]


@transaction.atomic
def answer_for_children(*, answers: Answers, by: Person) -> int:
    """Keep what a parent says about their own children; return how many answers were new.

    `by` is whoever is signed in or holds the personal link. What they said already is not kept
    twice. Raises NotAllowed, and keeps nothing, where one child is not theirs to answer for.
    """
    return _keep(answers, person=by, by=by)


@transaction.atomic
def write_down(
    *,
    child: Child,
    person: Person,
    answers: Mapping[str, bool],
    method: str,
    given_on: date,
    evidence: str,
    by: Person,
) -> int:
    """Keep what a parent said on the telephone or on paper, by purpose; return how many were new.

    `given_on` is the day on which they said or signed it: an answer that they gave on a later day
    stands all the same. `evidence` says who took the call or where the paper is.
    """
    require(can_see_to_answers(by, child))
    if method not in (Method.PHONE, Method.PAPER):
        raise DomainError("Say whether it was on the telephone or on paper.")
    if given_on > timezone.localdate():
        raise DomainError("The day on which it was said cannot lie ahead.")
    if given_on < timezone.localdate() - LONGEST_AGO:
        raise DomainError("This day is more than five years ago. Look at the year.")
    if not evidence.strip():
        raise DomainError("Write who took the call, or where the paper is kept.")
    return _keep(
        {(child.pk, purpose): is_yes for purpose, is_yes in answers.items()},
        person=person,
        by=by,
        method=method,
        given_on=given_on,
        evidence=evidence.strip(),
    )


def _keep(answers: Answers, *, person: Person, by: Person, **how: Any) -> int:
    keys = {child for child, _ in answers}
    # Both parents of a child take turns here, so that what changed is known for certain.
    children = list(Child.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    for child in children:
        require(can_answer(person, child))
    before = permissions_of(keys)
    new = [
        ImageAnswer(
            child_id=child,
            purpose=Purpose(purpose),
            person=person,
            is_yes=is_yes,
            recorded_by=by,
            **how,
        )
        for (child, purpose), is_yes in sorted(_not_said_yet(answers, person, how).items())
    ]
    for answer in new:
        answer.save(force_insert=True)
        chain.record(
            "consents.image_answer.kept",
            by=by,
            on=answer,
            child=answer.child_id,
            parent=person.pk,
            purpose=answer.purpose,
            is_yes=answer.is_yes,
            method=answer.method,
            given_on=str(answer.given_on),
        )
    after = permissions_of(keys)
    open_where_withdrawn(before, after, by=by)
    if any(before[place] and not after[place] for place in before):
        end_what_may_not_stand(children=keys, by=by)
    return len(new)


def _not_said_yet(answers: Answers, person: Person, how: Mapping[str, Any]) -> dict[Any, bool]:
    """Leave out what somebody said last anyway: a second press adds nothing.

    An answer of another day, from a call or a paper, is evidence of its own and is kept.
    """
    said = ImageAnswer.objects.filter(person=person, child__in={child for child, _ in answers})
    last = {(answer.child_id, answer.purpose): answer for answer in said.in_order()}
    return {
        place: is_yes
        for place, is_yes in answers.items()
        if (known := last.get(place)) is None
        or known.is_yes != is_yes
        or (how and known.given_on != how["given_on"])
    }
