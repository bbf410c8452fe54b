"""Putting a case before named governors, and taking it back."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit import chain
from governance.models import Referral, ReferralMember
from governance.permissions import can_refer, can_take_back
from governance.queries import candidates
from incidents import actions as incidents
from incidents.models import Case
from notifications import outbox
from school.access import require
from school.errors import DomainError, WrongState
from school.models import Person


@transaction.atomic
def refer_to_governors(
    *, case: Case, governors: Iterable[Person], summary: str, question: str, by: Person
) -> Referral:
    """Put a case before these governors, in the referrer's own words, and tell each of them.

    They see the summary and the question, never the case. Raises DomainError when somebody has a
    conflict of interest, or nobody is named.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(can_refer(by, case))
    named = _free_of_conflict(case, governors)
    if not summary.strip() or not question.strip():
        raise DomainError("Write what the governors need to know, and what you ask them.")
    incidents.refer_case(case=case, by=by)
    referral = Referral.objects.create(
        case=case, summary=summary, question=question, referred_by=by
    )
    ReferralMember.objects.bulk_create(
        ReferralMember(referral=referral, person=person) for person in named
    )
    chain.record(
        "governance.referral.made", by=by, on=referral, governors=[person.pk for person in named]
    )
    for person in named:
        outbox.enqueue(
            to=person,
            template="referral",
            context={"path": reverse("governance:referral", args=[referral.pk])},
            once=f"referral:{referral.pk}:{person.pk}",
        )
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


@transaction.atomic
def end_referral(*, referral: Referral, by: Person, words: str = "") -> Case:
    """Take the case back: the governors no longer see it, and whoever handles it decides."""
    case = Case.objects.select_for_update().get(pk=referral.case_id)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.ended:
        raise WrongState("This referral has ended.")
    require(can_take_back(by, case))
    referral.members.filter(ended_at=None).update(ended_at=timezone.now())
    chain.record("governance.referral.ended", by=by, on=referral)
    return incidents.return_case(case=case, by=by, words=words)


@transaction.atomic
def note_reading(*, referral: Referral, by: Person) -> None:
    """Keep that a governor looked at a referral: every look at a case is on record."""
    chain.record("governance.referral.viewed", by=by, on=referral)
