"""The rows of the board: each a person who was asked to sign, in one capacity."""

from django.db.models import Case, F, Q, Value, When

from acknowledgements.models import Capacity, Reply, Request, RequestQuerySet
from acknowledgements.permissions import can_see_board
from school.models import Leave, Person

# Staff first and parents last, as everywhere on the board.
BY_AUDIENCE = Case(
    *(When(capacity=capacity, then=Value(place)) for place, capacity in enumerate(Capacity))
)


def counted() -> RequestQuerySet:
    """Return everybody who counts: those asked, and those no longer asked who had signed."""
    return Request.objects.filter(Q(stopped_at=None) | Q(reply=Reply.SIGNED))


def seen_by(viewer: Person) -> RequestQuerySet:
    """Return the rows of somebody who may see the board, and none for anybody else.

    Whoever is a parent here as well neither sees nor counts what another parent of their own child
    replied: separated parents see nothing of each other (A4), whatever their work is.
    """
    if not can_see_board(viewer):
        return Request.objects.none()
    shown = counted()
    if hidden := _of_own_family(viewer):
        shown = shown.exclude(pk__in=hidden)
    return shown


def _of_own_family(viewer: Person) -> list[int]:
    own = list(viewer.parenthoods.values_list("child_id", flat=True))
    if not own:
        return []
    others = Request.objects.filter(child__in=own).exclude(person=viewer)
    return list(others.values_list("pk", flat=True))


def by_name(requests: RequestQuerySet) -> RequestQuerySet:
    """Return rows in the order of a list, with all that a line of it says."""
    return requests.select_related(
        "round", "person", "child__school_class", "acknowledgement__recorded_by"
    ).order_by(BY_AUDIENCE, "person__full_name", "child__full_name", "pk")


def of_policies(requests: RequestQuerySet) -> RequestQuerySet:
    """Return rows policy by policy, those still going on first, with all that a line says."""
    return requests.select_related(
        "person", "child__school_class", "acknowledgement__recorded_by", "round__version__policy"
    ).order_by(
        F("round__closed_at").desc(nulls_first=True),
        "round__version__title",
        "round",
        BY_AUDIENCE,
        "child__full_name",
        "pk",
    )


def away_today() -> frozenset[int]:
    """Return the keys of all who are on leave today: of them nothing is expected (A5)."""
    return frozenset(Leave.objects.in_force().values_list("person_id", flat=True))
