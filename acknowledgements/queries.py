"""Questions about sign-off that several pages ask."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import Count, Min, QuerySet
from django.utils.text import get_text_list
from django.utils.timezone import localdate

from acknowledgements.models import Acknowledgement, Capacity, Request, RequestQuerySet, Round
from policies import differences
from policies.models import Clause, Version
from policies.signatures import Signature
from school.models import Person

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class CapacityCount:
    """How many were asked in one capacity, and how many of them have signed."""

    capacity: Capacity
    asked: int
    signed: int

    @property
    def no_reply(self) -> int:
        return self.asked - self.signed


@dataclass(frozen=True)
class Coverage:
    """How far a version's sign-off has come: in all, and by capacity."""

    by_capacity: tuple[CapacityCount, ...] = ()

    @property
    def asked(self) -> int:
        return sum(count.asked for count in self.by_capacity)

    @property
    def signed(self) -> int:
        return sum(count.signed for count in self.by_capacity)

    @property
    def no_reply(self) -> int:
        return self.asked - self.signed


def outstanding_for(person: Person) -> RequestQuerySet:
    """Return what waits for a person, the soonest due first."""
    requests = Request.objects.outstanding().of(person)
    return requests.select_related("round__version__policy", "child").order_by("due_on", "pk")


def signed_by(person: Person) -> QuerySet[Acknowledgement]:
    """Return a person's sign-offs, the latest first; those of earlier versions too."""
    return Acknowledgement.objects.filter(person=person).select_related("version__policy", "child")


def first_signatures(people: set[int], versions: set[int]) -> dict[tuple[int, int], Signature]:
    """Return, by person and version, when each was first asked and first signed, in two queries.

    In whatever capacity: on paper and at a meeting it is the day written down there.
    """
    asked = (
        Request.objects.filter(person__in=people, round__version__in=versions)
        .order_by()
        .values_list("person_id", "round__version_id")
        .annotate(first=Min("asked_at"))
    )
    found = {(who, what): Signature(None, localdate(first)) for who, what, first in asked}
    signed = Acknowledgement.objects.filter(person__in=people, version__in=versions)
    for one in signed.order_by("-signed_at").only("person", "version", "signed_at", "dated_on"):
        key = (one.person_id, one.version_id)
        day = one.dated_on or localdate(one.signed_at)
        known = found.get(key, Signature())
        earliest = min(filter(None, (known.signed_on, day)))
        found[key] = Signature(earliest, known.asked_on or day)
    return found


def coverage(version: Version) -> Coverage:
    """Return how far the latest round of a version has come, by capacity."""
    latest = Round.objects.filter(version=version).first()
    return coverage_of([latest])[latest.pk] if latest else Coverage()


def coverage_of(rounds: Collection[Round]) -> dict[int, Coverage]:
    """Return the coverage of many rounds in one query. Those who left unsigned do not count."""
    counted = (
        Request.objects.filter(round__in=rounds)
        .exclude(stopped_at__isnull=False, acknowledgement=None)
        .values_list("round_id", "capacity")
        .annotate(asked=Count("pk"), signed=Count("acknowledgement"))
        .order_by()
    )
    found: dict[tuple[int, str], tuple[int, int]] = {
        (round_id, capacity): (asked, signed) for round_id, capacity, asked, signed in counted
    }
    return {
        one.pk: Coverage(
            tuple(
                CapacityCount(capacity, *found[one.pk, capacity])
                for capacity in Capacity
                if (one.pk, capacity) in found
            )
        )
        for one in rounds
    }


def who_has_not(asked: Round) -> RequestQuerySet:
    """Return the requests of a round that have no reply yet, by capacity and name."""
    return _by_name(Request.objects.outstanding().filter(round=asked))


def who_has(asked: Round) -> RequestQuerySet:
    """Return the requests of a round that are signed, by capacity and name."""
    return _by_name(Request.objects.signed().filter(round=asked))


def _by_name(requests: RequestQuerySet) -> RequestQuerySet:
    return requests.select_related("person", "child__school_class", "acknowledgement").order_by(
        "capacity", "person__full_name", "child__full_name", "pk"
    )


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
