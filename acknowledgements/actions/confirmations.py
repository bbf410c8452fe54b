"""Asking people, by hand, to sign a text in force once more: the yearly confirmation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from acknowledgements.actions.asking import Moment, fill
from acknowledgements.actions.invitations import invite_newly_asked, take_back_from
from acknowledgements.models import Occasion, Request, Round
from acknowledgements.permissions import can_close_confirmation, can_open_confirmation
from acknowledgements.places import Scope
from audit import chain
from policies.models import Audience, State, Version
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person, SchoolClass
from school.terms import school_calendar


@dataclass(frozen=True)
class NewConfirmation:
    """A confirmation as somebody proposes it. No classes means the parents of all of them."""

    version: Version
    audiences: Collection[str]
    classes: Collection[SchoolClass]
    due_on: date
    why: str

    def scope(self) -> Scope:
        """Return whom it would ask if it were opened now."""
        classes = tuple(each.pk for each in self.classes)
        return Scope(self.version, tuple(self.audiences), classes, timezone.now())

    def require_sound(self) -> None:
        """Raise DomainError, with what to do about it, unless it could be opened today."""
        if self.version.state != State.PUBLISHED:
            raise WrongState("This version is not in force any more. Choose the policy again.")
        if not self.audiences or not set(self.audiences) <= set(audiences_to_ask(self.version)):
            raise DomainError("Choose who is asked, among those whom the policy is for.")
        if self.classes and Audience.PARENTS_CARERS not in self.audiences:
            raise DomainError("Classes narrow down the parents: tick parents, or untick them.")
        if not self.why.strip():
            raise DomainError("Write why you ask: it is kept with the round.")
        calendar = school_calendar()
        if self.due_on <= timezone.localdate():
            raise DomainError("Choose a day to come, so that people have time to read.")
        if not calendar.is_school_day(self.due_on):
            next_one = calendar.add_school_days(self.due_on, 0)
            raise DomainError(
                f"The school is closed on {self.due_on:%A %-d %B}. The next school day is "
                f"{next_one:%A %-d %B %Y}."
            )


def audiences_to_ask(version: Version) -> list[str]:
    """Return the audiences of a version that sign: pupils never do."""
    return [audience for audience in version.audiences if audience != Audience.PUPILS]


@transaction.atomic
def open_confirmation(*, confirmation: NewConfirmation, by: Person) -> Round:
    """Ask these people to sign the version in force once more, whenever they signed it before.

    Whoever is asked for the same text elsewhere and has not replied is not asked twice. Pressed a
    second time it is still one confirmation. Raises DomainError where it is not sound, WrongState
    where nobody would be asked.
    """
    require(can_open_confirmation(by))
    version = Version.objects.select_for_update(no_key=True).get(pk=confirmation.version.pk)
    chain.take_turn()
    if (same := _opened_already(confirmation, by)) is not None:
        return same
    confirmation = NewConfirmation(
        version,
        confirmation.audiences,
        confirmation.classes,
        confirmation.due_on,
        confirmation.why.strip(),
    )
    confirmation.require_sound()
    moment = Moment()
    opened = Round.objects.create(
        version=version,
        occasion=Occasion.CONFIRMATION,
        why=confirmation.why,
        audiences=list(confirmation.audiences),
        opened_at=moment.now,
        counts_from=moment.now,
        opened_by=by,
        due_on=confirmation.due_on,
    )
    opened.classes.set(confirmation.classes)
    asked, _ = fill(opened, moment, at_opening=True)
    if not asked:
        raise WrongState(
            "Nobody would be asked: all of them are asked for this text already, or nobody is in "
            "these groups today."
        )
    chain.record(
        "acknowledgements.confirmation.opened",
        by=by,
        on=opened,
        reason=opened.why,
        version=version.pk,
        audiences=opened.audiences,
        classes=sorted(each.pk for each in confirmation.classes),
        asked=asked,
    )
    invite_newly_asked()
    return opened


def _opened_already(confirmation: NewConfirmation, by: Person) -> Round | None:
    """Return the confirmation that the same press opened a moment ago, if it did."""
    opened = (
        Round.objects.open()
        .confirmations()
        .filter(
            version=confirmation.version,
            why=confirmation.why.strip(),
            due_on=confirmation.due_on,
            opened_by=by,
        )
    )
    wanted = (set(confirmation.audiences), {each.pk for each in confirmation.classes})
    for one in opened.prefetch_related("classes"):
        if (set(one.audiences), {each.pk for each in one.classes.all()}) == wanted:
            return one
    return None


def carry_on(confirmation: Round, *, version: Version, by: Person) -> None:
    """Go on with a confirmation after a correction of its text: in a round of the corrected one.

    Whoever has signed since it began is not asked again; everybody else signs the new words.
    """
    chain.take_turn()
    moment = Moment()
    Round.objects.filter(pk=confirmation.pk, closed_at=None).update(closed_at=moment.now)
    audiences = [each for each in confirmation.audiences if each in version.audiences]
    if not audiences:
        return
    opened = Round.objects.create(
        version=version,
        occasion=Occasion.CONFIRMATION,
        why=confirmation.why,
        audiences=audiences,
        opened_at=moment.now,
        counts_from=confirmation.counts_from,
        opened_by=confirmation.opened_by,
        due_on=max(confirmation.due_on, moment.due()),
    )
    opened.classes.set(confirmation.classes.all())
    asked, _ = fill(opened, moment, at_opening=True)
    chain.record(
        "acknowledgements.confirmation.carried_on",
        by=by,
        on=opened,
        version=version.pk,
        before=confirmation.pk,
        asked=asked,
    )
    invite_newly_asked()


@transaction.atomic
def close_confirmation(*, confirmation: Round, why: str, by: Person) -> Round:
    """End a confirmation by hand, saying why. What was signed in it stands."""
    chain.take_turn()
    closed = Round.objects.select_for_update(no_key=True).get(pk=confirmation.pk)
    require(can_close_confirmation(by, closed))
    if not why.strip():
        raise DomainError("Write why you close it: it is kept on record.")
    closed.closed_at, closed.closed_by, closed.closed_why = timezone.now(), by, why.strip()
    closed.save(update_fields=["closed_at", "closed_by", "closed_why"])
    take_back_from(Request.objects.filter(round=closed))
    chain.record("acknowledgements.confirmation.closed", by=by, on=closed, reason=closed.closed_why)
    return closed
