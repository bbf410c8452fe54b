"""What somebody can do in one sitting: what waits, how long it takes, how far they have come."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from acknowledgements.models import Reply, Request
from acknowledgements.queries import ToSign, to_sign
from school.models import Person


@dataclass(frozen=True)
class Sitting:
    """What waits for a person, what they said no to, and how much they answered today."""

    waiting: list[ToSign]
    declined: list[ToSign]
    done: int

    @property
    def to_do(self) -> list[ToSign]:
        """Return what waits for them and not for us: all but what they have a question about."""
        return [item for item in self.waiting if item.waits_for_them]

    @property
    def next(self) -> ToSign | None:
        return next(iter(self.to_do), None)

    @property
    def total(self) -> int:
        return self.done + len(self.to_do)

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.to_do if not item.has_read)


def sitting_of(person: Person, *, capacity: str = "") -> Sitting:
    """Return what waits for a person, the soonest due first; in one capacity only, if given."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    requests = (
        Request.objects.live()
        .of(person)
        .filter(~Q(reply=Reply.SIGNED) | Q(replied_at__gte=midnight))
        .select_related("round__version__policy", "child")
        .order_by("due_on", "pk")
    )
    asked = [one for one in requests if capacity in ("", one.capacity)]
    waiting = [one for one in asked if one.reply in (Reply.NONE, Reply.QUESTION)]
    waits = {_key(one) for one in waiting}
    declined = [one for one in asked if one.reply == Reply.DECLINED and _key(one) not in waits]
    items = to_sign([*waiting, *declined])
    answered = {_key(one) for one in asked if one.replied_at and one.replied_at >= midnight}
    return Sitting(
        waiting=[item for item in items if _key(item.first) in waits],
        declined=[item for item in items if _key(item.first) not in waits],
        done=len(answered - {_key(one) for one in asked if one.reply == Reply.NONE}),
    )


def _key(request: Request) -> tuple[int, str]:
    return request.round_id, request.capacity
