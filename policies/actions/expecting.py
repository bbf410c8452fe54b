"""Answering for the policies that a school is expected to have (P10)."""

from django.db import transaction
from django.utils import timezone

from audit import chain
from policies import permissions
from policies.expected import by_key
from policies.models import ExpectedAnswer, Policy
from school.access import require
from school.errors import DomainError
from school.models import Person


@transaction.atomic
def answer_expected(
    *, key: str, policy: Policy | None, why_none: str, by: Person
) -> ExpectedAnswer:
    """Say which policy covers an expected one, or why this school needs none.

    Raises DomainError for both at once, for neither, and for what is not expected.
    """
    require(permissions.can_manage(by))
    if by_key(key) is None:
        raise DomainError("This is not among the policies that are expected.")
    why_none = why_none.strip()
    if (policy is None) == (not why_none):
        raise DomainError("Choose the policy that covers it, or say why the school needs none.")
    answer, _ = ExpectedAnswer.objects.update_or_create(
        key=key,
        defaults={
            "policy": policy,
            "why_none": why_none,
            "answered_by": by,
            "answered_at": timezone.now(),
        },
    )
    chain.record(
        "policies.expected.answered",
        by=by,
        on=answer,
        reason=why_none,
        expected=key,
        policy=policy.slug if policy else None,
    )
    return answer


@transaction.atomic
def take_answer_back(*, key: str, by: Person) -> None:
    """Say that an expected policy is missing after all."""
    require(permissions.can_manage(by))
    answer = ExpectedAnswer.objects.filter(key=key).first()
    if answer is None:
        return
    chain.record("policies.expected.taken_back", by=by, on=answer, expected=key)
    answer.delete()
