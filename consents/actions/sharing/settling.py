"""What answers add up to, who is still to be asked, and whoever asked being told (C3)."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit import chain
from consents.actions.sharing.moving import move
from consents.actions.telling import write_to
from consents.models import NeverAsk, SharedPicture, SharedQuestion
from consents.models.shared import last_said
from consents.share_lifecycle import WAITS, ShareMove, ShareState
from consents.share_queries import kept_away, parents_by_child
from consents.sharing import everybody_says_yes, still_stands
from school.models import Parenthood, Person
from school.permissions import may_hold_link

QUESTION, NEWS = "shared_question", "shared_news"


@transaction.atomic
def bring_shared_up_to_date(*, now: datetime | None = None) -> None:
    """Ask parents who came since, end what may not stand, and close what has had its day.

    Run whenever people change and all through the day; run twice it does nothing twice.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    chain.take_turn()
    open_ones = Q(state=ShareState.ASKING, answer_by__gte=today) | Q(state=ShareState.AGREED)
    pictures = _without_kept_away(_held(open_ones))
    ask_parents([picture for picture in pictures if picture.state == ShareState.ASKING])
    settle(pictures)
    _close(today, now)


def _without_kept_away(pictures: Collection[SharedPicture]) -> list[SharedPicture]:
    """End what somebody asked whom a court keeps from a child in it since; return the others.

    Nobody is told why; while families are asked, whoever asked sees no difference.
    """
    away = kept_away(pictures)
    for picture in pictures:
        if picture.pk in away and picture.state == ShareState.AGREED:
            end(picture)
        elif picture.pk in away:
            move(picture, ShareMove.STOP)
    return [picture for picture in pictures if picture.pk not in away]


def ask_parents(pictures: Collection[SharedPicture]) -> None:
    """Ask each parent who counts and was not asked yet, but for those who never want to be."""
    parents = parents_by_child([p.pk for p in pictures], Parenthood.objects.asked())
    never = set(NeverAsk.objects.values_list("person_id", flat=True))
    known = set(
        SharedQuestion.objects.filter(picture__in=parents).values_list("picture_id", "person_id")
    )
    wanted = {
        (picture, person)
        for picture, of in parents.items()
        for people in of.values()
        for person in people - never
    }
    new = sorted(wanted - known)
    SharedQuestion.objects.bulk_create(
        [SharedQuestion(picture_id=picture, person_id=person) for picture, person in new],
        ignore_conflicts=True,
    )
    today = timezone.localdate()
    write_to(
        Person.objects.filter(pk__in={person for _, person in new}).order_by("pk"),
        template=QUESTION,
        path=reverse("consents:shared"),
        # However many pictures they are asked about in a day, it is one letter.
        once=lambda person: f"shared-question:{person.pk}:{today}",
    )


def settle(pictures: Collection[SharedPicture]) -> None:
    """Move what was asked to a yes of all, and end a yes of all that stands no more.

    For pictures that are held; the number of queries does not grow with them.
    """
    asking = [p for p in pictures if p.state == ShareState.ASKING and not p.is_over]
    agreed = [p for p in pictures if p.state == ShareState.AGREED]
    said = last_said(p.pk for p in [*asking, *agreed])
    counts = parents_by_child([p.pk for p in asking], Parenthood.objects.asked())
    # Of children who have left, what their parents said goes on: nobody else may say it.
    stands = parents_by_child([p.pk for p in agreed], Parenthood.objects.may_be_asked())
    for picture in asking:
        if everybody_says_yes(counts[picture.pk], said[picture.pk]):
            move(picture, ShareMove.AGREE)
            _tell([picture])
    for picture in agreed:
        if not still_stands(stands[picture.pk], said[picture.pk]):
            end(picture)


def end(picture: SharedPicture, *, by: Person | None = None) -> None:
    """End a yes of all: whoever asked is told at once to take the picture down."""
    move(picture, ShareMove.END, by=by)
    _tell([picture])


def _close(today: date, now: datetime) -> None:
    """Tell all whose day has passed without a yes of all, whyever: in one round, all alike."""
    over = _held(Q(state__in=WAITS, answer_by__lt=today, told_at=None))
    for picture in over:
        if picture.state != ShareState.STOPPED:
            move(picture, ShareMove.CLOSE)
    SharedPicture.objects.filter(pk__in=[picture.pk for picture in over]).update(told_at=now)
    _tell(over)


def _held(which: Q) -> list[SharedPicture]:
    found = SharedPicture.objects.select_for_update(of=("self",)).filter(which)
    return list(found.select_related("asked_by").order_by("pk"))


def _tell(pictures: Iterable[SharedPicture]) -> None:
    """Tell whoever asked that there is news: never which. One letter for each piece of news."""
    for picture in pictures:
        person, once = picture.asked_by, f"shared-news:{picture.pk}:{picture.seen}"
        if person.assignments.not_over().exists() or may_hold_link(person):
            write_to([person], template=NEWS, path=reverse("consents:shared"), once=_always(once))


def _always(once: str) -> Callable[[Person], str]:
    return lambda _: once
