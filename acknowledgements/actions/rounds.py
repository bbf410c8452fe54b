"""Rounds: asking everybody a version speaks to, and keeping that true as people come and go (A5).

Opening a round and bringing it up to date are one piece of code: work out who should be asked
today, compare with who is, ask the difference. The number of statements does not grow with people.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from acknowledgements.actions.messages import write_to
from acknowledgements.audience import capacities_asked
from acknowledgements.models import Acknowledgement, Capacity, Request, Round, SignOffSettings
from audit import chain
from notifications.models import Message
from policies.actions import note_enrolment
from policies.models import State, Version
from school.errors import WrongState
from school.links import end_links_of_those_not_asked
from school.models import Parenthood, Person, Role, RoleAssignment
from school.terms import school_calendar

INVITATIONS = AT_SCHOOL, BY_LINK = ("sign_waiting", "personal_link")


class Place(NamedTuple):
    """One place in a round: who, as what, and for a parent for which child."""

    person_id: int
    capacity: str
    child_id: int | None = None


@dataclass
class Membership:
    """What everybody is to the school today."""

    roles: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    children: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def today(cls) -> "Membership":
        membership = cls()
        held = RoleAssignment.objects.in_force().filter(person__is_active=True)
        for person, role in held.values_list("person_id", "role"):
            membership.roles[person].add(role)
        for person, child in Parenthood.objects.asked().values_list("person_id", "child_id"):
            membership.roles[person].add(Role.PARENT)
            membership.children[person].add(child)
        return membership

    def places(self, audiences: Collection[str]) -> set[Place]:
        """Return the places that a version with these audiences asks to be filled."""
        asked = set()
        for person, roles in self.roles.items():
            for capacity in capacities_asked(roles, audiences):
                children = self.children[person] if capacity == Capacity.PARENT else (None,)
                asked |= {Place(person, capacity, child) for child in children}
        return asked


# The places newly asked; for somebody who is back, since when they had not been asked.
Asked = dict[Place, datetime | None]


class Moment(NamedTuple):
    """When people are asked, and until when."""

    now: datetime
    due_on: date

    @classmethod
    def today(cls) -> "Moment":
        due_on = school_calendar().add_school_days(
            timezone.localdate(), SignOffSettings.current().due_school_days
        )
        return cls(timezone.now(), due_on)


@transaction.atomic
def open_round(*, version: Version, by: Person) -> Round:
    """Ask everybody in a published version's audiences to sign it; return the round.

    Earlier rounds of the same policy close. A version whose round is open keeps that one. Each
    person who is asked gets one message. Raises WrongState unless the version is in force.
    """
    version = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.state != State.PUBLISHED:
        raise WrongState("Only a published version can be signed.")
    moment = Moment.today()
    earlier = Round.objects.open().filter(version__policy=version.policy_id)
    earlier.exclude(version=version).update(closed_at=moment.now)
    opened, is_new = Round.objects.get_or_create(
        version=version,
        closed_at=None,
        defaults={"opened_by": by, "opened_at": moment.now, "due_on": moment.due_on},
    )
    if not is_new:
        return opened
    opened.version = version
    asked, _ = _bring_one_up_to_date(opened, Membership.today(), moment)
    chain.record(
        "acknowledgements.round.opened", by=by, on=opened, version=version.pk, asked=len(asked)
    )
    _tell({opened.pk: asked})
    return opened


@transaction.atomic
def bring_up_to_date(*, by: Person | None = None) -> None:
    """Ask those who have joined an open round's audience, and stop asking those who have left it.

    Run each day and whenever people change. `by` is who changed them; None is the portal itself.
    """
    membership, moment = Membership.today(), Moment.today()
    Round.objects.open().exclude(version__state=State.PUBLISHED).update(closed_at=moment.now)
    end_links_of_those_not_asked(moment.now)
    asked_in = {}
    for open_one in Round.objects.open().select_related("version"):
        asked, stopped = _bring_one_up_to_date(open_one, membership, moment)
        if not asked and not stopped:
            continue
        asked_in[open_one.pk] = asked
        chain.record(
            "acknowledgements.round.brought_up_to_date",
            by=by,
            on=open_one,
            asked=len(asked),
            stopped=stopped,
        )
    _tell(asked_in)
    _note_enrolment(asked_in)


def _note_enrolment(asked_in: dict[int, Asked]) -> None:
    """Record which versions parents were sent because their child joined (M12)."""
    parents = {place.person_id for asked in asked_in.values() for place in asked if place.child_id}
    written_to = set(
        Person.objects.filter(pk__in=parents).exclude(email=None).values_list("pk", flat=True)
    )
    rounds = [
        pk
        for pk, asked in asked_in.items()
        if any(place.child_id and place.person_id in written_to for place in asked)
    ]
    versions = Round.objects.filter(pk__in=rounds).values_list("version", flat=True)
    note_enrolment(versions=versions)


def _bring_one_up_to_date(
    open_one: Round, membership: Membership, moment: Moment
) -> tuple[Asked, int]:
    """Make a round's requests fit who is to be asked; return the newly asked, and how many left."""
    wanted = membership.places(open_one.version.audiences) - _settled(open_one.version)
    asked_before = {
        Place(request.person_id, request.capacity, request.child_id): request
        for request in Request.objects.filter(round=open_one).select_related("acknowledgement")
    }
    unsigned = {
        place: request
        for place, request in asked_before.items()
        if not hasattr(request, "acknowledgement")
    }
    back = {
        place: request.stopped_at
        for place, request in unsigned.items()
        if place in wanted and request.stopped_at is not None
    }
    gone = {p for p in unsigned if p not in wanted and unsigned[p].stopped_at is None}
    new = wanted - asked_before.keys()

    Request.objects.filter(pk__in=[unsigned[place].pk for place in back]).update(
        stopped_at=None, stopped_why="", asked_at=moment.now, due_on=moment.due_on
    )
    Request.objects.filter(pk__in=[unsigned[place].pk for place in gone]).update(
        stopped_at=moment.now, stopped_why="No longer in the audience of this policy."
    )
    Request.objects.bulk_create(
        [
            Request(round=open_one, **place._asdict(), asked_at=moment.now, due_on=moment.due_on)
            for place in sorted(new, key=str)
        ],
        ignore_conflicts=True,
    )
    return dict.fromkeys(new) | back, len(gone)


def _settled(version: Version) -> set[Place]:
    """Return those who signed this text, or one that differs from it by corrections only (P5)."""
    material = Version.objects.public().filter(
        policy=version.policy_id, number__lte=version.number, must_be_signed=True
    )
    since = material.aggregate(Max("number"))["number__max"] or version.number
    signed = Acknowledgement.objects.filter(
        version__policy=version.policy_id, version__number__gte=since
    )
    return {Place(*row) for row in signed.values_list("person_id", "capacity", "child_id")}


def _tell(asked_in: dict[int, Asked]) -> None:
    """Send each person newly asked one message, whatever the number of rounds and children.

    A newcomer whose invitation has not left yet needs no second one: it leads to all that waits.
    Somebody who is back does, since their link ended when they stopped being asked.
    """
    asked_of: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    back = set()
    for round_id, asked in asked_in.items():
        for place, stopped_at in asked.items():
            asked_of[place.person_id].append((round_id, *place, stopped_at))
            back |= {place.person_id} if stopped_at else set()
    on_its_way = Message.objects.waiting().filter(
        template__in=INVITATIONS, recipient__in=asked_of.keys() - back
    )
    people = Person.objects.filter(pk__in=asked_of).exclude(email=None)
    write_to(
        people.exclude(pk__in=on_its_way.values("recipient")),
        at_school=AT_SCHOOL,
        by_link=BY_LINK,
        once=lambda person: f"asked:{person.pk}:{_digest(asked_of[person.pk])}",
    )


def _digest(asked: Iterable[tuple[object, ...]]) -> str:
    """Return a short name for a set of requests: two workers who ask the same say it once."""
    return hashlib.sha256(repr(sorted(asked, key=str)).encode()).hexdigest()[:16]
