"""Questions about permissions for pictures that several pages ask."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from consents.agreement import Said, may_be_used
from consents.models import ImageAnswer, Purpose
from school.calendar import ONE_DAY
from school.models import Child, Parenthood, Person

# Child and purpose, and whether a picture may be used.
Permissions = dict[tuple[int, str], bool]


def permissions_of(children: Iterable[int], *, before: datetime | None = None) -> Permissions:
    """Return what may be done with pictures of these children, by key: two queries.

    With `before`, what had been said by then, about those who were on roll on the day before. Who
    counts as a parent is as it is today: a court restriction holds from the moment it is noted.
    """
    keys = set(children)
    day = timezone.localdate(before) - ONE_DAY if before else None
    ties = Parenthood.objects.asked(day).filter(child__in=keys)
    asked: dict[int, set[int]] = defaultdict(set)
    for child, parent in ties.values_list("child_id", "person_id"):
        asked[child].add(parent)
    said: dict[tuple[int, str], list[Said]] = defaultdict(list)
    answers = ImageAnswer.objects.filter(child__in=keys)
    if before:
        answers = answers.filter(recorded_at__lt=before)
    for answer in answers:
        said[answer.child_id, answer.purpose].append(answer.said)
    return {
        (child, purpose): may_be_used(asked[child], said[child, purpose])
        for child in keys
        for purpose in Purpose
    }


def children_of(person: Person) -> QuerySet[Child]:
    """Return the children about whom a parent may be asked today, by name."""
    ties = Parenthood.objects.asked().filter(person=person)
    children = Child.objects.filter(pk__in=ties.values("child_id"))
    return children.select_related("school_class").order_by("full_name", "pk")


def own_answers(person: Person) -> dict[tuple[int, str], ImageAnswer]:
    """Return what a parent themselves said last, by child and purpose; never what others said."""
    answers = ImageAnswer.objects.own(person).in_order()
    return {(answer.child_id, answer.purpose): answer for answer in answers}


@dataclass(frozen=True)
class Answered:
    """How far one parent has come with the questions about one child."""

    given: int
    of: int = len(Purpose)

    @property
    def is_complete(self) -> bool:
        return self.given >= self.of


def how_far(people: Collection[int]) -> dict[int, dict[int, Answered]]:
    """Return, for each parent by key, how far they are with each child: two queries."""
    given: dict[tuple[int, int], set[str]] = defaultdict(set)
    answers = ImageAnswer.objects.filter(person__in=people)
    for person, child, purpose in answers.values_list("person_id", "child_id", "purpose"):
        given[person, child].add(purpose)
    found: dict[int, dict[int, Answered]] = {person: {} for person in people}
    ties = Parenthood.objects.asked().filter(person__in=people)
    for person, child in ties.values_list("person_id", "child_id"):
        found[person][child] = Answered(len(given[person, child]))
    return found
