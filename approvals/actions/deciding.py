"""Deciding about a service: approved with a review date, refused, looked at again, withdrawn."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals import lifecycle
from approvals.models import Approval, Step
from approvals.permissions import can_withdraw
from approvals.vocabulary import Move
from audit import chain
from notifications import outbox
from school.access import Verdict, require
from school.deciding import can_decide_for
from school.errors import DomainError, WrongState
from school.models import Person, Role, Service

# Our children are four to seven.
OLDEST_PUPIL = 7
# A slip in the year would leave it approved for good.
LATEST_REVIEW = timedelta(days=3 * 366)
LOOKED_AT_MEANWHILE = (
    "Somebody looked at this again while you wrote. Nothing of yours is saved yet: see what they "
    "kept, then press again if yours is still right."
)


@transaction.atomic
def approve_service(
    *,
    approval: Approval,
    review_on: date,
    conditions: str = "",
    pupils_may_use: bool = False,
    for_families: str = "",
    by: Person,
) -> Approval:
    """Let a service be used for what was asked, until its review; a new one goes on the list."""
    approval = _locked(approval, by, Move.APPROVE)
    _require_to_come(review_on)
    if pupils_may_use and approval.minimum_age > OLDEST_PUPIL:
        raise DomainError(
            f"Its own terms ask for somebody of {approval.minimum_age}. No child here is that old, "
            "so pupils cannot use it."
        )
    approval.service = approval.service or _put_on_list(approval, by)
    approval.pupils_may_use, approval.for_families = pupils_may_use, for_families.strip()
    approval.conditions, approval.review_on = conditions.strip(), review_on
    return _keep(approval, Move.APPROVE, by, words=conditions, review_on=review_on)


@transaction.atomic
def refuse_service(*, approval: Approval, reason: str, by: Person) -> Approval:
    """Say no, with a reason that all staff can read."""
    approval = _locked(approval, by, Move.REFUSE)
    _require_reason(reason)
    return _keep(approval, Move.REFUSE, by, words=reason)


@transaction.atomic
def renew_service(
    *,
    approval: Approval,
    review_on: date,
    conditions: str = "",
    seen: int | None = None,
    by: Person,
) -> Approval:
    """Say that somebody has looked at it again and that it goes on, until its next review.

    `seen` is how many steps it had when they opened the page; without it nothing is compared.
    """
    approval = _locked(approval, by, Move.RENEW)
    if seen is not None and seen != approval.steps.count():
        raise WrongState(LOOKED_AT_MEANWHILE)
    _require_to_come(review_on)
    approval.conditions, approval.review_on = conditions.strip(), review_on
    return _keep(approval, Move.RENEW, by, words=conditions, review_on=review_on)


@transaction.atomic
def withdraw_service(*, approval: Approval, reason: str, by: Person) -> Approval:
    """End an approval at once, with a reason that all staff can read."""
    approval = _locked(approval, by, Move.WITHDRAW)
    _require_reason(reason)
    return _keep(approval, Move.WITHDRAW, by, words=reason)


def _locked(approval: Approval, by: Person, move: Move) -> Approval:
    held = Approval.objects.select_for_update(of=("self",)).select_related("asked_by", "owner")
    approval = held.get(pk=approval.pk)
    state = lifecycle.moved(approval.state, move)
    require(_verdict(approval, by, move))
    approval.state = state
    return approval


def _verdict(approval: Approval, by: Person, move: Move) -> Verdict:
    if move == Move.WITHDRAW:
        return can_withdraw(by, approval)
    return can_decide_for(by, approval.asked_by)


def _put_on_list(approval: Approval, by: Person) -> Service:
    known = Service.objects.filter(name__iexact=approval.name).first()
    if known:
        return known
    service = Service.objects.create(
        name=approval.name,
        minimum_age=approval.minimum_age,
        age_checked_on=timezone.localdate(),
    )
    chain.record("school.service.added", by=by, on=service, minimum_age=[None, service.minimum_age])
    return service


def _keep(approval: Approval, move: Move, by: Person, *, words: str, **kept: Any) -> Approval:
    approval.save()
    step = Step(approval=approval, move=move, by=by, words=words.strip(), **kept)
    step.save(force_insert=True)
    deed = {Move.RENEW: "renewed", Move.REFUSE: "refused"}.get(move, str(approval.state))
    facts = {name: str(value) for name, value in kept.items()}
    chain.record(f"approvals.approval.{deed}", by=by, on=approval, **facts)
    _tell(approval, step, by)
    return approval


def _tell(approval: Approval, step: Step, by: Person) -> None:
    for person in {approval.asked_by, approval.owner} - {by}:
        if person.is_any(*Role):
            outbox.enqueue(
                to=person,
                template="service_decided",
                context={"path": reverse("approvals:approval", args=[approval.pk])},
                once=f"service-decided:{step.pk}:{person.pk}",
            )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("Write a reason. All staff can read it.")


def _require_to_come(review_on: date) -> None:
    if review_on <= timezone.localdate():
        raise DomainError("Choose a review date that lies ahead.")
    if review_on > timezone.localdate() + LATEST_REVIEW:
        raise DomainError("Choose a review date within three years. Look at the year.")
