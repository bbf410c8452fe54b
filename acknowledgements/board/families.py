"""A child's parents, each for themselves, and a class with what its families replied.

For those who see the board only: a parent never sees another parent's replies (A4), and whoever is
both sees of their own child only what they replied themselves.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from acknowledgements.board import rows
from acknowledgements.board.tally import STATES
from acknowledgements.models import Capacity, Reply, Request, Round, RoundQuerySet
from school.models import Child, Parenthood, Person, SchoolClass


@dataclass(frozen=True)
class ParentReplies:
    """One parent of a child: whether they are asked today, and their replies to what is open."""

    person: Person
    is_asked: bool
    requests: list[Request]


@dataclass(frozen=True)
class Family:
    """A child's parents, each for themselves, and the brothers and sisters they share."""

    parents: list[ParentReplies]
    siblings: list[Child]
    is_own: bool


def family_of(child: Child, viewer: Person) -> Family:
    """Return a child's family, as this viewer may see it."""
    ties = child.parenthoods.select_related("person").order_by("person__full_name", "pk")
    is_own = any(tie.person_id == viewer.pk for tie in ties)
    shown = [tie.person for tie in ties if not is_own or tie.person_id == viewer.pk]
    asked = set(Parenthood.objects.asked().filter(child=child).values_list("person_id", flat=True))
    replies = defaultdict(list)
    here = rows.seen_by(viewer).filter(child=child, round__closed_at=None)
    for request in rows.of_policies(here):
        replies[request.person_id].append(request)
    siblings = Child.objects.visible_to(viewer).on_roll_or_to_come().exclude(pk=child.pk)
    return Family(
        parents=[ParentReplies(one, one.pk in asked, replies[one.pk]) for one in shown],
        siblings=list(
            siblings.filter(parenthoods__person__in=shown)
            .select_related("school_class")
            .distinct()
            .order_by("full_name", "pk")
        ),
        is_own=is_own,
    )


def rounds_for_parents() -> RoundQuerySet:
    """Return the rounds going on in which parents are asked, by title."""
    asks_parents = Request.objects.filter(round=OuterRef("pk"), capacity=Capacity.PARENT)
    open_ones = Round.objects.open().filter(Exists(asks_parents))
    return open_ones.select_related("version__policy").order_by("version__title", "pk")


@dataclass(frozen=True)
class Cell:
    """What a child's parents replied in one round: each state that any of them is in."""

    round: Round
    replies: list[tuple[str, str, int]]


def grid(
    children: Collection[Child], rounds: Sequence[Round], viewer: Person
) -> list[tuple[Child, list[Cell]]]:
    """Return children by rounds, in one query (and the viewer's own children's)."""
    shown = rows.seen_by(viewer).filter(round__in=rounds, child__in=children)
    found: dict[tuple[int | None, int], Counter[str]] = defaultdict(Counter)
    for child, round_id, reply in shown.values_list("child_id", "round_id", "reply"):
        found[child, round_id][reply] += 1
    return [
        (child, [Cell(one, _states(found[child.pk, one.pk])) for one in rounds])
        for child in children
    ]


def _states(replies: Counter[str]) -> list[tuple[str, str, int]]:
    return [(state, words, replies[state]) for state, words in STATES if replies[state]]


def children_signed_for(
    school_class: SchoolClass, rounds: Sequence[Round], viewer: Person
) -> list[tuple[Round, int, int]]:
    """Return for each round of how many children of a class at least one parent has signed."""
    here = rows.seen_by(viewer).filter(
        round__in=rounds, child__in=Child.objects.on_roll().filter(school_class=school_class)
    )
    asked = dict(_children(here))
    signed = dict(_children(here.filter(reply=Reply.SIGNED)))
    return [(one, signed.get(one.pk, 0), asked.get(one.pk, 0)) for one in rounds]


def _children(requests: rows.RequestQuerySet) -> list[tuple[int, int]]:
    counted = requests.order_by().values_list("round_id").annotate(Count("child", distinct=True))
    return [(round_id, number) for round_id, number in counted]
