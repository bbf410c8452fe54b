"""Pictures that were allowed and are no more: the task to take them down (C1)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import get_text_list

from audit import chain
from consents.actions.telling import tell_of_take_downs
from consents.agreement import may_be_used
from consents.models import ImageAnswer, TakeDown
from consents.photo_permissions import can_finish
from consents.queries import Permissions, permissions_of
from school.access import require
from school.errors import DomainError
from school.models import Child, Parenthood, Person

NOT_EVERYWHERE = "Look in each place, and tick it, before you say that it is done. Still to come"


def open_where_withdrawn(before: Permissions, after: Permissions, *, by: Person | None) -> None:
    """Open a task for each child and purpose whose yes has become a no."""
    _open([place for place, was_yes in before.items() if was_yes and not after[place]], by=by)


@transaction.atomic
def open_for_those_no_longer_asked(*, by: Person | None = None) -> None:
    """Open tasks where a permission rested on a parent who may no longer be asked.

    Run whenever people change and once a day: with a court restriction, or without parental
    responsibility, a parent's answers no longer count. A yes that was theirs alone is then gone.
    """
    still = Parenthood.objects.asked().filter(child=OuterRef("child"), person=OuterRef("person"))
    on_roll = ImageAnswer.objects.filter(child__in=Child.objects.on_roll())
    concerned = on_roll.exclude(Exists(still)).values("child_id")
    answers: dict[tuple[int, str], list[ImageAnswer]] = defaultdict(list)
    for answer in ImageAnswer.objects.filter(child__in=concerned).in_order():
        answers[answer.child_id, answer.purpose].append(answer)
    holds = permissions_of(child for child, _ in answers)
    gone = {
        place: max(answer.recorded_at for answer in given)
        for place, given in answers.items()
        if not holds[place] and _was_yes(given)
    }
    _open([place for place, since in gone.items() if not _seen_to(place, since)], by=by)


@transaction.atomic
def finish_take_down(
    *, task: TakeDown, looked_at: Sequence[str], what_was_done: str, by: Person
) -> TakeDown:
    """Say that pictures came down: where somebody looked, and what they did. Said once.

    Until each place was looked at the task stays: a picture may be there still.
    """
    held = TakeDown.objects.select_for_update(of=("self",)).select_related("photo_request")
    task = held.get(pk=task.pk)
    require(can_finish(by, task))
    if task.done_at is not None:
        return task
    if not what_was_done.strip():
        raise DomainError("Write what you did, or that there was nothing to take down.")
    if left := [place for place in task.places if place not in looked_at]:
        raise DomainError(f"{NOT_EVERYWHERE}: {get_text_list(left, 'and')}.")
    task.looked_at = list(task.places)
    task.what_was_done = what_was_done.strip()
    task.done_at, task.done_by = timezone.now(), by
    task.save()
    chain.record(
        "consents.take_down.done",
        by=by,
        on=task,
        child=task.child_id,
        request=task.photo_request_id,
        purpose=task.purpose,
    )
    return task


def _was_yes(given: Sequence[ImageAnswer]) -> bool:
    """Tell whether these were a permission while everybody who gave them was still asked."""
    return may_be_used({answer.person_id for answer in given}, [a.said for a in given])


def _seen_to(place: tuple[int, str], since: datetime) -> bool:
    child, purpose = place
    tasks = TakeDown.objects.filter(child=child, purpose=purpose, opened_at__gte=since)
    return tasks.exists()


def _open(places: Collection[tuple[int, str]], *, by: Person | None) -> None:
    waiting = set(
        TakeDown.objects.to_do()
        .filter(child__in={child for child, _ in places})
        .values_list("child_id", "purpose")
    )
    tasks = [TakeDown(child_id=place[0], purpose=place[1]) for place in sorted(set(places))]
    new = [task for task in tasks if (task.child_id, task.purpose) not in waiting]
    for task in new:
        task.save(force_insert=True)
        chain.record(
            "consents.take_down.opened", by=by, on=task, child=task.child_id, purpose=task.purpose
        )
    if new:
        tell_of_take_downs()
