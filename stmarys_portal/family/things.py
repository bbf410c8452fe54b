"""What a parent is asked, over all rooms and for all their children, and how much of it is done."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from acknowledgements.models import Capacity, Reply, Request, RequestQuerySet
from consents.queries import how_far
from school.models import Parenthood

ANSWERED = (Reply.SIGNED, Reply.DECLINED)


@dataclass(frozen=True)
class Things:
    """How many things a parent is asked: each policy is one, and so are all pictures together."""

    done: int = 0
    of: int = 0

    @property
    def are_done(self) -> bool:
        return self.done == self.of

    @property
    def in_words(self) -> str:
        return f"{self.done} of {self.of} {'thing' if self.of == 1 else 'things'} done"


def things_of(people: Collection[int]) -> dict[int, Things]:
    """Return how far each parent, by key, has come: three queries for however many."""
    policies: dict[int, dict[int, bool]] = defaultdict(dict)
    for person, round_id, reply in _asked_as_parents(people).values_list(
        "person_id", "round_id", "reply"
    ):
        so_far = policies[person].get(round_id, True)
        policies[person][round_id] = so_far and reply in ANSWERED
    pictures = how_far(people)
    return {person: _count(policies[person], pictures[person].values()) for person in people}


def _count(policies: dict[int, bool], pictures: Collection) -> Things:
    done = [*policies.values()]
    if pictures:
        done.append(all(answered.is_complete for answered in pictures))
    return Things(sum(done), len(done))


def _asked_as_parents(people: Collection[int]) -> RequestQuerySet:
    """Return what is asked of them for children about whom they may be asked today."""
    asked = Parenthood.objects.asked().filter(person=OuterRef("person"), child=OuterRef("child"))
    live = Request.objects.live().filter(person__in=people, capacity=Capacity.PARENT)
    return live.filter(Exists(asked))
