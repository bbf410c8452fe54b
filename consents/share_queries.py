"""What is known of shared pictures, asked for many at once (C3)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Max
from django.db.models.functions import TruncDate

from audit.models import Event
from consents.models import SharedPicture
from consents.share_lifecycle import ShareState
from school.models import Child, Parenthood, ParenthoodQuerySet, Person, PersonQuerySet

VIEWED = "consents.shared_picture.viewed"


def looked_for_school(picture: SharedPicture) -> list[tuple[Person | None, datetime]]:
    """Return who of the school looked at a picture, day by day, the latest first: two queries.

    That families looked is on record too, and for nobody here to see.
    """
    looks = Event.objects.on(picture).filter(action=VIEWED, facts__for_school=True)
    by_day = looks.annotate(day=TruncDate("at")).values("actor_id", "day")
    rows = list(by_day.annotate(last_at=Max("at")).order_by("-last_at"))
    people = Person.objects.in_bulk({int(row["actor_id"]) for row in rows})
    return [(people.get(int(row["actor_id"])), row["last_at"]) for row in rows]


def parents_by_child(
    pictures: Collection[int], ties: ParenthoodQuerySet
) -> dict[int, dict[int, set[int]]]:
    """Return, for each picture by key, its children with those of these ties: two queries.

    Whoever asks is none of them: they have said yes by asking.
    """
    found: dict[int, dict[int, set[int]]] = {key: {} for key in pictures}
    through = SharedPicture.children.through.objects.filter(sharedpicture__in=pictures)
    for picture, child in through.values_list("sharedpicture_id", "child_id"):
        found[picture][child] = set()
    asker = dict(SharedPicture.objects.filter(pk__in=pictures).values_list("pk", "asked_by_id"))
    of = ties.filter(child__shared_pictures__in=pictures)
    for picture, child, person in of.values_list("child__shared_pictures", "child_id", "person_id"):
        if picture in found and person != asker[picture]:
            found[picture][child].add(person)
    return found


def kept_away(pictures: Collection[SharedPicture]) -> dict[int, list[str]]:
    """Return the names of the children whom a court keeps from whoever asks, by picture."""
    found: dict[int, list[str]] = defaultdict(list)
    ties = Parenthood.objects.filter(
        is_restricted=True,
        person=F("child__shared_pictures__asked_by"),
        child__shared_pictures__in=[picture.pk for picture in pictures],
    )
    rows = ties.values_list("child__shared_pictures", "child__full_name")
    for picture, name in rows.order_by("child__full_name", "pk"):
        found[picture].append(name)
    return found


def own_children_in(pictures: Collection[SharedPicture], person: Person) -> dict[int, list[Child]]:
    """Return, for each picture by key, which children of this parent are in it: one query."""
    found: dict[int, list[Child]] = defaultdict(list)
    keys = [picture.pk for picture in pictures]
    ties = Parenthood.objects.may_be_asked().filter(person=person)
    rows = ties.filter(child__shared_pictures__in=keys).annotate(
        picture=F("child__shared_pictures")
    )
    for tie in rows.select_related("child").order_by("child__full_name", "pk"):
        found[tie.picture].append(tie.child)
    return found


def who_counts(picture: SharedPicture) -> ParenthoodQuerySet:
    """Return the ties of those who are asked, answered or not, whether or not they want to be.

    Of a yes of all, also of children who have left: their parents can still take it back.
    """
    ties = Parenthood.objects.asked()
    if picture.state == ShareState.AGREED:
        ties = Parenthood.objects.may_be_asked()
    ties = ties.filter(child__shared_pictures=picture).exclude(person=picture.asked_by_id)
    found: ParenthoodQuerySet = ties.select_related("person", "child")
    return found.order_by("child__full_name", "person__full_name", "pk")


def without_address(picture: SharedPicture) -> PersonQuerySet:
    """Return the parents of the children in it whom no letter reaches: for them a link is printed.

    All who would be asked, answered or not, and whether or not they want to be.
    """
    ties = Parenthood.objects.asked().filter(child__shared_pictures=picture)
    found: PersonQuerySet = Person.objects.filter(pk__in=ties.values("person_id"), email=None)
    return found.exclude(pk=picture.asked_by_id).order_by("full_name", "pk")
