"""Putting a case before named governors, piece by piece; their decision; and taking it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from audit import chain
from governance import lifecycle, sharing
from governance.lifecycle import Step
from governance.models import Referral, ReferralMember
from governance.models.referral import in_four_weeks
from governance.permissions import (
    NOT_YOURS,
    can_decide,
    can_look_after,
    can_refer,
    can_share,
    can_take_back,
)
from governance.queries import candidates, readers_of
from incidents import actions as incidents
from incidents.models import Case, CaseEntry, Evidence
from notifications import outbox
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person

LETTER = "referral"
LONGEST_OPTION = 150
LATEST = timedelta(days=366)
CHANGED = "Something was changed since you looked: read once more what they would see."
CHOOSE = "Choose one of the decisions that you were asked to choose from."


@dataclass(frozen=True)
class Shares:
    """What of the case the governors read besides the referrer's own words."""

    report: bool = False
    messages: tuple[CaseEntry, ...] = ()
    evidence: tuple[Evidence, ...] = ()


NOTHING_ELSE = Shares()


@transaction.atomic
def draft_referral(
    *,
    case: Case,
    governors: Iterable[Person],
    summary: str,
    question: str,
    by: Person,
    options: str = "",
    expires_on: date | None = None,
    shares: Shares = NOTHING_ELSE,
) -> Referral:
    """Write down what would be put before which governors; nobody sees it yet.

    A case has one draft: writing again changes it. Raises DomainError when somebody has a conflict
    of interest, nobody is named, or something of another case is chosen.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(can_refer(by, case))
    named = _free_of_conflict(case, governors)
    if not summary.strip() or not question.strip():
        raise DomainError("Write what the governors need to know, and what you ask them.")
    referral = Referral.objects.drafts().filter(case=case).first() or Referral(case=case)
    referral.summary, referral.question = summary, question
    referral.options = "\n".join(_options(options))
    referral.expires_on = _day(expires_on or in_four_weeks())
    referral.share_report = shares.report
    referral.referred_at, referral.referred_by = timezone.now(), by
    referral.save()
    _share_pieces(referral, shares)
    referral.members.all().delete()
    ReferralMember.objects.bulk_create(
        ReferralMember(referral=referral, person=person) for person in named
    )
    chain.record("governance.referral.drafted", by=by, on=referral)
    return referral


def _free_of_conflict(case: Case, governors: Iterable[Person]) -> list[Person]:
    """Return the governors to name, each once, or raise with the first one's conflict."""
    verdicts = {candidate.person: candidate.verdict for candidate in candidates(case)}
    named = sorted(set(governors), key=lambda person: person.pk)
    if not named:
        raise DomainError("Choose at least one governor.")
    for person in named:
        if person not in verdicts:
            raise DomainError(f"{person} is not a governor today.")
        if not verdicts[person]:
            raise DomainError(f"{person} cannot be asked: {verdicts[person].reason}")
    return named


def _options(written: str) -> list[str]:
    """Return what the governors can decide, each once."""
    options = list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    if len(options) == 1:
        raise DomainError("Give at least two decisions to choose from, or none.")
    if any(len(option) > LONGEST_OPTION for option in options):
        raise DomainError(f"Keep each decision under {LONGEST_OPTION} characters.")
    return options


def _day(day: date) -> date:
    if day < timezone.localdate():
        raise DomainError("Choose a last day that is not past.")
    if day > timezone.localdate() + LATEST:
        raise DomainError("Choose a last day within a year. You can set another one later.")
    return day


def _share_pieces(referral: Referral, shares: Shares) -> None:
    messages = sharing.messages_of(referral.case).filter(pk__in=[m.pk for m in shares.messages])
    chosen = set(shares.evidence)
    files = {
        choice.piece.evidence
        for choice in sharing.files_that_can_be_shared(referral.case)
        if choice.goes
    }
    if len(messages) != len(set(shares.messages)) or not chosen <= files:
        raise DomainError("Choose from the messages and files of this case that can be shared.")
    referral.messages.set(messages)
    referral.evidence.set(chosen)


@transaction.atomic
def share_referral(*, referral: Referral, by: Person) -> Referral:
    """Put before the governors what was drafted, as `referral` was read, and tell each of them.

    Raises DomainError when it was changed meanwhile, or one of them got a conflict of interest.
    """
    written_at = referral.referred_at
    case, referral = _held(referral)
    require(can_share(by, referral))
    if referral.referred_at != written_at:
        raise DomainError(CHANGED)
    named = _free_of_conflict(case, [m.person for m in referral.members.select_related("person")])
    _day(referral.expires_on)
    referral.state = lifecycle.take(Step.SHARE, referral.state)
    referral.referred_at, referral.referred_by = timezone.now(), by
    referral.save()
    referral.members.update(named_at=timezone.now())
    incidents.refer_case(case=case, by=by)
    chain.record(
        "governance.referral.made", by=by, on=referral, governors=[person.pk for person in named]
    )
    for person in named:
        outbox.enqueue(
            to=person,
            template=LETTER,
            context={"path": _path(referral)},
            once=f"referral:{referral.pk}:{person.pk}",
        )
    return referral


def _path(referral: Referral) -> str:
    return reverse("governance:referral", args=[referral.pk])


def _held(referral: Referral) -> tuple[Case, Referral]:
    case = Case.objects.select_for_update().get(pk=referral.case_id)
    return case, Referral.objects.select_for_update().get(pk=referral.pk)


@transaction.atomic
def decide_referral(
    *, referral: Referral, by: Person, decision: str, reasons: str, together_with: Iterable[Person]
) -> Referral:
    """Record what the governors decided and why, and who took part, for whoever handles the case.

    `decision` is one of those they were given, where they were given any. Raises DomainError where
    it is not, where it says no reasons, or where somebody who cannot read the case took part.
    """
    case, referral = _held(referral)
    require(can_decide(by, referral))
    given = referral.choices
    if not decision.strip() or (given and decision not in given):
        raise DomainError(CHOOSE if given else "Write what you decided.")
    if len(decision.strip()) > LONGEST_OPTION:
        raise DomainError("Say the decision in one line, and the rest under your reasons.")
    if not reasons.strip():
        raise DomainError("Say why: whoever handles the case needs your reasons.")
    took_part = _who_took_part(referral, {by, *together_with})
    referral.state = lifecycle.take(Step.DECIDE, referral.state)
    referral.decision, referral.reasons = decision.strip(), reasons.strip()
    referral.decided_at, referral.decided_by = timezone.now(), by
    referral.save()
    referral.members.filter(person__in=took_part).update(took_part=True)
    chain.record(
        "governance.referral.decided",
        by=by,
        on=referral,
        governors=sorted(person.pk for person in took_part),
    )
    names = ", ".join(sorted(str(person) for person in took_part))
    incidents.note_decision_of_governors(
        case=case,
        by=by,
        decision=referral.decision,
        reasons=f"{referral.reasons}\n\nDecided by {names}.",
    )
    return referral


def _who_took_part(referral: Referral, people: set[Person]) -> set[Person]:
    named = readers_of(referral)
    if not people <= named:
        raise DomainError("Only governors who can read this can take part in the decision.")
    return people


@transaction.atomic
def end_referral(*, referral: Referral, by: Person, words: str = "") -> Case:
    """Take the case back: the governors no longer see it, and whoever handles it decides."""
    case, referral = _held(referral)
    if not (verdict := lifecycle.may(Step.END, referral.state)):
        raise WrongState(verdict.reason)
    require(can_take_back(by, case))
    referral.state = lifecycle.take(Step.END, referral.state)
    referral.save()
    _end(referral, referral.members.filter(ended_at=None))
    chain.record("governance.referral.ended", by=by, on=referral)
    return incidents.return_case(case=case, by=by, words=words)


@transaction.atomic
def end_for_one(*, referral: Referral, person: Person, by: Person) -> None:
    """End it for one governor at once: they no longer see it. That they were asked stays."""
    _, referral = _held(referral)
    require(can_look_after(by, referral))
    theirs = referral.members.filter(person=person, ended_at=None)
    if not theirs.exists():
        raise WrongState("This governor cannot read it any more.")
    _end(referral, theirs)
    chain.record("governance.referral.ended_for_one", by=by, on=referral, governor=person.pk)


def _end(referral: Referral, members: QuerySet[ReferralMember]) -> None:
    people = Person.objects.filter(pk__in=list(members.values_list("person_id", flat=True)))
    outbox.take_back(to=list(people), path=_path(referral))
    members.update(ended_at=timezone.now())


@transaction.atomic
def change_last_day(*, referral: Referral, expires_on: date, by: Person) -> None:
    """Change the last day on which the governors can read it."""
    _, referral = _held(referral)
    require(can_look_after(by, referral))
    referral.expires_on = _day(expires_on)
    referral.save()
    chain.record(
        "governance.referral.day_changed", by=by, on=referral, until=expires_on.isoformat()
    )


@transaction.atomic
def note_reading(*, referral: Referral, by: Person) -> None:
    """Keep that a governor looked at a referral: every look at a case is on record."""
    chain.record("governance.referral.viewed", by=by, on=referral)


@transaction.atomic
def look_at_shared_file(*, referral: Referral, number: int, by: Person) -> tuple[Evidence, bytes]:
    """Return a file that was shared with a governor, and its copy; keep that they looked.

    Raises DomainError for one that was not shared, or may not be read now.
    """
    if not Referral.objects.visible_to(by).filter(pk=referral.pk).exists():
        require(NOT_YOURS)
    shared = {c.piece.number: c.piece.evidence for c in sharing.files_of(referral)}
    if (evidence := shared.get(number)) is None:
        raise DomainError("This file was not shared with you.")
    copy = incidents.show_shared_copy(evidence=evidence, by=by)
    chain.record("governance.referral.file_viewed", by=by, on=referral, number=number)
    return evidence, copy
