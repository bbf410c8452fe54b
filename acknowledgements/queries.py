"""Questions about sign-off that several pages ask."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import Min, QuerySet
from django.utils.text import get_text_list
from django.utils.timezone import localdate

from acknowledgements.models import (
    Acknowledgement,
    Question,
    QuestionQuerySet,
    Reading,
    Reply,
    Request,
    RequestQuerySet,
)
from policies import differences
from policies.comparison import Comparison
from policies.models import Clause, Version
from policies.signatures import Signature
from school.models import Person

WORDS_A_MINUTE = 200


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


def minutes_to_read(versions: Iterable[int]) -> dict[int, int]:
    """Return how many minutes each version takes to read, at least one; takes their keys."""
    words: Counter[int] = Counter()
    clauses = Clause.objects.filter(section__version__in=set(versions))
    for version, text in clauses.values_list("section__version_id", "text"):
        words[version] += len(text.split())
    return {version: max(1, ceil(words[version] / WORDS_A_MINUTE)) for version in versions}


@dataclass(frozen=True)
class SinceSigned:
    """The version that a person signed before, and what changed since."""

    version: Version
    comparison: Comparison


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
    return SinceSigned(older, differences.between(older=older, newer=newer))


def signed_before(asked: Request) -> Acknowledgement | None:
    """Return this person's latest signature of this very text, whatever it was asked for."""
    return signed_by(asked.person).filter(version=asked.round.version_id).first()


def questions_of(person: Person) -> QuestionQuerySet:
    """Return what a person asked about what they are to sign, the latest first."""
    asked = Question.objects.filter(request__in=Request.objects.of(person))
    return asked.select_related("request__round__version", "answered_by").order_by("-asked_at")


@dataclass(frozen=True)
class ToSign:
    """One version that waits for a person in one capacity, with all the requests it would meet."""

    requests: tuple[Request, ...]
    minutes: int
    reading: Reading | None = None
    question: Question | None = None  # the latest that they asked about it

    @property
    def first(self) -> Request:
        return self.requests[0]

    @property
    def version(self) -> Version:
        return self.first.round.version

    @property
    def step(self) -> str:
        """Return the page on which they go on: the text, or after it where they have read it."""
        return "agree" if self.has_read else "sign"

    @property
    def has_read(self) -> bool:
        return self.reading is not None and self.reading.reached_end_at is not None

    @property
    def waits_for_them(self) -> bool:
        """Tell whether it waits for the person, and not for our answer to their question."""
        return any(request.reply == Reply.NONE for request in self.requests)

    @property
    def children(self) -> list[str]:
        return [request.child.full_name for request in self.requests if request.child]

    @property
    def children_in_words(self) -> str:
        return get_text_list(self.children, "and")


Group = tuple[int, str]  # a round and a capacity: what one signature meets


def to_sign(requests: Iterable[Request]) -> list[ToSign]:
    """Group one person's requests by what one signature would meet: their children go together."""
    groups: dict[Group, list[Request]] = defaultdict(list)
    for request in requests:
        groups[request.round_id, request.capacity].append(request)
    if not groups:
        return []
    asked = [request for group in groups.values() for request in group]
    minutes = minutes_to_read([group[0].round.version_id for group in groups.values()])
    readings = _readings(asked)
    questions = _questions(asked)
    return [
        ToSign(
            tuple(group),
            minutes[group[0].round.version_id],
            readings.get(key),
            questions.get(key),
        )
        for key, group in groups.items()
    ]


def _readings(requests: Collection[Request]) -> dict[Group, Reading]:
    found = Reading.objects.filter(
        round__in={request.round_id for request in requests},
        person__in={request.person_id for request in requests},
    )
    return {(reading.round_id, reading.capacity): reading for reading in found}


def _questions(requests: Collection[Request]) -> dict[Group, Question]:
    found = Question.objects.filter(
        request__round__in={request.round_id for request in requests},
        request__person__in={request.person_id for request in requests},
    ).select_related("request", "answered_by")
    return {
        (question.request.round_id, question.request.capacity): question
        for question in found.order_by("asked_at", "pk")
    }
