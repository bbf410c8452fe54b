"""Meetings at which several people sign on one sheet (A7)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import transaction

from acknowledgements.actions.messages import take_back_reminders
from acknowledgements.actions.paper import require_date
from acknowledgements.actions.recording import SIGNED, Held, Way, chained, drawn_up
from acknowledgements.actions.scans import kept_scan
from acknowledgements.audience import capacities_asked
from acknowledgements.models import (
    Acknowledgement,
    Capacity,
    Meeting,
    Method,
    Reading,
    Reply,
    Request,
    Round,
)
from acknowledgements.permissions import can_record_for, can_record_paper
from acknowledgements.points import points_to_confirm
from audit import chain
from policies.models import State, Version
from school.access import require
from school.errors import WrongState
from school.models import Person, RoleAssignment
from uploads.fields import Upload

# Parents are not asked on a sheet: one would read the names of others.
AT_MEETINGS = (Capacity.STAFF, Capacity.GOVERNOR, Capacity.VOLUNTEER)


class Recorded(NamedTuple):
    """What came of a sheet: how many sign-offs are new, and how many stood already."""

    new: int
    already: int


@transaction.atomic
def hold_meeting(*, name: str, held_on: date, by: Person) -> Meeting:
    """Note a meeting, past or to come, at which people can sign; the same one twice is one."""
    require(can_record_paper(by))
    meeting, is_new = Meeting.objects.get_or_create(
        name=name, held_on=held_on, defaults={"recorded_by": by}
    )
    if is_new:
        chain.record("acknowledgements.meeting.noted", by=by, on=meeting)
    return meeting


@transaction.atomic
def record_meeting_sheet(
    *,
    meeting: Meeting,
    asked: Round,
    capacity: Capacity,
    signers: Collection[int],
    by: Person,
    upload: Upload | None = None,
) -> Recorded:
    """Enter everybody who signed on a meeting's sheet, each a sign-off of their own, or nobody.

    `signers` are keys of people; the number of statements does not grow with them. Whoever signed
    before, in whatever way, is left as they are. Raises NotAllowed where the recorder is among
    them, and WrongState where somebody is not asked, or the meeting was not in the version's time.
    """
    require(can_record_paper(by))
    people = _hold(signers)
    for person in people:
        require(can_record_for(by, person))
    version = Version.objects.select_for_update(no_key=True).get(pk=asked.version_id)
    asked = Round.objects.get(pk=asked.pk)
    if version.state != State.PUBLISHED or asked.closed_at is not None:
        raise WrongState("This version is no longer in force, so nothing was recorded.")
    require_date(meeting.held_on, version)
    requests = _requests(asked, capacity, people, version)
    waiting = [request for request in requests if request.reply != Reply.SIGNED]
    if waiting:
        with kept_scan(upload, by) as scan:
            _record(waiting, version, by, Way(Method.MEETING, meeting.held_on, meeting, scan))
    return Recorded(new=len(waiting), already=len(requests) - len(waiting))


def _hold(signers: Collection[int]) -> list[Person]:
    """Lock these people, in one order everywhere, so that nobody signs online at this moment."""
    found = Person.objects.select_for_update(no_key=True).filter(pk__in=signers).order_by("pk")
    return list(found)


def _requests(
    asked: Round, capacity: Capacity, people: Collection[Person], version: Version
) -> list[Request]:
    """Return the request of each, who must all be asked today in this capacity."""
    known = {person.pk: person for person in people}
    roles: dict[int, set[str]] = defaultdict(set)
    held = RoleAssignment.objects.in_force().filter(person__in=people, person__is_active=True)
    for person_id, role in held.values_list("person_id", "role"):
        roles[person_id].add(role)
    live = Request.objects.live().filter(round=asked, capacity=capacity, person__in=people)
    requests = list(live.filter(capacity__in=AT_MEETINGS).order_by("pk"))
    for request in requests:
        request.round, request.person = asked, known[request.person_id]
    here = {
        request.person_id
        for request in requests
        if request.reply == Reply.SIGNED
        or capacity in capacities_asked(roles[request.person_id], version.audiences)
    }
    if missing := [str(person) for person in people if person.pk not in here]:
        raise WrongState(
            f"Nothing was recorded. Not asked to sign this today: {', '.join(missing)}. Take the "
            "tick away there, and record the others."
        )
    return requests


def _record(requests: list[Request], version: Version, by: Person, way: Way) -> None:
    points = points_to_confirm(version, requests[0].capacity)
    rows = Acknowledgement.objects.bulk_create(
        [
            drawn_up(
                Held(request, request.person, version),
                typed_name=request.person.full_name,
                recorded_by=by,
                points=points,
                way=way,
            )
            for request in requests
        ],
        batch_size=500,
    )
    chain.record_many(SIGNED, [(row, chained(row)) for row in rows], by=by)
    Request.objects.filter(pk__in=[request.pk for request in requests]).update(
        reply=Reply.SIGNED, replied_at=rows[0].signed_at
    )
    people = {request.person_id for request in requests}
    begun = Reading.objects.filter(round=requests[0].round_id, capacity=requests[0].capacity)
    begun.filter(person__in=people).update(typed_name="", question="", reason="")
    take_back_reminders(people)
