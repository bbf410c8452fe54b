"""Rounds: asking everybody a version speaks to, and keeping it so as people come and go (A5)."""

from collections import defaultdict
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Case, DateField, F, Value, When
from django.utils import timezone

from acknowledgements.actions.asking import Moment, fill
from acknowledgements.actions.confirmations import carry_on
from acknowledgements.actions.invitations import invite_newly_asked, take_back_from
from acknowledgements.models import Occasion, Request, RequestQuerySet, Round
from audit import chain
from policies.actions import note_enrolment
from policies.models import State, Version
from school.errors import WrongState
from school.links import end_links_of_those_not_asked
from school.models import Leave, Person


@transaction.atomic
def follow_publication(*, version: Version, by: Person) -> None:
    """Open a round where a version must be signed, or where its forerunner still was to be.

    A correction (P5) is not signed again by those who signed the text before it; those who had not
    yet are asked to sign the corrected text instead. A confirmation that was under way goes on with
    it in the same manner.
    """
    earlier = Round.objects.open().filter(version__policy=version.policy_id)
    going_on = list(earlier.confirmations().order_by("opened_at", "pk"))
    if version.must_be_signed or earlier.exclude(pk__in=[one.pk for one in going_on]).exists():
        open_round(version=version, by=by)
    if not version.must_be_signed:
        for confirmation in going_on:
            carry_on(confirmation, version=version, by=by)


@transaction.atomic
def open_round(*, version: Version, by: Person) -> Round:
    """Ask everybody in a published version's audiences to sign it; return the round.

    Earlier rounds of the same policy close. A version whose round is open keeps that one. Each
    person who is asked gets one message. Raises WrongState unless the version is in force.
    """
    version = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if version.state != State.PUBLISHED:
        raise WrongState("Only a published version can be signed.")
    chain.take_turn()
    moment = Moment()
    earlier = Round.objects.open().filter(version__policy=version.policy_id)
    earlier.exclude(version=version).update(closed_at=moment.now)
    opened, is_new = Round.objects.get_or_create(
        version=version,
        occasion=Occasion.PUBLISHED,
        defaults={"opened_by": by, "opened_at": moment.now, "due_on": moment.due()},
    )
    if not is_new:
        return opened
    asked, _ = fill(opened, moment, at_opening=True)
    chain.record("acknowledgements.round.opened", by=by, on=opened, version=version.pk, asked=asked)
    invite_newly_asked()
    return opened


@transaction.atomic
def bring_up_to_date(*, by: Person | None = None) -> None:
    """Ask those who have joined an open round's audience, and stop asking those who have left it.

    Run each day and whenever people change. `by` is who changed them; None is the portal itself.
    Rounds are gone through in the order in which they opened, so that somebody who joins is asked
    in the round of publication, and not once more in a confirmation of the same text.
    """
    chain.take_turn()
    moment = Moment()
    _close_those_out_of_force(moment)
    end_links_of_those_not_asked(moment.now)
    _count_again_from_the_return(moment)
    asked_in, left = [], []
    for open_one in Round.objects.open().select_related("version").order_by("opened_at", "pk"):
        changed = fill(open_one, moment)
        if not any(changed):
            continue
        asked_in += [open_one] if changed.asked else []
        left += [open_one] if changed.stopped else []
        chain.record(
            "acknowledgements.round.brought_up_to_date", by=by, on=open_one, **changed._asdict()
        )
    if left:
        take_back_from(Request.objects.filter(round__in=left, stopped_at=moment.now))
    if asked_in:
        _note_enrolment(Request.objects.filter(round__in=asked_in, asked_at=moment.now))
    invite_newly_asked()


def _close_those_out_of_force(moment: Moment) -> None:
    """Close the rounds of versions that were withdrawn, and write to nobody about them."""
    over = Round.objects.open().exclude(version__state=State.PUBLISHED)
    if closed := list(over):
        over.update(closed_at=moment.now)
        take_back_from(Request.objects.filter(round__in=closed))


def _count_again_from_the_return(moment: Moment) -> None:
    """Give those who are back from long leave the full time from their first day back (A5).

    For what was asked before that day. A date only ever moves to a later one.
    """
    returns = Leave.objects.last_returns(moment.today)
    back: dict[date, list[int]] = defaultdict(list)
    for person, first_day in returns.items():
        if moment.due(first_day) >= moment.today:
            back[first_day].append(person)
    if not back:
        return
    again = Case(
        *[
            When(
                person__in=people,
                asked_at__lt=_midnight(first_day),
                then=Value(moment.due(first_day)),
            )
            for first_day, people in back.items()
        ],
        default=F("due_on"),
        output_field=DateField(),
    )
    everybody = [person for people in back.values() for person in people]
    theirs = Request.objects.outstanding().filter(person__in=everybody)
    theirs.filter(due_on__lt=again).update(due_on=again)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _note_enrolment(newly_asked: RequestQuerySet) -> None:
    """Record which versions parents were just asked about because their child joined (M12)."""
    parents = newly_asked.filter(child__isnull=False, person__email__isnull=False)
    asked_in = Round.objects.filter(pk__in=parents.values("round"))
    note_enrolment(versions=asked_in.values_list("version_id", flat=True))
