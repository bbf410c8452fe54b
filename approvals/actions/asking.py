"""Asking to use a service (C4, M19)."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from approvals.models import Approval, Step
from approvals.permissions import can_ask
from approvals.vocabulary import Move, State
from audit import chain
from notifications import outbox
from school.access import require
from school.deciding import deciders
from school.errors import DomainError
from school.models import Person, Service


@dataclass(frozen=True)
class Wanted:
    """What somebody would like to use, and what has to be known before it is decided.

    `minimum_age` counts only where the list does not know it.
    """

    name: str
    purpose: str
    used_by: str
    data: str
    dpia_reference: str
    owner: Person
    minimum_age: int | None = None


@transaction.atomic
def ask_for_service(*, wanted: Wanted, by: Person) -> Approval:
    """Ask whoever decides, and tell them. Asked twice in the same words, it is one request."""
    require(can_ask(by))
    if not can_ask(wanted.owner):
        raise DomainError("Choose a member of staff who answers for it.")
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    name = wanted.name.strip()
    same = Approval.objects.filter(asked_by=by, state=State.ASKED, purpose=wanted.purpose)
    if known := same.filter(name__iexact=name).first():
        return known
    service = Service.objects.filter(name__iexact=name).first()
    approval = Approval(
        service=service,
        name=service.name if service else name,
        purpose=wanted.purpose,
        used_by=wanted.used_by,
        data=wanted.data,
        minimum_age=_age(service, wanted),
        dpia_reference=wanted.dpia_reference,
        owner=wanted.owner,
        asked_by=by,
    )
    approval.save(force_insert=True)
    Step(approval=approval, move=Move.ASK, by=by).save(force_insert=True)
    chain.record("approvals.approval.asked", by=by, on=approval)
    for person in deciders(by):
        outbox.enqueue(
            to=person,
            template="service_to_decide",
            context={"path": reverse("approvals:approval", args=[approval.pk])},
            once=f"service-to-decide:{approval.pk}:{person.pk}",
        )
    return approval


def _age(service: Service | None, wanted: Wanted) -> int:
    known = service.minimum_age if service else None
    age = wanted.minimum_age if known is None else known
    if age is None:
        raise DomainError("Write how old its own terms say one must be.")
    return age
