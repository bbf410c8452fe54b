"""Questions about sign-off that several pages ask."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import QuerySet
from django.utils.text import get_text_list

from acknowledgements.models import Acknowledgement, Request, RequestQuerySet
from policies import differences
from policies.models import Clause, Version
from school.models import Person

WORDS_A_MINUTE = 200


def outstanding_for(person: Person) -> RequestQuerySet:
    """Return what waits for a person, the soonest due first."""
    requests = Request.objects.outstanding().of(person)
    return requests.select_related("round__version__policy", "child").order_by("due_on", "pk")


def signed_by(person: Person) -> QuerySet[Acknowledgement]:
    """Return a person's sign-offs, the latest first; those of earlier versions too."""
    return Acknowledgement.objects.filter(person=person).select_related("version__policy", "child")


def minutes_to_read(versions: Iterable[int]) -> dict[int, int]:
    """Return how many minutes each version takes to read, at least one; takes their keys."""
    words: Counter[int] = Counter()
    clauses = Clause.objects.filter(section__version__in=set(versions))
    for version, text in clauses.values_list("section__version_id", "text"):
        words[version] += len(text.split())
    return {version: max(1, ceil(words[version] / WORDS_A_MINUTE)) for version in versions}


@dataclass(frozen=True)
class SinceSigned:
    """The version that a person signed before, and in a sentence what changed since."""

    version: Version
    sentence: str


def since_signed(asked: Request) -> SinceSigned | None:
    """Return what changed since the latest earlier version that this person signed (P8), if any.

    In whatever capacity they signed it, they have read it. One that was withdrawn is passed over:
    it can no longer be shown to them.
    """
    newer = asked.round.version
    earlier = newer.policy.versions.public().filter(number__lt=newer.number)
    signed = earlier.filter(acknowledgements__person=asked.person)
    older = signed.with_text().order_by("-number").first()
    if older is None:
        return None
    return SinceSigned(older, differences.between(older=older, newer=newer).sentence)


@dataclass(frozen=True)
class ToSign:
    """One version that waits for a person in one capacity, with all the requests it would meet."""

    requests: tuple[Request, ...]
    minutes: int

    @property
    def first(self) -> Request:
        return self.requests[0]

    @property
    def version(self) -> Version:
        return self.first.round.version

    @property
    def children(self) -> list[str]:
        return [request.child.full_name for request in self.requests if request.child]

    @property
    def children_in_words(self) -> str:
        return get_text_list(self.children, "and")


def to_sign(requests: Iterable[Request]) -> list[ToSign]:
    """Group requests by what one signature would meet: a parent's children go together."""
    groups: dict[tuple[int, str], list[Request]] = defaultdict(list)
    for request in requests:
        groups[request.round_id, request.capacity].append(request)
    minutes = minutes_to_read([group[0].round.version_id for group in groups.values()])
    return [ToSign(tuple(group), minutes[group[0].round.version_id]) for group in groups.values()]
